// The workspace's worker: starts the program, reads files, and keeps what the user asks to be kept on this machine (IndexedDB).
import init, { serve } from "./ROSTER_JS";

const NAME = "policy-selfcheck-workspace";

/** Runs a transaction and gives what its work gives. */
function run(mode, work) {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(NAME, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore("parts", { autoIncrement: true });
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const database = opening.result;
      const transaction = database.transaction("parts", mode);
      const asked = work(transaction.objectStore("parts"));
      transaction.oncomplete = () => {
        database.close();
        resolve(asked?.result ?? true);
      };
      transaction.onabort = transaction.onerror = () => {
        database.close();
        reject(transaction.error);
      };
    };
  });
}

// First stand the digest of the policy, the day of assessment and the number of parts, then the parts of the list's text,
// then the changes since. Earlier versions kept the text as a whole in place of the number.
let keys = [];
let whole;
globalThis.selfcheckStore = {
  has: async () => (await run("readonly", (store) => store.count())) > 0,
  save: (digest, day, parts) => run("readwrite", (store) => {
    store.clear();
    store.add([digest, day, parts.length]);
    for (const part of parts) store.add(part);
  }),
  append: (entry) => run("readwrite", (store) => store.add(entry)),
  load: async () => {
    keys = await run("readonly", (store) => store.getAllKeys());
    const first = keys.length > 0 ? await run("readonly", (store) => store.get(keys[0])) : [];
    const [digest, day, parts] = first;
    whole = typeof parts === "string" ? parts : undefined;
    const count = whole ? 1 : Number(parts);
    const last = whole ? 0 : count;
    if (!(count > 0 && last < keys.length)) return [];
    const since = IDBKeyRange.lowerBound(keys[last], true);
    return [digest, day, count, await run("readonly", (store) => store.getAll(since))];
  },
  part: async (number) => whole ? new TextEncoder().encode(`${whole}\n`) : run("readonly", (store) => store.get(keys[number + 1])),
  // Through one room, where the browser can: the copies would stay in memory for long.
  read: async (file, take) => {
    let reader;
    try {
      reader = file.stream().getReader({ mode: "byob" });
    } catch {
      return take(new Uint8Array(await file.arrayBuffer()));
    }
    let room = new ArrayBuffer(1 << 20);
    for (;;) {
      const { done, value } = await reader.read(new Uint8Array(room));
      if (done) return;
      take(value);
      room = value.buffer;
    }
  },
  wipe: () => run("readwrite", (store) => { store.clear(); }),
};

// What fails in a promise ends the program like any other fault: the page is told and starts another worker.
addEventListener("unhandledrejection", (event) => reportError(event.reason));

// The page sends its program before anything else.
addEventListener("message", async ({ data: program }) => {
  await init({ module_or_path: program });
  serve();
}, { once: true });
