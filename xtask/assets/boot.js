// Starts the page: fetches the program, checks that it is whole, runs it. Says so where that fails.
// Then keeps it for times without network, and offers a newer version once there is one.
const at = (name) => new URL(name, import.meta.url).href;

// Scripts that are called by their address are these alone, wherever the call comes from.
const callable = ["WORKER_JS", "embed.js", "sw.js"].map(at);
globalThis.trustedTypes?.createPolicy("default", {
  createScriptURL: (address) => (callable.includes(at(address)) ? address : null),
});

// The workspace, and what helps to embed, come when they are first opened, and stay for as long as the page is open.
async function loadMore() {
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
  return glue;
}
let more;
const places = {};
/** Puts a part of the page, made once, into the room that the page has for it. */
async function show(name, room, open) {
  try {
    more ??= loadMore();
    const glue = await more;
    if (!places[name]) {
      const place = document.createElement("div");
      open(glue, place);
      places[name] = place;
    }
    room.replaceChildren(places[name]);
  } catch (error) {
    console.error(error);
    more = undefined;
    room.querySelector(".desk-wait").hidden = true;
    room.querySelector(".desk-failed").hidden = false;
  }
}
addEventListener("selfcheck:workspace", ({ detail: room }) =>
  show("workspace", room, (glue, place) => glue.open_workspace(place, at("WORKER_JS"))));
addEventListener("selfcheck:embed", ({ detail: room }) => show("embed", room, (glue, place) => {
  // The preview shows the element as other pages do.
  document.head.append(Object.assign(document.createElement("script"), { integrity: "EMBED_JS_INTEGRITY", src: at("embed.js") }));
  glue.open_embed(place);
}));

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
