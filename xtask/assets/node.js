// The library in Node: ready once imported, since files can be read at once there.
import { readFileSync } from "node:fs";

import { initSync } from "./selfcheck.js";

initSync(readFileSync(new URL("selfcheck_bg.wasm", import.meta.url)));

export * from "./selfcheck.js";
export { default } from "./selfcheck.js";
