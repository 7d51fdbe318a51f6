// What is kept on the machine, files and links.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { open, site } from "./support.mjs";

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
  for (const place of ["/format", "/as_of", "/projects"]) assert.ok((await faults.innerText()).includes(place), place);
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
