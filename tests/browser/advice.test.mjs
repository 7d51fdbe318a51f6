// What the page advises: what to ask first, windows still open, what would change a verdict; and its other language.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { open } from "./support.mjs";

async function startup(at) {
  await at.roles("科技创新企业");
  await at.page.locator("summary").filter({ hasText: "更改日期" }).click();
  await at.type(/按哪一天测算/, "2026-11-22");
  await at.step("科技人才创办企业");
  await at.choose(/科技型企业吗/, "是");
  await at.choose(/来自哪类机构/, "高校");
  await at.choose(/主要股东吗/, "是");
  await at.choose(/有没有股权融资/, "没有融资");
  await at.result();
  // The day of founding changes no verdict without a round, so it is asked where it tells until when there is time.
  await at.type(/成立日期/, "2025-03-10");
  await at.page.locator("#advice").getByText("要赶在哪一天之前").waitFor();
}

test("an open window is told with its last day, the unclear day after and the days left", async () => {
  const at = await open();
  await startup(at);
  const words = await at.page.locator("#advice").innerText();
  assert.match(words, /2027年3月9日（含当日）之前；2027年3月10日 当天条文不明。还有 107 天/);
  assert.match(words, /新增一条融资：获得投资日期不晚于 2027年3月9日，股权投资为“是”，实力机构投资为“是”（可争取）/);
  assert.match(words, /2027年3月9日（含当日）之前；2027年3月10日 至 2028年3月10日 条文不明/, "one round for both awards");
  assert.match(words, /不晚于 2027年3月9日.*达到 ¥100,000,000.00（1亿元） 及以上/);
  assert.doesNotMatch(words, /不晚于 2028年/);
  const waiting = at.page.waitForEvent("download");
  await at.page.getByRole("button", { name: /存入日历/ }).click();
  const file = readFileSync(await (await waiting).path(), "utf8");
  assert.match(file, /DTSTART;VALUE=DATE:20270309\r\n/);
  // Folded lines put together again (RFC 5545, 3.1): an entry says of which document it is.
  assert.match(file.replaceAll("\r\n ", ""), /SUMMARY:最后一天：.*（昌平区科技成果转化支持办法）\r\n/);
  assert.match(file.replaceAll("\r\n ", ""), /DESCRIPTION:.*昌政办发〔2026〕6号/);
  await at.close();
});

test("what open items may add stands beside the total, with the question that settles it", async () => {
  const at = await open();
  await at.roles("科技创新企业");
  await at.step("成果转化项目");
  await at.choose(/有没有成果转化项目/, "有");
  await at.choose(/是科技成果产业化/, "是");
  await at.type(/研发费用/, "600万");
  await at.result();
  const head = at.page.locator(".headline");
  assert.match(await head.innerText(), /已知部分 180万元；回答“项目 1 · 重大经济、社会价值”/);
  await head.getByRole("link", { name: /房租费用/ }).click();
  await at.page.waitForFunction(() => document.activeElement?.closest(".q"));
  await at.close();
});

test("the last day of the measure is among the days that count, and in the calendar", async () => {
  const at = await open();
  await startup(at);
  const advice = at.page.locator("#advice");
  assert.match(await advice.innerText(), /到 2029年4月20日（含当日）；2029年4月21日 当天是否仍在施行期，条文不明。还有 880 天/);
  const waiting = at.page.waitForEvent("download");
  await at.page.getByRole("button", { name: /存入日历/ }).click();
  assert.match(readFileSync(await (await waiting).path(), "utf8"), /DTSTART;VALUE=DATE:20290420\r\n/);
  await at.close();
});

test("changes of settled facts are folded and marked", async () => {
  const at = await open();
  await startup(at);
  const advice = at.page.locator("#advice");
  await advice.locator("summary").filter({ hasText: "既定事实" }).click();
  await advice.getByText("“主体类型”加上“国家大学科技园”或“特色产业园”（既定事实）").first().waitFor();
  assert.doesNotMatch(await advice.innerText(), /加上“孵化器、/, "nothing more than is needed");
  await at.close();
});

test("the smallest change is told, and making it changes the verdict", async () => {
  const at = await open();
  await startup(at);
  await at.go("#/check/company");
  await at.choose(/主要股东吗/, "否");
  await at.result();
  assert.match(await at.page.locator("#advice").innerText(), /“创办人为主要股东”变为“是”/);
  await at.close();
});

test("the question that settles most leads to its field", async () => {
  const at = await open();
  await at.roles("孵化器");
  await at.result();
  const link = at.page.locator("#advice").getByRole("link").first();
  const name = await link.innerText();
  await link.click();
  await at.page.getByRole("heading", { level: 1 }).first().waitFor();
  await at.page.waitForFunction(() => document.activeElement?.closest(".q"), null, { timeout: 3000 });
  assert.ok(name.length > 0);
  await at.close();
});

test("English at any moment, with nothing lost", async () => {
  const at = await open();
  await startup(at);
  await at.page.getByRole("button", { name: "English" }).click();
  await at.page.getByRole("heading", { level: 1, name: "Your result" }).waitFor();
  assert.equal(await at.page.locator("html").getAttribute("lang"), "en");
  assert.match(await at.page.locator("#advice").innerText(), /on or before 2027-03-09/);
  await at.page.getByRole("button", { name: "中文" }).click();
  await at.go("#/check/company");
  assert.equal(await at.page.getByRole("textbox", { name: /成立日期/ }).inputValue(), "2025-03-10");
  await at.close();
});

test("supposing shows what differs and gives the own answers back", async () => {
  const at = await open();
  await startup(at);
  await at.page.getByRole("button", { name: /假设一下/ }).click();
  await at.go("#/check/company");
  await at.choose(/主要股东吗/, "否");
  const banner = at.page.getByRole("complementary", { name: "假设" });
  await at.choose(/有没有股权融资/, "有");
  await at.go("#/check/projects");
  await at.choose(/有没有成果转化项目/, "有");
  await at.choose(/是科技成果产业化/, "是");
  await at.choose(/重大经济、社会价值/, "是");
  await at.type(/研发费用/, "600万");
  assert.match(await banner.innerText(), /暂无 → 至少 180万元/);
  assert.match(await banner.innerText(), /重大技术成果落地产业化：还缺信息 → 自述符合，待评定/);
  await at.page.reload();
  assert.equal(await banner.count(), 0, "what was supposed is gone with a reload, the own answers are not");
  await at.go("#/check/company");
  assert.equal(await at.page.getByRole("group", { name: /主要股东吗/ }).getByRole("radio", { name: "是", exact: true }).isChecked(), true);
  await at.close();
});

test("what one was not sure of is listed to come back to", async () => {
  const at = await open();
  await at.roles("孵化器");
  await at.step("孵化器");
  await at.choose(/标杆孵化器/, "不清楚");
  await at.result();
  const list = at.page.locator("#advice").getByText("您答“不清楚”的").locator("..");
  assert.match(await list.innerText(), /北京市标杆孵化器/);
  await at.close();
});
