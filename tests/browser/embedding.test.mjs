// The self-check in a page of another origin, whose security policy allows the site's script and frame and nothing else.
import assert from "node:assert/strict";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { integrity } from "../support/versions.mjs";
import { host } from "../support/host.mjs";
import { answers, journey, open, preview, site } from "./support.mjs";

/** Notes every event of the elements on the page. */
const NOTING = `
  window.heard = [];
  for (const name of ["ready", "resize", "result"]) {
    addEventListener(name, ({ target, detail }) => {
      if (target.localName === "policy-selfcheck") window.heard.push({ name, id: target.id, detail });
    }, true);
  }`;

async function embedded(t, body, options = {}) {
  const url = await host(t, site, { body, script: NOTING + (options.script ?? ""), attributes: options.attributes });
  const context = await options.context?.();
  const at = await open({ url, ready: "policy-selfcheck iframe", ...options, context: undefined, script: undefined, attributes: undefined });
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

/** Where something in the frame stands in the window of the host. */
async function inWindow(at, inside) {
  const outer = await at.page.locator("policy-selfcheck iframe").evaluate((frame) => frame.getBoundingClientRect().top);
  return outer + await inside.evaluate((node) => node.getBoundingClientRect().top);
}

for (const [kind, height] of [["as tall as its content", "auto"], ["with a height of its own, scrolled inside", "500px"]]) {
  test(`the question comes into sight and takes the focus: a frame ${kind}`, async (t) => {
    const at = await embedded(t, `<policy-selfcheck id="one" start="result" height="${height}"></policy-selfcheck>
      ${"<br>".repeat(80)}<button id="send">取得结果</button>`, { height: 700,
      script: `addEventListener("click", ({ target }) => target.id === "send" && document.querySelector("#one").requestResult());` });
    const frame = await at.frame();
    await until("ready", async () => (await at.heard("ready")).length === 1);
    await frame.evaluate(() => scrollTo(0, document.body.scrollHeight));
    const notice = frame.locator("#frame-ask");
    const shown = async (what) => until(what, async () => {
      const top = await inWindow(at, notice).catch(() => -1);
      return top >= -1 && top < 600 && await notice.evaluate((node) => document.activeElement === node && document.hasFocus());
    });
    await at.page.locator("#send").click();
    await shown("the question");
    await notice.getByRole("button", { name: "同意，交出结果" }).click();
    await frame.getByRole("status").filter({ hasText: `已把这一次的结果交给 ${new URL(at.page.url()).origin}` }).waitFor();
    await shown("the confirmation");
    await notice.getByRole("button", { name: "知道了" }).click();
    await notice.waitFor({ state: "detached" });
    assert.equal(await frame.evaluate(() => document.activeElement.id), "main", "the focus is not lost");
    await at.close();
  });
}

test("a visitor who has refused can end the asking", async (t) => {
  const at = await embedded(t, `<policy-selfcheck id="one" start="result"></policy-selfcheck>`);
  const frame = await at.frame();
  await until("ready", async () => (await at.heard("ready")).length === 1);
  const ask = () => at.element().evaluate((node) => node.requestResult());
  const notice = frame.getByRole("alert").filter({ hasText: "请求取得您的测算结果" });
  await ask();
  await notice.waitFor();
  assert.equal(await notice.getByRole("button", { name: "不再询问" }).count(), 0);
  await notice.getByRole("button", { name: "不同意" }).click();
  await notice.waitFor({ state: "detached" });
  assert.equal(await frame.evaluate(() => document.activeElement.id), "main", "the focus is not lost");
  await ask();
  await notice.getByRole("button", { name: "不再询问" }).click();
  await notice.waitFor({ state: "detached" });
  await ask();
  // What comes after the question has arrived, so it has.
  await set(at.element(), "lang", "en");
  await frame.waitForFunction(() => document.documentElement.lang === "en");
  assert.equal(await frame.getByRole("alert").count(), 0);
  assert.deepEqual(await at.heard("result"), []);
  await at.close();
});

test("a question that comes before the frame can hear waits for it", async (t) => {
  const at = await embedded(t, `<policy-selfcheck id="one" start="result"></policy-selfcheck>`, {
    script: `customElements.whenDefined("policy-selfcheck").then(() => document.querySelector("#one").requestResult());`,
  });
  const frame = await at.frame();
  await frame.getByRole("alert").filter({ hasText: "请求取得您的测算结果" }).waitFor();
  await at.close();
});

test("a change of the start page leaves the history alone, and a change of height holds at once", async (t) => {
  const at = await embedded(t, `<policy-selfcheck id="one" start="check" height="500px"></policy-selfcheck>`);
  const frame = await at.frame();
  await until("ready", async () => (await at.heard("ready")).length === 1);
  const before = await at.page.evaluate(() => history.length);
  await set(at.element(), "start", "5.1");
  await frame.getByRole("heading", { level: 1, name: "重大技术成果落地产业化" }).waitFor();
  assert.equal(await at.page.evaluate(() => history.length), before);
  const heights = () => at.element().evaluate((node) => [node.clientHeight, node.firstElementChild.clientHeight]);
  await set(at.element(), "height", "610px");
  assert.deepEqual(await heights(), [610, 610]);
  await set(at.element(), "height", "auto");
  await until("as tall as its content", async () => {
    const inside = await frame.evaluate(() => Math.ceil(document.body.getBoundingClientRect().height));
    return (await heights()).every((height) => height === inside);
  });
  await set(at.element(), "height", "300px");
  assert.deepEqual(await heights(), [300, 300]);
  await at.close();
});

test("the script can be pinned by its digest", async (t) => {
  const digest = integrity(readFileSync(join(process.env.SITE_DIR, "embed.js")));
  const at = await embedded(t, `<policy-selfcheck id="one"></policy-selfcheck>`, { attributes: `integrity="${digest}" crossorigin="anonymous"` });
  await at.frame();
  await until("ready", async () => (await at.heard("ready")).length === 1);
  await at.close();
});

test("every request of an embedded journey is one of these, none comes once all is loaded, and nothing is installed", async (t) => {
  const asked = [];
  const at = await embedded(t, `<policy-selfcheck id="one" start="check" height="auto"></policy-selfcheck>`, { serviceWorkers: "allow" });
  at.context.on("request", (request) => asked.push(request.url()));
  await at.page.reload();
  const frame = await at.frame();
  await until("ready", async () => (await at.heard("ready")).length === 1);
  await at.page.waitForLoadState("networkidle");
  const named = () => asked.splice(0).map((address) => address.replace(site, "").replace(/^\//, "").replace(/-[0-9a-f]{16}/, "")).sort();
  const own = ["", "page.js"].map((name) => new URL(name, at.page.url()).href);
  const wanted = ["", "app.js", "app.wasm", "boot.js", "embed.js", "result.wasm", "seldom.wasm", "style.css", "text.wasm", ...own].sort();
  assert.deepEqual(named().filter((name) => !/^snippets\/|favicon/.test(name)), wanted);
  await journey(answers(frame), frame);
  assert.deepEqual(named(), [], "the journey asks for nothing");
  assert.equal(await frame.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length), 0);
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
  await frame.getByRole("note").filter({ hasText: "这里的回答会丢失" }).waitFor();
  assert.match(await journey(answers(frame), frame), /¥4,200,000\.00/);
  await at.close();
});

for (const [kind, wrap] of [["plain", (frame) => frame], ["taken over by the element", (frame) => `<policy-selfcheck id="one">${frame}</policy-selfcheck>`]]) {
  test(`a frame that is ${kind} keeps its answers over a reload of the page around`, async (t) => {
    const body = wrap(`<iframe src="${site}#/check" title="自查" width="100%" height="700"
      sandbox="allow-scripts allow-same-origin allow-forms allow-downloads allow-modals"></iframe>`);
    const at = await open({ url: await host(t, site, { body }), ready: "iframe" });
    const inside = async () => {
      const frame = await (await at.page.locator("iframe").elementHandle()).contentFrame();
      return frame.getByRole("checkbox", { name: "科技创新企业" });
    };
    await (await inside()).check();
    assert.equal(await (await inside()).page().locator("iframe").evaluate((frame) => frame.clientHeight), 700);
    await at.page.reload();
    await (await inside()).waitFor();
    assert.ok(await (await inside()).isChecked());
    if (wrap("") !== "") assert.equal(await at.page.locator("iframe").evaluate((frame) => getComputedStyle(frame).borderTopWidth), "0px");
    await at.close();
  });
}

test("what a host chooses for its frame does not become the visitor's own choice", async (t) => {
  const at = await open({ hash: "#/embed" });
  await at.page.getByLabel("语言", { exact: true }).selectOption({ label: "English" });
  await at.page.getByLabel("明暗", { exact: true }).selectOption({ label: "深色" });
  const frame = at.page.frameLocator("policy-selfcheck iframe");
  await frame.getByRole("button", { name: "Large" }).click();
  assert.deepEqual(await at.page.evaluate(() => JSON.parse(localStorage.getItem("policy-selfcheck/display"))), { dark: null, large: true, english: false });
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

test("the embed page shows the choice and gives the lines that make it", async (t) => {
  const at = await open({ hash: "#/embed", permissions: ["clipboard-read", "clipboard-write"] });
  await at.page.getByLabel("语言", { exact: true }).selectOption({ label: "English" });
  const code = at.page.locator(".code").first();
  await until("the code", async () => /lang="en"/.test(await code.innerText()));
  const frame = await (await at.page.locator("policy-selfcheck iframe").first().elementHandle()).contentFrame();
  await frame.waitForFunction(() => document.documentElement.lang === "en");
  await at.page.getByRole("button", { name: "复制" }).first().click();
  await at.page.getByText("已复制").first().waitFor();
  // The page itself may not read what was copied.
  const other = await at.context.newPage();
  await other.goto(await host(t, site, { body: "别处" }));
  await other.bringToFront();
  assert.equal(await other.evaluate(() => navigator.clipboard.readText()), await code.innerText());
  await at.close();
});

test("the embed page pins the script, says how to hear of the result, and leaves out what is no typeface", async () => {
  const at = await open({ hash: "#/embed" });
  const code = at.page.locator(".code").first();
  const says = (what, pattern) => until(what, async () => pattern.test(await code.innerText()));
  await code.waitFor();
  assert.doesNotMatch(await code.innerText(), /theme=|integrity=/);
  await at.page.getByLabel(/锁定此版本/).check();
  const digest = integrity(readFileSync(join(process.env.SITE_DIR, "embed.js")));
  await until("the digest", async () => (await code.innerText()).includes(`embed.js" integrity="${digest}" crossorigin="anonymous" async`));
  await at.page.getByLabel("明暗", { exact: true }).selectOption({ label: "随系统" });
  await says("the theme", / theme="auto"/);
  await at.page.getByText("取得测算结果（须访客同意）").click();
  await at.page.getByText("check.requestResult()").waitFor();
  await at.page.getByText("颜色和字体").click();
  await at.page.getByLabel(/^字体/).fill("url(x)");
  await at.page.getByText("浏览器不认得这样写的字体").waitFor();
  assert.doesNotMatch(await code.innerText(), /typeface/);
  await at.page.getByLabel(/^字体/).fill("Georgia, serif");
  await says("the typeface", / typeface="Georgia, serif"/);
  await at.page.getByLabel("文字", { exact: true }).fill("#1b2431");
  await at.page.getByText(/^深色：文字与底色/).waitFor();
  assert.equal(await at.page.getByText(/^浅色：文字与底色/).count(), 0);
  await at.page.getByLabel("明暗", { exact: true }).selectOption({ label: "浅色" });
  await at.page.getByText(/^深色：文字与底色/).waitFor({ state: "detached" });
  await at.close();
});

test("the preview begins with the roles that are chosen, whatever was tried in it before", async () => {
  const at = await open({ hash: "#/embed" });
  const role = (name) => at.page.frameLocator("policy-selfcheck iframe").getByRole("checkbox", { name }).first();
  await role("科技创新企业").check();
  await at.page.reload();
  await role("科技创新企业").waitFor();
  assert.ok(!await role("科技创新企业").isChecked());
  await at.page.getByText("预先选好身份").click();
  await at.page.locator(".embed-roles").getByLabel("孵化器", { exact: true }).check();
  await until("the role", async () => await role("孵化器").isChecked().catch(() => false) && !await role("科技创新企业").isChecked());
  await at.close();
});

test("the preview begins when it comes into sight, and what was chosen is still there later", async () => {
  const at = await open({ hash: "#/embed", width: 375, height: 500 });
  await at.page.getByLabel("明暗", { exact: true }).selectOption({ label: "深色" });
  await at.page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn))));
  assert.equal(await at.page.locator("iframe, script[src$='embed.js']").count(), 0);
  await preview(at.page);
  assert.equal(await at.page.frameLocator("policy-selfcheck iframe").locator("html").getAttribute("data-theme"), "dark");
  await at.go("#/text");
  await at.page.getByRole("heading", { level: 1 }).waitFor();
  await at.go("#/embed");
  await preview(at.page);
  assert.match(await at.page.locator(".code").first().innerText(), / theme="dark"/);
  await at.close();
});

test("the element's script is small", () => {
  assert.ok(statSync(join(process.env.SITE_DIR, "embed.js.br")).size < 3000);
});
