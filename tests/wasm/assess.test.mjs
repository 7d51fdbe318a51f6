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
assert.throws(() => library.assess("{}"), /init\(\)/, "what is not loaded says so");
library.initSync(readFileSync(join(folder, "selfcheck_bg.wasm")));

test("every case", () => {
  for (const { name, text } of casesOf("cases")) {
    assert.equal(library.assess(text), native(text), name);
    assert.equal(library.assessText(text), native(text), name);
    assert.deepEqual(library.assess(JSON.parse(text)), JSON.parse(native(text)), name);
  }
});

test("what is no profile is refused by name, and does no harm", () => {
  for (const wrong of [undefined, null, 7, true, [], () => {}, Symbol("x"), 1n]) {
    for (const name of ["assess", "advise", "assessText", "adviseText"]) {
      assert.throws(() => library[name](wrong), (error) => error instanceof TypeError && error.message.startsWith(name));
    }
  }
  assert.throws(() => library.assessText({}), TypeError);
  assert.equal(library.assess({}).format, "changping-errors/1");
  assert.deepEqual(library.assess({}).errors, JSON.parse(library.assess("{}")).errors);
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
  const { digest, policy } = library.policy();
  assert.deepEqual(JSON.parse(library.policyText()), { digest, policy });
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
    assert.deepEqual(library.advise(JSON.parse(text)), JSON.parse(nativeAdvice(text)), name);
  }
});
