// What is kept on the machine, files and links.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { crc32 } from "node:zlib";

import { letters, open, preview, site } from "./support.mjs";

async function project(at) {
  await at.roles("科技创新企业");
  await at.type(/单位名称/, "星图科技");
  await at.step("成果转化项目");
  await at.choose(/有没有成果转化项目/, "有");
  await at.type(/^名称/, "机器人");
  await at.choose(/是科技成果产业化/, "是");
  await at.choose(/重大经济、社会价值/, "是");
  await at.type(/研发费用/, "600万");
  await at.result();
}

/** What the focus is on: its id, or the name of its tag. */
const focused = (page) => page.evaluate(() => document.activeElement.id || document.activeElement.tagName);

async function save(at, name) {
  await at.go("#/saved");
  await at.page.getByRole("textbox", { name: /起个名字/ }).fill(name);
  await at.page.getByRole("button", { name: "保存", exact: true }).click();
  await at.page.getByText(`正在编辑“${name}”`).waitFor();
}

const stored = (page) => page.evaluate(() => Object.keys(localStorage));

async function download(at, name) {
  const waiting = at.page.waitForEvent("download");
  await at.page.getByRole("button", { name }).click();
  return readFileSync(await (await waiting).path(), "utf8");
}

test("nothing is stored before the user says so; what is saved outlives the tab", async () => {
  const at = await open();
  await project(at);
  assert.deepEqual(await stored(at.page), []);
  await at.go("#/saved");
  await at.page.getByRole("textbox", { name: /起个名字/ }).fill("第一份");
  await at.page.getByRole("button", { name: "保存", exact: true }).click();
  await at.page.getByText("正在编辑“第一份”").waitFor();
  await at.go("#/check/projects");
  await at.type(/房租费用/, "80万");
  const second = await at.context.newPage();
  await second.goto(`${site}/#/saved`);
  await second.getByRole("button", { name: "打开" }).click();
  await second.getByRole("heading", { name: "自查结果" }).waitFor();
  assert.match(await second.locator(".headline").innerText(), /2,040,000/, "the rent was saved by itself");
  await at.close();
});

test("drafts are renamed, duplicated and deleted; forgetting wipes the machine", async () => {
  const at = await open();
  await project(at);
  await at.go("#/saved");
  await at.page.getByRole("button", { name: "保存", exact: true }).click();
  await at.page.getByText("正在编辑“星图科技”").waitFor();
  await at.page.getByRole("button", { name: "复制" }).click();
  assert.equal(await at.page.locator(".saved-row").count(), 2);
  await at.page.getByRole("button", { name: "改名" }).last().click();
  await at.page.getByRole("textbox", { name: "新名字" }).fill("乙");
  await at.page.getByRole("button", { name: "改名" }).last().click();
  assert.match(await at.page.locator(".saved-row").last().innerText(), /^乙/);
  await at.page.locator(".saved-row").last().getByRole("button", { name: "删除" }).click();
  await at.page.locator(".saved-row").last().getByRole("button", { name: "删除" }).click();
  assert.equal(await at.page.locator(".saved-row").count(), 1);
  await at.result();
  await at.page.getByRole("button", { name: "清空，重新开始" }).click();
  await at.page.getByRole("button", { name: "确定清空" }).click();
  assert.deepEqual(await stored(at.page), []);
  await at.close();
});

test("two windows do not overwrite each other silently", async () => {
  const at = await open();
  await project(at);
  await at.go("#/saved");
  await at.page.getByRole("button", { name: "保存", exact: true }).click();
  await at.page.getByText("正在编辑").waitFor();
  const other = await at.context.newPage();
  await other.goto(`${site}/#/saved`);
  await other.getByRole("button", { name: "打开" }).click();
  await other.getByRole("heading", { name: "自查结果" }).waitFor();
  await other.evaluate(() => { location.hash = "#/check/projects"; });
  await other.getByRole("textbox", { name: /装修费用/ }).fill("100万");
  const notice = at.page.getByRole("alert").filter({ hasText: "另一个窗口刚改过" });
  await notice.waitFor();
  await at.go("#/check/projects");
  await at.type(/房租费用/, "50万");
  await notice.getByRole("button", { name: /另存为副本/ }).click();
  await at.go("#/saved");
  assert.equal(await at.page.locator(".saved-row").count(), 2);
  await at.close();
});

