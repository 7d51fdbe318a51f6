// Starts the page from one file: the programs stand in it, compressed, and nothing is fetched.
{
  const text = (id) => document.getElementById(id).textContent;
  const unpack = (packed) => {
    const bytes = Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0));
    return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
  };

  let worker;
  globalThis.trustedTypes?.createPolicy("default", {
    createScriptURL: (address) => (address === worker ? address : null),
  });

  let workspace;
  async function loadWorkspace() {
    const { init, open_workspace } = globalThis.selfcheckWorkspace;
    const packed = text("workspace-program");
    await init({ module_or_path: await unpack(packed) });
    const parts = [text("workspace-glue"), text("worker"), `start("${packed}");`];
    worker = URL.createObjectURL(new Blob(parts, { type: "text/javascript" }));
    const place = document.createElement("div");
    open_workspace(place, worker);
    return place;
  }
  addEventListener("selfcheck:workspace", async ({ detail: room }) => {
    try {
      workspace ??= loadWorkspace();
      room.replaceChildren(await workspace);
    } catch (error) {
      console.error(error);
      workspace = undefined;
      room.querySelector(".desk-wait").hidden = true;
      room.querySelector(".desk-failed").hidden = false;
    }
  });

  try {
    await __wbg_init({ module_or_path: await unpack(text("program")) });
    await run();
  } catch (error) {
    console.error(error);
    document.getElementById("app").hidden = true;
    document.getElementById("boot-error").hidden = false;
  }
}
