// Starts the page: fetches the program, checks that it is whole, runs it. Says so where that fails.
// The workspace comes when it is first opened, and stays for as long as the page is open.
let workspace;
async function loadWorkspace() {
  const link = (rel, href, integrity) => new Promise((resolve, reject) => {
    const element = Object.assign(document.createElement("link"), { rel, href, integrity, onload: resolve, onerror: reject });
    document.head.append(element);
  });
  await Promise.all([
    link("stylesheet", "WORKSPACE_CSS", "WORKSPACE_CSS_INTEGRITY"),
    link("modulepreload", "WORKSPACE_JS", "WORKSPACE_JS_INTEGRITY"),
  ]);
  const [program, glue] = await Promise.all([
    fetch(new URL("WORKSPACE_WASM", import.meta.url), { integrity: "WORKSPACE_WASM_INTEGRITY" }),
    import("./WORKSPACE_JS"),
  ]);
  await glue.default({ module_or_path: program });
  const place = document.createElement("div");
  glue.open_workspace(place, new URL("WORKER_JS", import.meta.url).href);
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
  const [program, glue] = await Promise.all([
    fetch(new URL("APP_WASM", import.meta.url), { integrity: "APP_WASM_INTEGRITY" }),
    import("./APP_JS"),
  ]);
  if (!program.ok) {
    throw new Error(`${program.url}: ${program.status}`);
  }
  await glue.default({ module_or_path: program });
  await glue.run();
} catch (error) {
  console.error(error);
  document.getElementById("app").hidden = true;
  document.getElementById("boot-error").hidden = false;
}
