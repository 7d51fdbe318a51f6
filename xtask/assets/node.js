// The library in Node: ready once imported, since files can be read at once there.
import { readFileSync } from "node:fs";

import { initSync } from "./selfcheck.js";

const ready = initSync({ module: readFileSync(new URL("selfcheck_bg.wasm", import.meta.url)) });

export * from "./selfcheck.js";
/** What loads the library elsewhere: here it is there already. */
export default async () => ready;
