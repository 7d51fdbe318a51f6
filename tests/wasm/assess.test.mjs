// The wasm library in Node gives the bytes that the native program gives.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";

import { randomProfile } from "../reference/random.mjs";
import { native, nativeAdvice, nativeLines } from "../support/native.mjs";
import { casesOf, faulty } from "../support/profiles.mjs";

const folder = process.env.DOOR_DIR;
const library = await import(pathToFileURL(join(folder, "selfcheck.js")));
library.initSync({ module: readFileSync(join(folder, "selfcheck_bg.wasm")) });

test("every case", () => {
  for (const { name, text } of casesOf("cases")) {
    assert.equal(library.assess(text), native(text), name);
  }
});

test("every profile that breaks the format", () => {
  for (const { name, text, codes } of faulty()) {
    const answer = library.assess(text);
    assert.equal(answer, native(text), name);
    const { format, errors } = JSON.parse(answer);
    assert.equal(format, "changping-errors/1");
    for (const code of codes) {
      assert.ok(errors.some((error) => error.code === code), `${name}: ${code}`);
    }
  }
});

test("the policy it carries is the program's", () => {
  const { digest, policy } = JSON.parse(library.policy());
  assert.match(digest, /^sha256-/);
  assert.equal(policy.document.number, "昌政办发〔2026〕6号");
});

test("500 random profiles", () => {
  const profiles = Array.from({ length: 500 }, (_, seed) => JSON.stringify(randomProfile(seed + 1)));
  const lines = nativeLines(profiles);
  profiles.forEach((profile, index) => assert.equal(library.assess(profile), lines[index], profile));
});

test("advice, and the errors of a profile that has none", () => {
  for (const { name, text } of [...casesOf("cases").slice(0, 12), { name: "no profile", text: "{}" }]) {
    assert.equal(library.advise(text), nativeAdvice(text), name);
  }
});
