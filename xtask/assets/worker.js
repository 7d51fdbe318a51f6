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

// First stand the digest of the policy, the day of assessment, the number of parts and the number of the list, then the
// parts of the list's text, then the changes since. Earlier versions gave lists no number, and before that kept the text
// as a whole in place of the number of parts.
let keys = [];
let whole;
// Number of the list that this worker keeps, and the key of the last entry that it knows of.
let own;
let last;

/** A transaction that begins with the number of the list that stands there: 0 where it has none, -1 where there is no list. */
function knowing(mode, work) {
  return run(mode, (store) => {
    const told = {};
    store.get(IDBKeyRange.lowerBound(0)).onsuccess = ({ target: { result: head } }) => {
      work(store, told, Array.isArray(head) ? head[3] ?? 0 : -1, head);
    };
    return told;
  });
}

globalThis.selfcheckStore = {
  // What stands there without a list was left behind by a window that did not know of the list's end.
  has: () => knowing("readonly", (store, told, there) => { told.result = there >= 0; }),
  // Only in place of certain lists. Gives whether it is kept, and its number or that of the list that stays.
  save: async (digest, day, parts, may) => {
    const told = await knowing("readwrite", (store, told, there) => {
      told.result = [false, there];
      if (!may.includes(there)) return;
      const [number] = crypto.getRandomValues(new Uint32Array(1));
      store.clear();
      let adding = store.add([digest, day, parts.length, number]);
      for (const part of parts) adding = store.add(part);
      adding.onsuccess = () => { told.result = [true, number, adding.result]; };
    });
    if (told[0]) [, own, last] = told;
    return told;
  },
  // Gives how many entries have come since the last, with this one: keys are counted. 0 where the list is another, -1 where
  // the entry would have to be alone and is not.
  append: (entry, alone) => knowing("readwrite", (store, told, there) => {
    told.result = 0;
    if (there !== own) return;
    store.add(entry).onsuccess = ({ target: { result: key } }) => {
      told.result = key - last;
      last = key;
      if (!alone || told.result === 1) return;
      told.result = -1;
      store.delete(key);
    };
  }),
  load: () => knowing("readonly", (store, told, there, head) => {
    told.result = [];
    if (there < 0) return;
    const [digest, day, parts] = head;
    whole = typeof parts === "string" ? parts : undefined;
    const count = whole ? 1 : Number(parts);
    store.getAllKeys().onsuccess = ({ target }) => {
      keys = target.result;
      const end = keys[whole ? 0 : count];
      if (!(count > 0 && end)) return;
      own = there;
      last = keys.at(-1);
      const since = store.getAll(IDBKeyRange.lowerBound(end, true));
      since.onsuccess = () => { told.result = [digest, day, count, since.result, there]; };
    };
  }),
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
  // The list that this worker keeps, no other.
  drop: () => knowing("readwrite", (store, told, there) => { if (there < 0 || there === own) store.clear(); }),
  wipe: () => run("readwrite", (store) => { store.clear(); }),
};

// What fails in a promise ends the program like any other fault: the page is told and starts another worker.
addEventListener("unhandledrejection", (event) => reportError(event.reason));

// The page sends its program before anything else.
addEventListener("message", async ({ data: program }) => {
  await init({ module_or_path: program });
  serve();
}, { once: true });
