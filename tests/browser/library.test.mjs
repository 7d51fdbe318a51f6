// The library in a page of one's own: the example that the documentation shows.
import assert from "node:assert/strict";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import { folder } from "../support/host.mjs";
import { open, site } from "./support.mjs";

test("the example answers, and asks the network for its own files alone", async (t) => {
  const root = mkdtempSync(join(tmpdir(), "selfcheck-library-"));
  t.after(() => rmSync(root, { recursive: true, force: true }));
  const example = (name) => fileURLToPath(new URL(`../../examples/${name}`, import.meta.url));
  cpSync(example("library.html"), join(root, "index.html"));
  cpSync(example("library.js"), join(root, "library.js"));
  const parts = ["selfcheck.js", "selfcheck_glue.js", "selfcheck_bg.wasm"];
  for (const name of parts) cpSync(join(process.env.DOOR_DIR, name), join(root, name));
  const { url } = await folder(t, root);

  const at = await open({ url, ready: "li" });
  const lines = async () => (await at.page.getByRole("list").innerText()).split("\n");
  assert.ok((await lines()).includes("科技人才创办企业：两年内获股权投资：还缺信息"));
  assert.ok((await lines()).includes("孵化器和园区年度支持：不符合"));
  await at.page.getByLabel("主体类型").selectOption("孵化器");
  await at.page.getByText("孵化器和园区年度支持：还缺信息").waitFor();
  const asked = await at.page.evaluate(() => performance.getEntriesByType("resource").map((entry) => entry.name));
  const own = [...parts, "library.js"].map((name) => new URL(name, url).href);
  assert.deepEqual(asked.filter((name) => !/favicon/.test(name)).sort(), own.sort());
  await at.context.close();
});

test("a page of another origin imports it", async (t) => {
  const root = mkdtempSync(join(tmpdir(), "selfcheck-library-"));
  t.after(() => rmSync(root, { recursive: true, force: true }));
  writeFileSync(join(root, "index.html"), "<!doctype html><title>别处</title><p>别处</p>");
  const { url } = await folder(t, root);
  const at = await open({ url, ready: "p" });
  assert.notEqual(new URL(url).origin, new URL(site).origin);
  const [text, report, errors, thrown] = await at.page.evaluate(async (address) => {
    const { default: init, assess, policy } = await import(address);
    const early = (() => { try { return assess({}); } catch (error) { return error.message; } })();
    await init();
    const profile = { format: policy().policy.document.formats.profile, as_of: "2026-06-01" };
    return [assess(JSON.stringify(profile)), assess(profile), assess({}), early];
  }, new URL("selfcheck.js", site).href);
  assert.deepEqual(JSON.parse(text), report);
  assert.equal(report.items.length, 49);
  assert.match(errors.format, /errors/);
  assert.match(thrown, /init\(\)/);
  await at.context.close();
});
