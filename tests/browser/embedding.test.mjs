// The self-check in a page of another origin, whose security policy allows the site's script and frame and nothing else.
import assert from "node:assert/strict";
import { statSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { host } from "../support/host.mjs";
import { answers, journey, open, site } from "./support.mjs";

/** Notes every event of the elements on the page. */
const NOTING = `
  window.heard = [];
  for (const name of ["ready", "resize", "result"]) {
    addEventListener(name, ({ target, detail }) => {
      if (target.localName === "policy-selfcheck") window.heard.push({ name, id: target.id, detail });
    }, true);
  }`;

async function embedded(t, body, options = {}) {
  const url = await host(t, site, { body, script: NOTING });
  const context = await options.context?.();
  const at = await open({ url, ready: "policy-selfcheck iframe", ...options, context: undefined });
  const frame = async (nth = 0) => {
    const handle = await at.page.locator("policy-selfcheck iframe").nth(nth).elementHandle();
    const frame = await handle.contentFrame();
    await frame.getByRole("navigation").first().waitFor();
    return frame;
  };
  const heard = (name) => at.page.evaluate((name) => window.heard.filter((one) => one.name === name), name);
  const element = (id = "one") => at.page.locator(`#${id}`);
  return { ...at, context: at.context ?? context, frame, heard, element };
}

const set = (element, name, value) => element.evaluate((node, [name, value]) => node.setAttribute(name, value), [name, value]);

/** Waits until something holds in the test's own words. */
async function until(what, holds) {
  for (let times = 0; times < 400; times += 1) {
    if (await holds()) return;
    await new Promise((done) => setTimeout(done, 50));
  }
  assert.fail(what);
}

test("a page of another origin embeds the whole journey", async (t) => {
  const at = await embedded(t, `<h1>某市科技局</h1><policy-selfcheck id="one" start="check" height="auto"></policy-selfcheck>`);
  const frame = await at.frame();
  await until("ready", async () => (await at.heard("ready")).length === 1);
  const [{ detail }] = await at.heard("ready");
  assert.deepEqual(Object.keys(detail).sort(), ["digest", "engine", "policy", "protocol"]);
  assert.match(await frame.evaluate(() => location.hash), /^#\/check/);

  const words = await journey(answers(frame), frame);
  assert.match(words, /¥4,200,000\.00/);
  assert.deepEqual(await at.heard("result"), [], "nothing is told unasked");
  await until("as tall as its content", async () => {
    const [inside, outside] = [await frame.evaluate(() => Math.ceil(document.body.getBoundingClientRect().height)),
      await at.page.locator("iframe").evaluate((frame) => frame.clientHeight)];
    return inside === outside;
  });
  assert.ok(await frame.evaluate(() => document.scrollingElement.scrollHeight <= innerHeight), "the frame does not scroll");
  assert.equal((await at.heard("ready")).length, 1);
  await at.close();
});

test("theme, language, colours and start page follow the attributes while it runs", async (t) => {
  const at = await embedded(t, `<policy-selfcheck id="one" lang="en" theme="dark" accent="#8a1c1c" accent-contrast="rgb(255 250 240)"
    ground="expression(1)" typeface="Georgia, serif" height="500px"></policy-selfcheck>`);
  const frame = await at.frame();
  const root = () => frame.evaluate(() => {
    const style = getComputedStyle(document.documentElement);
    const value = (name) => style.getPropertyValue(name).trim();
    return [document.documentElement.dataset.theme, document.documentElement.lang, value("--accent"),
      document.documentElement.style.getPropertyValue("--ground"), value("--typeface")];
  });
  assert.deepEqual(await root(), ["dark", "en", "#8a1c1c", "", "Georgia, serif"]);
  assert.equal(await at.element().evaluate((node) => node.clientHeight), 500);
  await set(at.element(), "theme", "light");
  await set(at.element(), "lang", "zh-CN");
  await at.element().evaluate((node) => node.removeAttribute("accent"));
  await until("the new look", async () => {
    const [theme, lang, accent] = await root();
    return theme === "light" && lang.startsWith("zh") && accent !== "#8a1c1c";
  });
  await set(at.element(), "start", "5.1");
  await frame.getByRole("heading", { level: 1, name: "重大技术成果落地产业化" }).waitFor();
  await answers(frame).choose(/有没有成果转化项目/, "有");
  await frame.getByRole("group", { name: /重大经济、社会价值/ }).waitFor();
  await at.close();
});

test("the report goes out only after the user agrees, once for each agreement", async (t) => {
  const at = await embedded(t, `<policy-selfcheck id="one" start="result" roles="tech_enterprise"></policy-selfcheck>`);
  const frame = await at.frame();
  await until("ready", async () => (await at.heard("ready")).length === 1);
  const ask = () => at.element().evaluate((node) => node.requestResult());
  const notice = frame.getByRole("alert").filter({ hasText: "请求取得您的测算结果" });
  await ask();
  await notice.waitFor();
  assert.ok((await notice.innerText()).includes(new URL(at.page.url()).origin), "it says who asks");
  await notice.getByRole("button", { name: "不同意" }).click();
  await notice.waitFor({ state: "detached" });
  assert.deepEqual(await at.heard("result"), []);
  await ask();
  await notice.getByRole("button", { name: "同意，交出结果" }).click();
  await until("the result", async () => (await at.heard("result")).length === 1);
  const [{ detail }] = await at.heard("result");
  assert.ok(detail.items.length > 40 && detail.policy, "it is the report");
  const json = await frame.evaluate(() => location.hash);
  assert.equal(json, "#/result");
  await notice.waitFor({ state: "detached" });
  await at.close();
});

test("messages of other windows, origins and versions are ignored on both sides", async (t) => {
  const at = await embedded(t, `<policy-selfcheck id="one" start="result" theme="light"></policy-selfcheck>
    <iframe id="stranger" src="${site}"></iframe>`);
  const frame = await at.frame();
  await until("ready", async () => (await at.heard("ready")).length === 1);
  const before = (await at.heard("resize")).length;
  // A window of the right origin that is not the element's frame, and the host page itself.
  const stranger = at.page.frames().find((one) => one !== frame && one.url().startsWith(site));
  const forged = [{ type: "result", report: { forged: true } }, { type: "resize", height: 987654 }, { type: "ready" }];
  for (const message of forged) {
    await stranger.evaluate((message) => parent.postMessage({ selfcheck: 1, ...message }, "*"), message);
    await at.page.evaluate((message) => postMessage({ selfcheck: 1, ...message }, "*"), message);
  }
  // The right window and origin with another version of the protocol, or none, or no object at all.
  for (const message of [{ selfcheck: 2, type: "result", report: 1 }, { type: "result", report: 1 }, null, "result"]) {
    await frame.evaluate((message) => parent.postMessage(message, "*"), message);
  }
  // To the frame: from itself and from a window that is not around it; and what is no message.
  await frame.evaluate(() => postMessage({ selfcheck: 1, type: "options", options: { theme: "dark" } }, "*"));
  await stranger.evaluate(() => parent.frames[0].postMessage({ selfcheck: 1, type: "ask" }, "*"));
  for (const message of [{ selfcheck: 2, type: "options", options: { theme: "dark" } }, { selfcheck: 1 }, 7, null,
    { selfcheck: 1, type: "options", options: 5 }, { selfcheck: 1, type: "options", options: { theme: {}, lang: [] } }]) {
    await at.page.evaluate((message) => document.querySelector("policy-selfcheck iframe").contentWindow.postMessage(message, "*"), message);
  }
  // What comes after them all has arrived, so they have.
  await set(at.element(), "lang", "en");
  await frame.waitForFunction(() => document.documentElement.lang === "en");
  assert.deepEqual(await at.heard("result"), []);
  assert.equal((await at.heard("ready")).length, 1);
  assert.ok((await at.heard("resize")).slice(before).every((one) => one.detail.height !== 987654));
  assert.equal(await frame.evaluate(() => document.documentElement.dataset.theme), "light");
  assert.equal(await frame.getByRole("alert").count(), 0);
  await at.close();
});

test("a window of another origin that takes the frame's place is not believed", async (t) => {
  const other = await host(t, site, { body: "别处", script: "parent.postMessage({ selfcheck: 1, type: 'result', report: {} }, '*')" });
  const at = await embedded(t, `<policy-selfcheck id="one"></policy-selfcheck>`);
  await at.frame();
  await at.page.evaluate((other) => { window.other = other; }, other);
  const listening = at.page.evaluate(() => new Promise((done) => addEventListener("message", ({ origin }) => {
    if (origin === new URL(window.other).origin) done(origin);
  })));
  // The host's own policy would not let it in: a page that is careless enough to allow every frame.
  const told = at.page.evaluate((other) => dispatchEvent(new MessageEvent("message", {
    source: document.querySelector("policy-selfcheck iframe").contentWindow, origin: new URL(other).origin,
    data: { selfcheck: 1, type: "result", report: {} },
  })), other);
  await Promise.all([listening, told]);
  assert.deepEqual(await at.heard("result"), []);
  await at.close();
});

test("several stand on one page, each with its own answers, and keep them over a reload", async (t) => {
  const at = await embedded(t, `<policy-selfcheck id="one" start="check" height="600px"></policy-selfcheck><p>之间</p>
    <policy-selfcheck id="two" start="check" height="600px" roles="incubator"></policy-selfcheck>`);
  await until("both ready", async () => (await at.heard("ready")).length === 2);
  const checked = async () => {
    const names = [];
    for (const nth of [0, 1]) {
      const frame = await at.frame(nth);
      await answers(frame).go("#/check/roles");
      await frame.getByRole("checkbox").first().waitFor();
      names.push(await frame.getByRole("checkbox", { checked: true }).evaluateAll((boxes) => boxes.map((box) => box.closest("label").innerText.trim())));
    }
    return names;
  };
  const frame = await at.frame(0);
  await frame.getByRole("checkbox", { name: "科技创新企业" }).check();
  const before = await checked();
  assert.match(before[0].join(), /科技创新企业/);
  assert.match(before[1].join(), /孵化器/);
  assert.equal(before[1].length, 1);
  await at.page.reload();
  await until("both ready again", async () => (await at.heard("ready")).length === 2);
  assert.deepEqual(await checked(), before);
  await at.close();
});

test("where the browser keeps nothing for frames, it works all the same", async (t) => {
  const at = await embedded(t, `<policy-selfcheck id="one" start="check"></policy-selfcheck>`);
  await at.context.addInitScript(() => {
    if (self === top) return;
    for (const name of ["localStorage", "sessionStorage", "indexedDB"]) {
      Object.defineProperty(self, name, { get() { throw new DOMException("denied", "SecurityError"); } });
    }
  });
  await at.page.reload();
  const frame = await at.frame();
  assert.ok(await frame.evaluate(() => { try { return !localStorage; } catch { return true; } }));
  assert.match(await journey(answers(frame), frame), /¥4,200,000\.00/);
  await at.close();
});

test("a skip of the page's own frame brings the host to the place, and leaves it alone otherwise", async (t) => {
  const at = await embedded(t, `<p>开头</p><policy-selfcheck id="one" start="check" height="auto"></policy-selfcheck><p>结尾</p>`, { height: 500 });
  const frame = await at.frame();
  await until("ready", async () => (await at.heard("ready")).length === 1);
  assert.equal(await at.page.evaluate(() => scrollY), 0, "nothing scrolls while it opens");
  await answers(frame).roles("科技创新企业");
  await at.page.evaluate(() => scrollTo(0, document.body.scrollHeight));
  await frame.locator("a, button").filter({ hasText: /^下一步/ }).click();
  const top = () => frame.getByRole("heading", { level: 1 }).evaluate((heading) => heading.getBoundingClientRect().top);
  await until("the new step's head is in sight", async () => {
    const at_ = await at.page.locator("iframe").evaluate((frame) => frame.getBoundingClientRect().top);
    const shown = at_ + await top();
    return shown >= -2 && shown < 500;
  });
  await at.close();
});

test("a plain frame shows the page without a script of the host", async (t) => {
  const url = await host(t, site, { body: `<iframe src="${site}#/check" title="自查" width="100%" height="700"
    sandbox="allow-scripts allow-same-origin allow-forms allow-downloads allow-modals" name='{"lang":"en","theme":"dark"}'></iframe>` });
  const at = await open({ url, ready: "iframe" });
  const frame = await (await at.page.locator("iframe").elementHandle()).contentFrame();
  await frame.getByRole("navigation").first().waitFor();
  assert.deepEqual(await frame.evaluate(() => [document.documentElement.lang, document.documentElement.dataset.theme]), ["en", "dark"]);
  await at.close();
});

test("the embed page shows the choice and gives the lines that make it", async () => {
  const at = await open({ hash: "#/embed", permissions: ["clipboard-read", "clipboard-write"] });
  await at.page.getByLabel("语言", { exact: true }).selectOption({ label: "English" });
  const code = at.page.locator(".code").first();
  await until("the code", async () => /lang="en"/.test(await code.innerText()));
  const frame = await (await at.page.locator("policy-selfcheck iframe").first().elementHandle()).contentFrame();
  await frame.waitForFunction(() => document.documentElement.lang === "en");
  await at.page.getByRole("button", { name: "复制" }).first().click();
  await at.page.getByText("已复制").first().waitFor();
  assert.equal(await at.page.evaluate(() => navigator.clipboard.readText()), await code.innerText());
  await at.close();
});

test("the element's script is small", () => {
  assert.ok(statSync(join(process.env.SITE_DIR, "embed.js.br")).size < 3000);
});
