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
    const program = await WebAssembly.compile(await unpack(text("roster-program")));
    worker = URL.createObjectURL(new Blob([text("roster-glue"), text("worker")], { type: "text/javascript" }));
    const place = document.createElement("div");
    open_workspace(place, worker, program);
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
