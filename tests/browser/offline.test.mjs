// Without network: the single file, the page that stays on the machine, and the way to a newer version.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { folder } from "../support/host.mjs";
import { next } from "../support/versions.mjs";
import { journey, open, preview, site } from "./support.mjs";

const built = process.env.SITE_DIR;
const LIST = "企业名称,主体类型,成立日期\n甲公司,科技创新企业,2025-03-01\n乙公司,科技创新企业,2026-04-01\n";

/** What the served page says at the end of the journey. */
async function asServed() {
  const at = await open();
  const words = await journey(at, at.page);
  await at.close();
  return words;
}

/** A list is imported, assessed and shown. */
async function workspace(at) {
  await at.go("#/workspace");
  await at.page.getByLabel("选择文件").setInputFiles({ name: "名单.csv", mimeType: "text/csv", buffer: Buffer.from(LIST) });
  await at.page.getByRole("button", { name: "导入并测算" }).click();
  await at.page.getByText("共 2 家企业").waitFor({ timeout: 20000 });
}

/** Opens a served folder and waits until the page is kept on the machine. */
async function kept(t, from = built) {
  const server = await folder(t, from);
  const at = await open({ url: server.url, serviceWorkers: "allow" });
  await at.page.evaluate(() => navigator.serviceWorker.ready);
  await at.page.waitForFunction(() => navigator.serviceWorker.controller);
  const style = () => at.page.evaluate(() => document.querySelector('link[rel="stylesheet"]').getAttribute("href"));
  return { ...at, server, style };
}

const offer = (page) => page.getByRole("status").filter({ hasText: "本页有新版本" });

/** Lets the browser look for a newer version. */
const look = (page) => page.evaluate(async () => {
  const registration = await navigator.serviceWorker.getRegistration();
  await registration.update().catch(() => {});
});

test("the single file does all that the served page does, from a folder and without network", async () => {
  const words = await asServed();
  const url = pathToFileURL(join(built, "standalone.html")).href;
  const asked = [];
  const at = await open({ url: "about:blank", ready: "html", offline: true });
  at.context.on("request", (request) => asked.push(request.url()));
  await at.page.goto(url);
  await at.page.getByRole("navigation").first().waitFor();
  assert.equal(await journey(at, at.page), words);
  await at.page.reload();
  await at.page.getByText("¥4,200,000.00").first().waitFor();
  await workspace(at);
  await at.go("#/embed");
  await at.page.getByText("您打开的是单个文件").waitFor();
  const others = asked.filter((address) => !address.startsWith(url) && !address.startsWith("blob:") && !address.startsWith("data:"));
  assert.deepEqual(others, []);
  await at.close();
});

test("the single file's security policy lets nothing in and nothing out", async () => {
  const html = readFileSync(join(built, "standalone.html"), "utf8");
  const [, policy] = html.match(/http-equiv="Content-Security-Policy" content="([^"]+)"/);
  assert.match(policy, /^default-src 'none'; /);
  assert.match(policy, /connect-src 'none'/);
  assert.doesNotMatch(policy, /unsafe-inline|'unsafe-eval'|https?:|\*/);
  const at = await open({ url: pathToFileURL(join(built, "standalone.html")).href });
  const stopped = await at.page.evaluate((site) => fetch(site).then(() => "sent", () => "stopped"), site);
  assert.equal(stopped, "stopped");
  const ran = await at.page.evaluate(() => {
    const script = document.createElement("script");
    try { script.textContent = "window.ran = true"; document.head.append(script); } catch { return "refused"; }
    return window.ran ? "ran" : "refused";
  });
  assert.equal(ran, "refused");
  await at.context.close();
});

test("after one visit everything works with the network off", async (t) => {
  const words = await asServed();
  const at = await kept(t);
  at.server.exchange("/nowhere");
  await at.context.setOffline(true);
  await at.page.reload();
  await at.page.getByRole("navigation").first().waitFor();
  assert.equal(await journey(at, at.page), words);
  await workspace(at);
  await at.go("#/text");
  await at.page.getByRole("heading", { level: 1 }).waitFor();
  await at.close();
});

test("a newer version is offered, never forced, and takes the answers along", async (t) => {
  const at = await kept(t);
  const first = await at.style();
  await journey(at, at.page);
  const newer = next(t, built);
  at.server.exchange(newer.folder);
  await look(at.page);
  await offer(at.page).waitFor();
  assert.equal(await at.style(), first, "the open page is the old one");
  await at.page.getByRole("button", { name: "以后再说" }).click();
  await offer(at.page).waitFor({ state: "detached" });
  await at.page.reload();
  await at.page.getByText("¥4,200,000.00").first().waitFor();
  assert.equal(await at.style(), first, "opening the page again does not force it either");
  await offer(at.page).waitFor();
  await Promise.all([at.page.waitForEvent("load"), at.page.getByRole("button", { name: "现在更新" }).click()]);
  await at.page.getByText("¥4,200,000.00").first().waitFor();
  assert.equal(await at.style(), newer.style);
  await at.close();
});

test("an update that would lose a list of the workspace says so first", async (t) => {
  const at = await kept(t);
  await workspace(at);
  const newer = next(t, built);
  at.server.exchange(newer.folder);
  await look(at.page);
  await offer(at.page).waitFor();
  await at.page.getByRole("button", { name: "现在更新" }).click();
  await at.page.getByText("工作台里的名单没有保存在这台设备上，更新后会丢失").waitFor();
  await at.page.getByText("共 2 家企业").waitFor();
  await Promise.all([at.page.waitForEvent("load"), at.page.getByRole("button", { name: "丢弃名单并更新" }).click()]);
  await at.page.getByRole("navigation").first().waitFor();
  assert.equal(await at.style(), newer.style);
  await at.close();
});

