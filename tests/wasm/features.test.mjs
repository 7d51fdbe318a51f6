// The programs use no more of WebAssembly than the documented browsers have.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const tool = fileURLToPath(new URL("../../node_modules/binaryen/bin/wasm-opt", import.meta.url));
const folder = process.env.DOOR_DIR;
// The features that docs/deploying.md names, each with the Chromium that brought it.
const document = readFileSync(new URL("../../docs/deploying.md", import.meta.url), "utf8");
const named = [...document.matchAll(/^\| `([a-z-]+)` \| Chromium \d+ \|/gm)].map(([, name]) => name);

function check(file, features) {
  const enabled = features.map((name) => `--enable-${name}`);
  const done = spawnSync(process.execPath, [tool, "--mvp-features", ...enabled, file, "-o", "/dev/null"], { encoding: "utf8" });
  return { ok: done.status === 0, text: done.stderr.slice(0, 500) };
}

const programs = readdirSync(folder).filter((name) => name.endsWith(".wasm"));

test("every program is valid with the named features", () => {
  const kinds = programs.map((name) => name.replace(/(-[0-9a-f]+)?\.wasm$/, ""));
  assert.deepEqual(kinds.sort(), ["app", "result", "roster", "seldom", "selfcheck_bg", "text", "workspace"]);
  for (const name of programs) {
    const { ok, text } = check(join(folder, name), named);
    assert.ok(ok, `${name}: ${text}`);
  }
});

test("no feature is named that no program uses", () => {
  for (const feature of named) {
    const others = named.filter((name) => name !== feature);
    assert.ok(programs.some((name) => !check(join(folder, name), others).ok), feature);
  }
});
