// The workspace's worker: starts the program, and keeps what the user asks to be kept on this machine (IndexedDB).
import init, { serve } from "./WORKSPACE_JS";

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

// The first part is the list as it was kept: digest of the policy, day of assessment, text. The others are the changes since.
globalThis.selfcheckStore = {
  has: async () => (await run("readonly", (store) => store.count())) > 0,
  save: (digest, day, text) => run("readwrite", (store) => {
    store.clear();
    store.add([digest, day, text]);
  }),
  append: (entry) => run("readwrite", (store) => store.add(entry)),
  load: async () => {
    const [first, ...entries] = await run("readonly", (store) => store.getAll());
    return first === undefined ? [] : [...first, entries];
  },
  wipe: () => run("readwrite", (store) => { store.clear(); }),
};

const program = await fetch(new URL("WORKSPACE_WASM", import.meta.url), { integrity: "WORKSPACE_INTEGRITY" });
await init({ module_or_path: program });
serve();
