// The library in a page of one's own: the example that the documentation shows.
import assert from "node:assert/strict";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import { folder } from "../support/host.mjs";
import { open } from "./support.mjs";

test("the example answers, and asks the network for its own files alone", async (t) => {
  const root = mkdtempSync(join(tmpdir(), "selfcheck-library-"));
  t.after(() => rmSync(root, { recursive: true, force: true }));
  const example = fileURLToPath(new URL("../../examples/library.html", import.meta.url));
  cpSync(example, join(root, "index.html"));
  for (const name of ["selfcheck.js", "selfcheck_bg.wasm"]) cpSync(join(process.env.DOOR_DIR, name), join(root, name));
  const { url } = await folder(t, root);

  const at = await open({ url, ready: "li" });
  const lines = async () => (await at.page.getByRole("list").innerText()).split("\n");
  assert.ok((await lines()).includes("科技人才创办企业：两年内获股权投资: insufficient_facts"));
  assert.ok((await lines()).includes("孵化器和园区年度支持: not_eligible"));
  await at.page.getByLabel("主体类型").selectOption("孵化器");
  await at.page.getByText("孵化器和园区年度支持: insufficient_facts").waitFor();
  const asked = await at.page.evaluate(() => performance.getEntriesByType("resource").map((entry) => entry.name));
  assert.deepEqual(asked.filter((name) => !/favicon/.test(name)).sort(), [new URL("selfcheck.js", url).href, new URL("selfcheck_bg.wasm", url).href]);
  await at.context.close();
});