test("a file goes out and comes back the same; a broken one is refused with every reason", async () => {
  const at = await open();
  await project(at);
  await at.go("#/saved");
  const first = await download(at, "存为填报文件");
  assert.equal(JSON.parse(first).applicant.name, "星图科技");
  const load = at.page.locator("input[type=file]");
  await load.setInputFiles({ name: "x.json", mimeType: "application/json", buffer: Buffer.from('{"format":"x","projects":7}') });
  const faults = at.page.getByRole("alert");
  await faults.waitFor();
  for (const words of ["不是本政策的填报文件", "测算日：", "成果转化项目：内容的类型不对"]) assert.ok((await faults.innerText()).includes(words), words);
  assert.doesNotMatch(await faults.innerText(), /[A-Za-z/]/);
  await at.page.getByRole("button", { name: "English" }).click();
  assert.doesNotMatch(await faults.innerText(), /[\u4e00-\u9fff]/, "the refusal speaks the language of the page");
  const report = { format: "changping-report/1", policy: {}, items: [] };
  await load.setInputFiles({ name: "r.json", mimeType: "application/json", buffer: Buffer.from(JSON.stringify(report)) });
  await at.page.getByText("is a result and cannot be loaded").waitFor();
  assert.equal(await faults.getByRole("listitem").count(), 1, "of a saved result nothing else is told");
  await load.setInputFiles({ name: "z.json", mimeType: "application/json", buffer: Buffer.from("]") });
  await at.page.getByText("This is no profile file").waitFor();
  assert.doesNotMatch(await faults.innerText(), /line 1|[\u4e00-\u9fff]/);
  await at.page.getByRole("button", { name: "中文" }).click();
  await at.page.getByText("这不是填报文件").waitFor();
  const changed = first.replace('"6000000"', '"7000000"');
  await load.setInputFiles({ name: "y.json", mimeType: "application/json", buffer: Buffer.from(changed) });
  await at.page.getByRole("button", { name: "替换" }).click();
  await at.page.getByRole("heading", { name: "自查结果" }).waitFor();
  assert.match(await at.page.locator(".headline").innerText(), /2,100,000/);
  await at.go("#/saved");
  assert.equal(await download(at, "存为填报文件"), changed);
  await at.close();
});

