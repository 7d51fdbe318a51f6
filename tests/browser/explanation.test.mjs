// How a claim was judged, and how the page reads each article.
import assert from "node:assert/strict";
import { test } from "node:test";

import { open } from "./support.mjs";

test("a verdict opens into its conditions with answers, rules and quoted words", async () => {
  const at = await open();
  await at.roles("科技创新企业");
  await at.step("科技人才创办企业");
  await at.choose(/科技型企业吗/, "是");
  await at.choose(/来自哪类机构/, "高校");
  await at.choose(/主要股东吗/, "是");
  await at.choose(/有没有股权融资/, "有");
  await at.type(/成立日期/, "2024-06-01");
  await at.choose(/是股权投资吗/, "是");
  await at.choose(/实力机构/, "是");
  await at.type(/哪天获得/, "2026-06-01");
  await at.result();
  const card = at.card("科技人才创办企业：两年内获股权投资");
  await card.locator("summary").filter({ hasText: "判断过程" }).click();
  await card.locator(".tree").waitFor();
  const words = await card.locator(".tree").innerText();
  assert.match(words, /条文不明\s*获得投资日期在成立日期起 2 年内（周年当天条文不明）/);
  assert.match(words, /您的回答：融资 1 · 获得投资日期 2026年6月1日；成立日期 2024年6月1日/);
  assert.match(words, /成立\s*创办人来自：高校、科研机构、医疗卫生机构 之一\s*您的回答：高校/);
  assert.match(words, /成立两年内获得/);
  await at.close();
});

test("what does not apply says why, condition by condition", async () => {
  const at = await open();
  await at.roles("行业协会");
  await at.result();
  await at.page.locator("summary").filter({ hasText: "不符合" }).click();
  const brief = at.page.locator("#item-8\\.2, #item-14\\.3").last();
  await brief.locator("summary").filter({ hasText: "判断过程" }).click();
  assert.match(await brief.locator(".tree").innerText(), /不成立\s*主体类型：孵化器[^\n]*\s*您的回答：行业协会/);
  await at.close();
});

test("beside each sentence stands in plain words how the page reads it, with what it leaves open", async () => {
  const at = await open({ hash: "#/text", width: 1440 });
  const { page } = at;
  await page.locator("#article-20").waitFor();
  const rows = await page.locator(".said").evaluateAll((rows) => rows.map((row) => {
    const [said, notes] = [row.querySelector(".said-text"), row.querySelector(".notes")].map((part) => part.getBoundingClientRect());
    return { words: row.querySelector(".notes").innerText, beside: notes.left > said.right && Math.abs(notes.top - said.top) < 40, text: row.innerText.slice(0, 40) };
  }));
  assert.ok(rows.length > 40);
  for (const { words, beside, text } of rows) {
    assert.ok(words.trim().length > 6, `nothing beside “${text}”`);
    assert.ok(beside, `not beside “${text}”`);
  }
  const fields = rows.find(({ text }) => text.startsWith("对医药健康"));
  assert.match(fields.words, /不拿它设门槛、加权或排序/);
  const article = page.locator("#article-5");
  const words = await article.innerText();
  assert.match(words, /条件：成果产业化项目；重大经济、社会价值/);
  assert.match(words, /金额 = 30% × （研发费用 \+ 房租费用 \+ 装修费用 \+ （固定资产投资 − 房产、土地购置费用））/);
  assert.match(words, /三年内”从何时起算/);
  assert.match(await page.locator("#article-19").innerText(), /两者都同还是其一相同/);
  await article.locator("summary").filter({ hasText: "逐条看条件" }).first().click();
  await article.locator(".tree").first().waitFor();
  await page.getByRole("button", { name: "English" }).click();
  assert.match(await article.innerText(), /30% of the total of the project’s R&D costs/);
  await at.close();
});

test("a link to a sentence leads to that sentence, from another page too", async () => {
  const at = await open();
  await at.go("#/text/5-1-2");
  await at.page.waitForFunction(() => document.activeElement.id === "s-5-1-2");
  const box = await at.page.locator("#s-5-1-2").boundingBox();
  assert.ok(box.y >= 0 && box.y < 900, `the sentence stands at ${box.y}`);
  await at.close();
});
