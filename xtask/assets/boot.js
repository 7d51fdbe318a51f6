// Starts the page: fetches the program, checks that it is whole, runs it. Says so where that fails.
// Then keeps it for times without network, and offers a newer version once there is one.
const at = (name) => new URL(name, import.meta.url).href;

// Scripts that are called by their address are these alone, wherever the call comes from.
const callable = ["WORKER_JS", "embed.js", "sw.js"].map(at);
globalThis.trustedTypes?.createPolicy("default", {
  createScriptURL: (address) => (callable.includes(at(address)) ? address : null),
});

// The later parts of the program, in their order: the last is the workspace's and comes with it, the others while one reads.
const LATER = ["LATER_PARTS"];
const READING = LATER.length - 1;
// How many of them a page needs, by its address; the first pages need none. The page knows the same (`rest::needed`).
const NEEDS = [[/^text/, 1], [/^(result|item)/, 2], [/^(saved|s|workspace|embed)(\/|$)/, 3]];
const needed = () => NEEDS.find(([page]) => page.test(location.hash.replace(/^#\/?/, "")))?.[1] ?? 0;
const coming = [];
const fetchPart = (number) => {
  const [name, integrity] = LATER[number];
  const program = fetch(at(name), { integrity });
  // It is told where it is waited for.
  program.catch(() => {});
  coming[number] = program;
};
const parts = [];
let adding = Promise.resolve();
/** Adds parts up to a number, one after the other: each goes into those before it. */
const addParts = (until) => (adding = adding.catch(() => {}).then(async () => {
  for (let number = parts.length - 1; number < until; number += 1) if (!coming[number]) fetchPart(number);
  try {
    while (parts.length <= until) {
      const program = await coming[parts.length - 1];
      if (!program.ok) throw new Error(`${program.url}: ${program.status}`);
      const [first, text, result, seldom] = parts;
      const { instance } = await WebAssembly.instantiate(await program.arrayBuffer(), { first, text, result, seldom });
      parts.push(instance.exports);
      tell();
    }
  } catch (error) {
    coming.length = 0;
    throw error;
  }
}));
const root = document.documentElement;
/** Tells the page how many parts are there; nothing once it has those that it may want while one reads. */
function tell() {
  if (parts.length > READING) delete root.dataset.parts;
  else root.dataset.parts = parts.length - 1;
  dispatchEvent(new Event("selfcheck:rest"));
}
/** Loads parts up to a number; where one is missing, the page says so and may ask again. */
async function loadParts(until) {
  try {
    await addParts(until);
  } catch (error) {
    console.error(error);
    root.dataset.partMissing = "";
    tell();
    const again = () => { delete root.dataset.partMissing; tell(); loadParts(READING); };
    addEventListener("selfcheck:rest-again", again, { once: true });
  }
}

// The workspace comes when it is first opened, and stays for as long as the page is open.
async function openWorkspace(glue) {
  const style = new Promise((resolve, reject) => {
    const element = { rel: "stylesheet", href: "WORKSPACE_CSS", integrity: "WORKSPACE_CSS_INTEGRITY", onload: resolve, onerror: reject };
    document.head.append(Object.assign(document.createElement("link"), element));
  });
  const compile = async () => {
    const program = await fetch(at("ROSTER_WASM"), { integrity: "ROSTER_WASM_INTEGRITY" });
    if (!program.ok) throw new Error(`${program.url}: ${program.status}`);
    return WebAssembly.compile(await program.arrayBuffer());
  };
  const [program] = await Promise.all([compile(), style, LATER.length && addParts(LATER.length)]);
  const place = document.createElement("div");
  glue.open_workspace(place, at("WORKER_JS"), program);
  return place;
}
function offerWorkspace(glue) {
  let workspace;
  addEventListener("selfcheck:workspace", async ({ detail: room }) => {
    try {
      workspace ??= openWorkspace(glue);
      room.replaceChildren(await workspace);
    } catch (error) {
      console.error(error);
      workspace = undefined;
      room.querySelector(".desk-wait").hidden = true;
      room.querySelector(".desk-failed").hidden = false;
    }
  });
}

// The preview of what other pages embed begins when it comes into sight: a page within the page.
let embed;
addEventListener("selfcheck:embed", ({ detail: room }) => {
  room.dataset.integrity = "EMBED_JS_INTEGRITY";
  const preview = room.querySelector(".embed-preview");
  if (embed || !preview) return;
  new IntersectionObserver((seen, watch) => {
    if (embed || !seen.some((one) => one.isIntersecting)) return;
    watch.disconnect();
    embed = Object.assign(document.createElement("script"), { integrity: "EMBED_JS_INTEGRITY", src: at("embed.js") });
    document.head.append(embed);
  }, { rootMargin: "25%" }).observe(preview);
});

/** Keeps the page on this machine. A newer version waits until the user takes it, or has closed the page everywhere. */
async function keep() {
  const workers = navigator.serviceWorker;
  // In a frame of another page nothing is stored unasked.
  if (!KEPT || !workers || self !== top) return;
  const registration = await workers.register(at("sw.js"));
  const offer = () => {
    if (!registration.waiting || !workers.controller) return;
    root.dataset.update = "waiting";
    dispatchEvent(new Event("selfcheck:update"));
  };
  registration.addEventListener("updatefound", () => registration.installing?.addEventListener("statechange", offer));
  offer();
  // A window that is open for days asks once a day, when its user comes back to it; a new visit asks anyway.
  let asked = Date.now();
  document.addEventListener("visibilitychange", () => {
    if (document.hidden || Date.now() - asked < 86_400_000) return;
    asked = Date.now();
    registration.update().catch((error) => console.info(error));
  });
  addEventListener("selfcheck:renew", () => {
    workers.addEventListener("controllerchange", () => location.reload(), { once: true });
    registration.waiting?.postMessage("renew");
  });
}

// A page that needs later parts waits for them, so that it is drawn once.
const soon = LATER.length && needed();
for (let number = 0; number < soon; number += 1) fetchPart(number);
try {
  const [program, glue] = await Promise.all([
    fetch(at("APP_WASM"), { integrity: "APP_WASM_INTEGRITY" }),
    import("./APP_JS"),
  ]);
  if (!program.ok) {
    throw new Error(`${program.url}: ${program.status}`);
  }
  const first = await glue.default({ module_or_path: program });
  if (LATER.length) {
    parts.push(first);
    root.dataset.parts = 0;
    await loadParts(soon);
  }
  offerWorkspace(glue);
  await glue.run();
  // What the page in sight does not need waits until that page is drawn.
  const calm = () => new Promise((done) => (globalThis.requestIdleCallback ? requestIdleCallback(done, { timeout: 1000 }) : setTimeout(done, 200)));
  if (LATER.length && root.dataset.partMissing === undefined) calm().then(() => loadParts(READING));
  // Where nothing may be stored, the page works all the same.
  keep().catch((error) => console.info(error));
} catch (error) {
  console.error(error);
  document.getElementById("app").hidden = true;
  document.getElementById("boot-error").hidden = false;
}