test("a window that stays open for days hears of a newer version when its user comes back", async (t) => {
  const at = await kept(t);
  at.server.exchange(next(t, built).folder);
  const comeBack = () => at.page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
  at.server.asked.length = 0;
  await comeBack();
  await at.page.evaluate(() => { const now = Date.now; Date.now = () => now() + 25 * 3600 * 1000; });
  assert.deepEqual(at.server.asked, [], "not each time");
  await comeBack();
  await offer(at.page).waitFor();
  await at.close();
});

test("a window of the old version goes on, with files that the server no longer has", async (t) => {
  const at = await kept(t);
  const first = await at.style();
  const other = await at.context.newPage();
  await other.goto(at.server.url);
  await other.getByRole("navigation").first().waitFor();
  const newer = next(t, built);
  at.server.exchange(newer.folder);
  await look(other);
  await Promise.all([other.waitForEvent("load"), other.getByRole("button", { name: "现在更新" }).click()]);
  await other.getByRole("navigation").first().waitFor();
  assert.equal(await other.evaluate(() => document.querySelector('link[rel="stylesheet"]').getAttribute("href")), newer.style);
  assert.equal(await at.style(), first);
  at.server.exchange("/nowhere");
  await workspace(at);
  await at.close();
});

test("a newer version that arrives damaged is not taken", async (t) => {
  const at = await kept(t);
  const first = await at.style();
  at.server.exchange(next(t, built, { damaged: true }).folder);
  await look(at.page);
  await at.page.evaluate(async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    while (registration.installing) await new Promise((done) => setTimeout(done, 50));
  });
  await at.page.reload();
  await at.page.getByRole("navigation").first().waitFor();
  assert.equal(await at.style(), first);
  assert.equal(await offer(at.page).count(), 0);
  await at.context.close();
});

test("every request of a first visit is one of these, and none comes once the copy for times without network is there", async (t) => {
  const at = await kept(t);
  const text = readFileSync(join(built, "sw.js"), "utf8");
  const names = JSON.parse(text.match(/const FILES = (\[[\s\S]*?\n\]);/)[1].replace(/,\n\]/, "\n]")).map(([name]) => `/${name.replace("./", "")}`);
  const page = ["/", ...names.filter((name) => /^\/(app|boot|style)-|^\/snippets\//.test(name))];
  const wanted = [...new Set([...page, ...names, "/sw.js", "/manifest.webmanifest"])].sort();
  await at.page.waitForLoadState("networkidle");
  const asked = () => [...new Set(at.server.asked.splice(0))].sort();
  assert.deepEqual(asked().filter((name) => name !== "/favicon.ico"), wanted);
  await journey(at, at.page);
  for (const hash of ["#/text", "#/saved", "#/", "#/check"]) await at.go(hash);
  await at.result();
  await workspace(at);
  await at.go("#/embed");
  await preview(at.page);
  assert.deepEqual(asked(), []);
  await at.close();
});

test("where there is no such copy, every request of a visit is one of these, and none comes once it is loaded", async () => {
  const asked = [];
  const at = await open({ url: "about:blank", ready: "html" });
  at.context.on("request", (request) => asked.push(request.url()));
  await at.page.goto(site);
  await at.page.getByRole("navigation").first().waitFor();
  await at.page.waitForLoadState("networkidle");
  const named = () => asked.splice(0).map((address) => {
    assert.ok(address.startsWith(site), `${address} is another origin's`);
    return address.slice(site.length).replace(/^\//, "").replace(/-[0-9a-f]{16}/, "");
  }).sort();
  const first = named().filter((name) => !name.startsWith("snippets/") && !name.startsWith("icon"));
  assert.deepEqual(first, ["", "app.js", "app.wasm", "boot.js", "result.wasm", "seldom.wasm", "style.css", "text.wasm"]);
  await journey(at, at.page);
  for (const page of ["#/text", "#/saved", "#/", "#/check", "#/result"]) await at.go(page);
  await at.page.getByRole("button", { name: /深色|浅色|大字/ }).first().click();
  assert.deepEqual(named(), [], "the journey asks for nothing");
  await workspace(at);
  const opened = named();
  assert.deepEqual([...new Set(opened)], ["roster.js", "roster.wasm", "worker.js", "workspace.css", "workspace.wasm"]);
  await at.page.getByRole("button", { name: /甲公司/ }).first().click();
  await at.go("#/workspace");
  assert.deepEqual(named(), [], "nor does the work in the workspace");
  await at.close();
});

test("the page may use nothing of the browser but writing to the clipboard", async () => {
  const at = await open();
  assert.deepEqual(await at.page.evaluate(() => document.featurePolicy.allowedFeatures()), ["clipboard-write"]);
  await at.close();
});

test("the page can be installed as an app", async () => {
  const manifest = JSON.parse(readFileSync(join(built, "manifest.webmanifest"), "utf8"));
  const at = await open();
  const link = await at.page.locator('link[rel="manifest"]').getAttribute("href");
  assert.equal(new URL(link, site).href, new URL("manifest.webmanifest", `${site}/`).href);
  for (const icon of manifest.icons) {
    const bytes = readFileSync(join(built, icon.src));
    if (icon.type !== "image/png") continue;
    const side = Number(icon.sizes.split("x")[0]);
    assert.deepEqual([bytes.readUInt32BE(16), bytes.readUInt32BE(20)], [side, side]);
    const drawn = await at.page.evaluate(async (url) => {
      const image = new Image();
      image.src = url;
      await image.decode();
      return image.naturalWidth;
    }, `data:image/png;base64,${bytes.toString("base64")}`);
    assert.equal(drawn, side);
  }
  await at.close();
});
