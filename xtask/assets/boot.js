// Starts the page: fetches the program, checks that it is whole, runs it. Says so where that fails.
// Then keeps it for times without network, and offers a newer version once there is one.
const at = (name) => new URL(name, import.meta.url).href;

// Scripts that are called by their address are these alone, wherever the call comes from.
const callable = ["WORKER_JS", "embed.js", "sw.js"].map(at);
globalThis.trustedTypes?.createPolicy("default", {
  createScriptURL: (address) => (callable.includes(at(address)) ? address : null),
});

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
    fetch(at("WORKSPACE_WASM"), { integrity: "WORKSPACE_WASM_INTEGRITY" }),
    import("./WORKSPACE_JS"),
  ]);
  await glue.default({ module_or_path: program });
  const place = document.createElement("div");
  glue.open_workspace(place, at("WORKER_JS"));
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

// The element that other pages embed, for its preview.
addEventListener("selfcheck:embed", () => {
  const script = document.createElement("script");
  script.integrity = "EMBED_JS_INTEGRITY";
  script.src = at("embed.js");
  document.head.append(script);
}, { once: true });

/** Keeps the page on this machine. A newer version waits until the user takes it, or has closed the page everywhere. */
async function keep() {
  const workers = navigator.serviceWorker;
  // In a frame of another page nothing is stored unasked.
  if (!KEPT || !workers || self !== top) return;
  const registration = await workers.register(at("sw.js"));
  const offer = () => {
    if (!registration.waiting || !workers.controller) return;
    document.documentElement.dataset.update = "waiting";
    dispatchEvent(new Event("selfcheck:update"));
  };
  registration.addEventListener("updatefound", () => registration.installing?.addEventListener("statechange", offer));
  offer();
  addEventListener("selfcheck:renew", () => {
    workers.addEventListener("controllerchange", () => location.reload(), { once: true });
    registration.waiting?.postMessage("renew");
  });
}

try {
  const [program, glue] = await Promise.all([
    fetch(at("APP_WASM"), { integrity: "APP_WASM_INTEGRITY" }),
    import("./APP_JS"),
  ]);
  if (!program.ok) {
    throw new Error(`${program.url}: ${program.status}`);
  }
  await glue.default({ module_or_path: program });
  await glue.run();
  // Where nothing may be stored, the page works all the same.
  keep().catch((error) => console.info(error));
} catch (error) {
  console.error(error);
  document.getElementById("app").hidden = true;
  document.getElementById("boot-error").hidden = false;
}
