// The adviser's workspace: a list comes in, is read, mended, looked at, opened, edited, compared, kept and exported.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";

import { bring, file, json, keepMended, list, profile, profiles, saved, tab, workspace } from "./desk.mjs";
import { open } from "./support.mjs";

test("what cannot be read is told at its cell, mended in place, and the rest goes on", async () => {
  const at = await workspace();
  await bring(at, file(list(5, "坏企业,外星人,2025-13-01,也许,高校,是\n园区企业1,高校,,,,\n")), 7);
  await tab(at, /读不出的单元格 \(4\)/);
  const faults = at.page.locator(".desk-faults");
  assert.match(await faults.innerText(), /C7[\s\S]*没有这一天/);
  assert.match(await faults.innerText(), /A8[\s\S]*与第 3 行重复/);
  const day = at.page.getByRole("textbox", { name: /改正 名单 C7/ });
  await day.fill("昨天");
  await day.press("Tab");
  await faults.getByRole("alert").waitFor();
  assert.equal(await day.inputValue(), "昨天", "what is refused stays typed");
  await day.fill("2025年3月10日");
  await day.press("Tab");
  await tab(at, /读不出的单元格 \(3\)/);
  await faults.getByRole("button", { name: "移除这家" }).click();
  await tab(at, "名单");
  await at.page.getByText("共 6 家企业").waitFor();
  await at.close();
});

test("an applicant opens in the page, its edits flow back, and one's own answers stay", async () => {
  const at = await workspace();
  await bring(at, file(list(4)), 4);
  await at.page.getByRole("button", { name: "园区企业1", exact: true }).click();
  await at.page.getByText("正在查看名单里的").waitFor();
  await at.go("#/check/company");
  await at.choose(/主要股东吗/, "否");
  await at.page.getByRole("button", { name: "返回名单" }).click();
  await at.page.getByText("共 4 家企业").waitFor();
  assert.deepEqual((await profiles(at)).map((one) => one.applicant.founder_is_main_shareholder), [true, false, true, true]);
  await at.go("#/check");
  await at.page.getByRole("heading", { level: 1, name: "主体类型" }).waitFor();
  assert.equal(await at.page.getByRole("checkbox", { checked: true }).count(), 0);
  await at.close();
});

test("the table finds, filters, sorts, and draws only what is in sight", async () => {
  const at = await workspace();
  await bring(at, file(list(3000)), 3000);
  const rows = at.page.locator(".desk-grid tbody tr:not([aria-hidden])");
  assert.ok((await rows.count()) < 100);
  await at.page.locator(".desk-grid").evaluate((grid) => { grid.scrollTop = 44 * 2000; });
  await at.page.getByRole("button", { name: "园区企业2005", exact: true }).waitFor();
  await at.page.getByLabel("搜索名称或代码").fill("企业2999");
  await at.page.getByText("筛出 1 家，共 3000 家").waitFor();
  await at.page.getByRole("button", { name: "清除筛选" }).click();
  await at.page.getByLabel("窗口期将到").selectOption("30");
  await at.page.getByText("筛出 0 家，共 3000 家").waitFor();
  await at.page.getByRole("button", { name: "清除筛选" }).click();
  await at.page.getByLabel("缺哪项信息").selectOption({ index: 1 });
  await at.page.getByText(/共 3000 家/).waitFor();
  await tab(at, "可以推动的事");
  await at.page.getByRole("heading", { name: /90 天内到期/ }).waitFor();
  await tab(at, "概览");
  await at.page.getByRole("rowheader", { name: /两年内获股权投资/ }).waitFor();
  await at.close();
});

test("what is exported as a workbook comes back with the same results", async () => {
  const at = await workspace();
  await bring(at, file(list(40)), 40);
  const before = await saved(at, /导出填报数据/);
  const book = await saved(at, /导出工作簿/);
  assert.match(book.name, /\.xlsx$/);
  const table = await saved(at, /导出结果表/);
  const other = await workspace();
  await bring(other, { name: book.name, mimeType: "application/octet-stream", buffer: book.bytes }, 40);
  const after = await saved(other, /导出填报数据/);
  const parse = ({ bytes }) => bytes.toString().trim().split("\n").map((line) => JSON.parse(line));
  assert.deepEqual(parse(after), parse(before));
  assert.deepEqual((await saved(other, /导出结果表/)).bytes, table.bytes);
  await other.close();
  await at.close();
});

test("the template is taken as it is, its example rows are passed over", async () => {
  const at = await workspace();
  const template = await saved(at, /下载模板/);
  await bring(at, { name: template.name, mimeType: "application/octet-stream", buffer: template.bytes });
  await at.page.getByRole("heading", { name: "导入企业名单" }).waitFor();
  await at.close();
});

test("two lists are compared: whose results changed, and why", async () => {
  const at = await workspace();
  await bring(at, file(list(6)), 6);
  await tab(at, "对比");
  const former = list(7).replace("园区企业1,科技创新企业,2025-03-02,是,高校,是", "园区企业1,科技创新企业,2025-03-02,是,高校,否");
  await bring(at, file(former, "上月.csv"), undefined, "读入上一份名单");
  await at.page.getByRole("button", { name: "与上一份名单对比" }).click();
  const words = at.page.locator(".desk-compare");
  await words.getByText(/结果不同的企业：2/).waitFor();
  assert.match(await words.innerText(), /园区企业1：原因：创办人为主要股东 否 → 是。/);
  assert.match(await words.innerText(), /园区企业6：这一份名单里没有了/);
  await at.close();
});