test("a link made here gives the same report there, byte for byte", async () => {
  const here = await open();
  await project(here);
  const report = await download(here, /存为数据/);
  await here.go("#/saved");
  await here.page.getByRole("button", { name: "生成链接" }).click();
  const link = await here.page.getByRole("textbox", { name: "分享链接" }).inputValue();
  assert.match(link, /#\/s\/1[\w-]+$/);
  const there = await open({ url: link });
  await there.page.getByRole("heading", { name: "自查结果" }).waitFor();
  assert.equal(await download(there, /存为数据/), report);
  assert.doesNotMatch(await there.page.evaluate(() => location.href), /\/s\//);
  await there.close();
  for (const broken of [link.slice(0, -4), link.replace("#/s/1", "#/s/0"), link.replace(/.{8}$/, "AAAAAAAA"), `${site}/#/s/9x`, `${site}/#/s/!!`]) {
    const at = await open({ url: broken });
    await at.page.getByText("链接没有打开").waitFor();
    await at.close();
  }
  await here.close();
});

for (const how of ["refuses", "has none"]) {
  test(`where a browser ${how === "refuses" ? "refuses to copy" : "has no clipboard"}, the text stands selected with words that say how to copy it`, async () => {
    const at = await open();
    await at.page.addInitScript((how) => {
      const clipboard = how === "refuses" ? { writeText: () => Promise.reject(new DOMException("no", "NotAllowedError")) } : undefined;
      Object.defineProperty(Navigator.prototype, "clipboard", { get: () => clipboard });
    }, how);
    await at.page.reload();
    const told = at.page.getByRole("status").or(at.page.getByRole("alert")).filter({ hasText: /不允许自动复制.*Ctrl\+C/ });
    const selected = () => at.page.evaluate(() => {
      const on = document.activeElement;
      return on.value === undefined ? getSelection().toString() : on.value.slice(on.selectionStart, on.selectionEnd);
    });
    await project(at);
    await at.go("#/saved");
    await at.page.getByRole("button", { name: "生成链接" }).click();
    const link = await at.page.getByRole("textbox", { name: "分享链接" }).inputValue();
    await at.page.getByRole("button", { name: "复制链接" }).click();
    await told.waitFor();
    assert.equal(await selected(), link);

    await at.go("#/embed");
    const code = at.page.locator(".code").first();
    await code.waitFor();
    await preview(at.page);
    await at.page.getByRole("button", { name: "复制" }).first().click();
    await told.waitFor();
    assert.equal((await selected()).trim(), (await code.innerText()).trim());

    await at.go("#/workspace");
    const text = "企业名称,主体类型\n甲公司,高校\n";
    await at.page.getByLabel("选择文件").setInputFiles({ name: "名单.csv", mimeType: "text/csv", buffer: Buffer.from(text) });
    await at.page.getByRole("button", { name: "导入并测算" }).click();
    await at.page.getByRole("button", { name: "复制结果：甲公司" }).click();
    await told.waitFor();
    assert.match(await selected(), /甲公司[^]*昌政办发/);
    await at.page.getByRole("button", { name: "知道了" }).click();
    assert.equal(await at.page.getByRole("textbox", { name: "结果摘要" }).count(), 0);
    await at.close();
  });
}

test("the chosen display is remembered, and nothing else", async () => {
  const at = await open();
  await at.page.getByRole("button", { name: "大字" }).click();
  await at.page.getByRole("button", { name: "English" }).click();
  await at.page.reload();
  await at.page.getByRole("heading", { level: 1, name: /What this measure/ }).waitFor();
  assert.equal(await at.page.locator("html").getAttribute("data-size"), "large");
  assert.deepEqual(await stored(at.page), ["policy-selfcheck/display"]);
  await at.close();
});

test("deleting one draft asks for that one alone, says so, and leaves the focus on the next", async () => {
  const at = await open();
  await project(at);
  for (const name of ["甲", "乙", "丙"]) await save(at, name);
  const row = (name) => at.page.locator(".saved-row").filter({ hasText: name });
  await row("乙").getByRole("button", { name: "删除" }).click();
  assert.match(await focused(at.page), /^keep-/, "the focus is on the harmless answer");
  await row("乙").getByRole("button", { name: "删除" }).click();
  await row("乙").waitFor({ state: "detached" });
  assert.equal(await at.page.getByText("确定删除？").count(), 0, "no other row asks");
  assert.equal(await focused(at.page), "open-3");
  await at.page.getByRole("status").filter({ hasText: "已删除“乙”" }).waitFor({ state: "attached" });
  await row("甲").getByRole("button", { name: "改名" }).click();
  assert.equal(await focused(at.page), "name-1");
  await at.page.keyboard.press("Enter");
  await row("甲").getByRole("button", { name: "改名" }).waitFor();
  assert.equal(await focused(at.page), "rename-1");
  await at.page.getByRole("button", { name: "停止自动保存" }).click();
  assert.equal(await focused(at.page), "main");
  await at.page.getByRole("button", { name: "全部删除" }).click();
  assert.equal(await focused(at.page), "keep-drafts");
  await at.page.getByRole("button", { name: "确定全部删除" }).click();
  await at.page.getByText("还没有保存任何填报").waitFor();
  assert.equal(await focused(at.page), "drafts-title");
  assert.deepEqual(await stored(at.page), []);
  await at.result();
  assert.match(await at.page.locator(".headline").innerText(), /1,800,000/, "the present answers stay");
  await at.close();
});

/** Loads the page anew as in a browser that lets it store nothing. */
async function block(page) {
  await page.addInitScript(() => {
    for (const name of ["sessionStorage", "localStorage"]) {
      Object.defineProperty(window, name, { get() { throw new DOMException("no", "SecurityError"); } });
    }
  });
  await page.reload();
}

for (const blocked of [false, true]) {
  test(`forgetting leaves no answers behind, also for the way back${blocked ? ", where nothing can be stored" : ""}`, async () => {
    const at = await open();
    if (blocked) await block(at.page);
    await project(at);
    await at.page.reload();
    await at.page.getByText("1,800,000").first().waitFor();
    await at.page.goBack();
    await at.page.reload();
    await at.page.locator("nav").first().waitFor();
    await at.page.goForward();
    await at.page.getByText("1,800,000").first().waitFor();
    await at.go("#/saved");
    await at.page.getByRole("button", { name: "清空，重新开始" }).click();
    assert.equal(await focused(at.page), "keep-everything");
    await at.page.getByRole("button", { name: "取消" }).click();
    assert.equal(await focused(at.page), "forget-everything");
    await at.page.getByRole("button", { name: "清空，重新开始" }).click();
    await at.page.getByRole("button", { name: "确定清空" }).click();
    await at.page.getByRole("heading", { level: 1, name: /这份办法/ }).waitFor();
    assert.equal(await focused(at.page), "main");
    if (!blocked) {
      assert.deepEqual(await at.page.evaluate(() => [Object.keys(sessionStorage), Object.keys(localStorage)]), [[], []]);
    }
    await at.page.goto("about:blank");
    for (const steps of [-2, -3]) {
      await at.page.evaluate((steps) => history.go(steps), steps);
      await at.page.locator("nav").first().waitFor();
      await at.go("#/result");
      await at.page.getByRole("heading", { level: 1, name: "自查结果" }).waitFor();
      assert.doesNotMatch(await at.page.locator("main").innerText(), /1,800,000/);
      assert.equal(await at.page.evaluate(() => history.state), null);
      await at.page.goto("about:blank");
    }
    await at.close();
  });
}

test("going back and reloading at once loses nothing where nothing can be stored", async () => {
  const at = await open();
  await block(at.page);
  await project(at);
  // The page is left before it hears that the entry has changed.
  await at.page.evaluate(() => {
    window.old = true;
    addEventListener("popstate", () => location.reload(), { once: true });
    history.back();
  });
  await at.page.waitForFunction(() => !window.old && document.querySelector("nav"));
  await at.result();
  await at.page.getByText("1,800,000").first().waitFor();
  await at.close();
});

test("a draft stays open through a reload, and opening another asks before it replaces what is not kept", async () => {
  const at = await open();
  await project(at);
  await save(at, "星图");
  await at.page.reload();
  await at.page.getByText("正在编辑“星图”").waitFor();
  await at.go("#/check/projects");
  await at.type(/房租费用/, "80万");
  const rent = () => at.page.evaluate(() => localStorage.getItem("policy-selfcheck/changping-2026-6/draft/1").includes("80万"));
  assert.ok(await rent(), "the change after the reload is written");
  await at.go("#/saved");
  await at.page.getByRole("button", { name: "停止自动保存" }).click();
  await at.go("#/check/projects");
  await at.type(/房租费用/, "90万");
  await at.go("#/saved");
  await at.page.getByRole("button", { name: "打开" }).click();
  assert.equal(await focused(at.page), "keep-mine");
  await at.page.getByRole("button", { name: "保留现有回答" }).click();
  assert.equal(await focused(at.page), "open-1");
  await at.result();
  assert.match(await at.page.locator(".headline").innerText(), /2,070,000/);
  await at.go("#/saved");
  await at.page.getByRole("button", { name: "打开" }).click();
  await at.page.getByRole("button", { name: "替换" }).click();
  await at.page.getByRole("heading", { level: 1, name: "自查结果" }).waitFor();
  assert.match(await at.page.locator(".headline").innerText(), /2,040,000/);
  await at.close();
});

test("a write that fails is told, and made good when there is room again", async () => {
  const at = await open();
  await project(at);
  await save(at, "星图");
  await at.page.evaluate(() => {
    const put = Storage.prototype.setItem;
    globalThis.full = true;
    Storage.prototype.setItem = function (key, text) {
      if (globalThis.full && this === localStorage) throw new DOMException("full", "QuotaExceededError");
      put.call(this, key, text);
    };
  });
  await at.go("#/check/projects");
  await at.type(/房租费用/, "80万");
  const alert = at.page.getByRole("alert").filter({ hasText: "存储空间已满" });
  await alert.waitFor();
  await at.go("#/saved");
  await at.page.getByText("最近的改动没有保存").waitFor();
  await at.page.evaluate(() => { globalThis.full = false; });
  await alert.getByRole("button", { name: "再试一次" }).click();
  await alert.waitFor({ state: "detached" });
  await at.page.getByText("改动会自动保存").waitFor();
  assert.ok(await at.page.evaluate(() => localStorage.getItem("policy-selfcheck/changping-2026-6/draft/1").includes("80万")));
  await at.close();
});

test("a draft that another window deletes is told to be gone, and can be kept again", async () => {
  const at = await open();
  await project(at);
  await save(at, "星图");
  const other = await at.context.newPage();
  await other.goto(`${site}/#/saved`);
  await other.locator(".saved-row").getByRole("button", { name: "删除" }).click();
  await other.locator(".saved-row").getByRole("button", { name: "删除" }).click();
  const alert = at.page.getByRole("alert").filter({ hasText: "已在别处删除" });
  await alert.waitFor();
  assert.equal(await at.page.getByText("改动会自动保存").count(), 0);
  await alert.getByRole("button", { name: "重新保存" }).click();
  await at.page.getByText("正在编辑“星图”，改动会自动保存").waitFor();
  assert.equal((await stored(at.page)).length, 1);
  await at.close();
});

test("while an applicant of the list is shown, it is the own answers that are kept, whole", async () => {
  const at = await open();
  await project(at);
  const profile = { format: "changping-profile/1", as_of: "2026-06-01", applicant: { name: "甲公司", roles: ["university"] } };
  await at.page.evaluate((profile) => {
    dispatchEvent(new CustomEvent("selfcheck:applicant", { detail: JSON.stringify({ list: 1, index: 3, name: "甲公司", profile: JSON.stringify(profile) }) }));
  }, profile);
  await at.page.getByText("正在查看名单里的").waitFor();
  await at.go("#/saved");
  await at.page.getByText("不是名单里的“甲公司”").waitFor();
  await at.page.getByRole("button", { name: "保存", exact: true }).click();
  await at.page.locator(".saved-row").waitFor();
  const text = await at.page.evaluate(() => localStorage.getItem("policy-selfcheck/changping-2026-6/draft/1"));
  const [, kept] = JSON.parse(text.slice(text.indexOf(":") + 1));
  assert.equal(kept.draft.name, "星图科技");
  assert.equal(JSON.parse(kept.profile).applicant.name, "星图科技");
  const file = JSON.parse(await download(at, "存为填报文件"));
  assert.equal(file.applicant.name, "星图科技");
  await at.close();
});

test("a link holds what was not sure and what nobody can read; a file says what it cannot hold", async () => {
  const here = await open();
  await project(here);
  await here.go("#/check/projects");
  await here.type(/房租费用/, "八十");
  const unsure = (at) => at.page.locator(".field").filter({ has: at.page.getByRole("textbox", { name: /装修费用/ }) }).getByRole("checkbox");
  await unsure(here).check();
  await here.go("#/saved");
  await here.page.getByText(/填报文件装不下.*房租费用/).waitFor();
  assert.equal(JSON.parse(await download(here, "存为填报文件")).projects[0].fitout_cost, null);
  await here.page.getByRole("button", { name: "生成链接" }).click();
  const link = await here.page.getByRole("textbox", { name: "分享链接" }).inputValue();
  await here.go("#/result");
  const report = await download(here, /存为数据/);
  await here.close();
  const there = await open({ url: link });
  await there.page.getByRole("heading", { level: 1, name: "自查结果" }).waitFor();
  assert.equal(await download(there, /存为数据/), report);
  await there.go("#/check/projects");
  assert.equal(await there.page.getByRole("textbox", { name: /房租费用/ }).inputValue(), "八十");
  assert.ok(await unsure(there).isChecked());
  await there.close();
});

test("a link of another version opens and says so; answers too many for a link are told so", async () => {
  const at = await open();
  await project(at);
  await at.go("#/saved");
  const profile = JSON.parse(await download(at, "存为填报文件"));
  const digest = JSON.parse(await (async () => { await at.go("#/result"); return download(at, /存为数据/); })()).policy.digest;
  await at.close();
  const sealed = (profile) => letters(JSON.stringify({ v: 1, policy: digest, engine: "0.0.0", profile: JSON.stringify(profile) }));
  const there = await open({ url: `${site}/#/s/${sealed(profile)}` });
  await there.page.getByRole("status").filter({ hasText: "另一个版本" }).waitFor();
  await there.go("#/saved");
  const name = randomBytes(75_000).toString("base64");
  const much = Buffer.from(JSON.stringify({ ...profile, applicant: { ...profile.applicant, name } }));
  await there.page.locator("input[type=file]").setInputFiles({ name: "much.json", mimeType: "application/json", buffer: much });
  await there.page.getByRole("button", { name: "替换" }).click();
  await there.page.getByRole("heading", { level: 1, name: "自查结果" }).waitFor();
  await there.go("#/saved");
  await there.page.getByRole("button", { name: "生成链接" }).click();
  const alert = there.page.getByRole("alert").filter({ hasText: "链接装不下" });
  await alert.waitFor();
  assert.equal(await there.page.getByRole("textbox", { name: "分享链接" }).count(), 0);
  await alert.getByRole("button", { name: "存为填报文件" }).waitFor();
  await there.close();
});

test("hundreds of damaged links and stored drafts leave the page alive and the answers as they were", async () => {
  const at = await open();
  await project(at);
  await save(at, "星图");
  await at.page.getByRole("button", { name: "停止自动保存" }).click();
  await at.page.getByRole("button", { name: "生成链接" }).click();
  const link = (await at.page.getByRole("textbox", { name: "分享链接" }).inputValue()).split("#/s/")[1];
  let seed = 7;
  const below = (n) => { seed = (seed * 48271) % 2147483647; return seed % n; };
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const damaged = Array.from({ length: 100 }, (_, n) => {
    const place = 1 + below(link.length - 1);
    if (n % 4 === 0) return link.slice(0, place);
    if (n % 4 === 1) return letters(JSON.stringify({ v: 1, policy: "x", profile: "[".repeat(below(5000)), beside: n % 8 === 1 ? [[1]] : undefined }));
    const other = alphabet[(alphabet.indexOf(link[place]) + 1 + below(63)) % 64];
    return link.slice(0, place) + other + link.slice(place + (n % 4 === 2 ? 1 : 0));
  });
  for (const one of damaged) {
    await at.go(`#/s/${one}`);
    await at.page.getByText("链接没有打开").waitFor();
    await at.go("#/saved");
    await at.page.getByRole("heading", { level: 1, name: "我的填报" }).waitFor();
  }
  const text = await at.page.evaluate(() => localStorage.getItem("policy-selfcheck/changping-2026-6/draft/1"));
  const body = text.slice(text.indexOf(":") + 1);
  const entries = Array.from({ length: 100 }, (_, n) => {
    const place = below(body.length);
    const other = body.slice(0, place) + "0tf\"[]{}5"[below(9)] + body.slice(place + 1);
    // Half of them carry the checksum of what they hold.
    const sum = n % 2 ? crc32(Buffer.from(other)) : text.split(":")[0];
    return [`policy-selfcheck/changping-2026-6/draft/${n + 10}`, `${sum}:${other}`];
  });
  await at.page.evaluate((entries) => entries.forEach(([key, text]) => localStorage.setItem(key, text)), entries);
  await at.result();
  await at.go("#/saved");
  await at.page.getByText("有内容无法读取").waitFor();
  const readable = await at.page.locator(".saved-row").count();
  for (let row = 0; row < readable; row += 1) {
    await at.go("#/saved");
    await at.page.locator(".saved-row").nth(row).getByRole("button", { name: "打开" }).click();
    const replace = at.page.getByRole("button", { name: "替换" });
    const heading = at.page.getByRole("heading", { level: 1, name: "自查结果" });
    await replace.or(heading).first().waitFor();
    if (await replace.count()) await replace.click();
    await heading.waitFor();
  }
  await at.page.evaluate(([key, text]) => sessionStorage.setItem(key, text), ["policy-selfcheck/present", entries[1][1]]);
  await at.page.reload();
  await at.page.locator("nav").first().waitFor();
  for (const [key, entry] of entries) {
    assert.ok(await at.page.evaluate(([key]) => localStorage.getItem(key) !== null, [key, entry]), "what cannot be read stays");
  }
  await at.roles("高校");
  await at.result();
  await at.close();
});
