// From one build to the next on a real server: nginx with the documented lines, and a page that is open meanwhile.
import assert from "node:assert/strict";
import { cpSync } from "node:fs";
import { test } from "node:test";

import { UNDER_A_PATH, serve, skip } from "../support/nginx.mjs";
import { copy, next } from "../support/versions.mjs";
import { journey, open } from "./support.mjs";

const built = process.env.SITE_DIR;
const style = (page) => page.evaluate(() => document.querySelector('link[rel="stylesheet"]').getAttribute("href"));

for (const serviceWorkers of ["allow", "block"]) {
  const kind = serviceWorkers === "allow" ? "that keeps a copy" : "that keeps nothing";
  test(`a page ${kind} goes on through an upgrade, and the next visit is the new build`, { skip }, async (t) => {
    const root = copy(t, built);
    const { url } = await serve(t, root);
    const at = await open({ url, serviceWorkers });
    if (serviceWorkers === "allow") await at.page.evaluate(() => navigator.serviceWorker.ready);
    const first = await style(at.page);
    const newer = next(t, built);
    cpSync(newer.folder, root, { recursive: true });
    await journey(at, at.page);
    await at.go("#/workspace");
    await at.page.getByLabel("选择文件").waitFor({ state: "attached" });
    await at.go("#/embed");
    await at.page.locator(".code").first().waitFor();
    assert.equal(await style(at.page), first);
    if (serviceWorkers === "allow") {
      await at.page.reload();
      await Promise.all([at.page.waitForEvent("load"), at.page.getByRole("button", { name: "现在更新" }).click()]);
    } else {
      await at.page.reload();
    }
    await at.page.getByRole("navigation").first().waitFor();
    assert.equal(await style(at.page), newer.style);
    await at.close();
  });
}

test("under a path of another site the journey is the same", { skip }, async (t) => {
  const { url } = await serve(t, built, UNDER_A_PATH);
  const at = await open({ url: new URL("selfcheck/", url).href, serviceWorkers: "allow" });
  assert.match(await journey(at, at.page), /¥4,200,000\.00/);
  await at.page.evaluate(() => navigator.serviceWorker.ready);
  await at.context.setOffline(true);
  await at.page.reload();
  await at.page.getByText("¥4,200,000.00").first().waitFor();
  await at.close();
});