test("a sheet per applicant is printed, and what is on the screen is not", async () => {
  const at = await workspace();
  await bring(at, file(list(3)), 3);
  await at.page.evaluate(() => { window.print = () => { window.asked = true; }; });
  await at.page.getByRole("button", { name: /打印名单/ }).click();
  await at.page.waitForFunction(() => window.asked);
  await at.page.emulateMedia({ media: "print" });
  const sheets = at.page.locator(".desk-print");
  assert.deepEqual(await sheets.getByRole("heading", { level: 2 }).allInnerTexts(), ["园区企业0", "园区企业1", "园区企业2"]);
  assert.ok(await sheets.first().isVisible());
  assert.ok(!(await at.page.locator(".desk-grid").isVisible()));
  await at.page.emulateMedia({ media: "screen" });
  await at.page.evaluate(() => dispatchEvent(new Event("afterprint")));
  await sheets.first().waitFor({ state: "detached" });
  await at.close();
});

test("another policy file is laid beside this one: what the same answers give under it", async () => {
  const at = await workspace();
  await bring(at, json([profile("甲公司")]), 1);
  await tab(at, "对比");
  const bundle = JSON.parse(spawnSync(process.env.SELFCHECK, ["policy"], { maxBuffer: 2 ** 24 }).stdout);
  const item = bundle.policy.items.find(({ id }) => id === "5.1");
  item.amount.share.rate = "0.2";
  const other = (text) => at.page.getByLabel("读入另一版政策").setInputFiles({ name: "另一版.json", mimeType: "application/json", buffer: Buffer.from(text) });
  await other("{}");
  await at.page.getByRole("alert").waitFor();
  await other(JSON.stringify(bundle));
  const words = at.page.locator(".desk-compare");
  await words.getByText("结果不同的企业：1").waitFor();
  // 1,000,000 × 30 % = 300,000; × 20 % = 200,000.
  assert.match(await words.innerText(), /甲公司：可计入金额 30万元 → 20万元。\s*重大技术成果落地产业化：30万元 → 20万元（规定不同：比例 30% → 20%）/);
  await at.close();
});

test("kept on request, brought back after a crash with the last edit, and wiped", async () => {
  const at = await workspace();
  await keepMended(at);
  await at.page.goto("about:blank");
  await at.page.goto(new URL("#/workspace", process.env.SITE_URL).href);
  await at.page.getByRole("button", { name: "恢复上次的名单" }).click();
  await at.page.getByText("共 4 家企业").waitFor();
  await at.page.getByRole("navigation", { name: "工作台内容" }).getByRole("button", { name: "读不出的单元格 (0)" }).waitFor();
  await at.page.getByRole("button", { name: "清除名单" }).click();
  await at.page.getByRole("button", { name: "确定清除" }).click();
  await at.page.getByText("都已清除").waitFor();
  await at.page.reload();
  await at.page.getByRole("heading", { name: "导入企业名单" }).waitFor({ timeout: 20000 });
  assert.equal(await at.page.getByRole("button", { name: "恢复上次的名单" }).count(), 0);
  await at.close();
});

test("files that are no lists get a clear word, and the page lives on", async () => {
  const at = await workspace();
  const named = (name, bytes) => ({ name, mimeType: "application/octet-stream", buffer: Buffer.from(bytes) });
  for (const [payload, words] of [
    [named("空.csv", ""), /文件是空的/],
    [named("旧.xls", [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0, 0]), /旧版 .xls/],
    [named("坏.xlsx", "PK\u0003\u0004junk"), /已损坏或不完整/],
    [named("图.csv", [0xff, 0, 0, 1, 0x80]), /读不出文字/],
  ]) {
    await at.page.getByLabel("选择文件").setInputFiles(payload);
    await at.page.getByRole("alert").filter({ hasText: words }).waitFor();
  }
  await bring(at, file(list(2)), 2);
  await at.close();
});

test("nothing of the workspace is loaded before it is opened, nothing at all afterwards", async () => {
  const at = await open();
  const names = () => at.page.evaluate(() => performance.getEntriesByType("resource").map((entry) => entry.name));
  await at.page.waitForLoadState("networkidle");
  assert.deepEqual((await names()).filter((name) => /\/(workspace|worker)-/.test(name)), []);
  await at.go("#/workspace");
  await at.page.getByRole("button", { name: /下载模板/, disabled: false }).waitFor({ timeout: 20000 });
  await at.page.waitForLoadState("networkidle");
  const asked = [];
  at.context.on("request", (request) => asked.push(request.url()));
  await bring(at, file(list(20)), 20);
  await tab(at, "概览");
  await saved(at, /导出工作簿/);
  assert.deepEqual(asked.filter((url) => !url.startsWith("blob:")), []);
  // Another list is read by another worker, whose files the browser has.
  const had = new Set(await names());
  await bring(at, file(list(30)), 30, "导入另一份名单");
  assert.deepEqual(asked.filter((url) => !url.startsWith("blob:") && !had.has(url) && !/\/worker-[^/]*$/.test(url)), []);
  await at.close();
});
