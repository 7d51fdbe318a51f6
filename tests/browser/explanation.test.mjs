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
  await at.type(/成立日期/, "2024-06-01");
  await at.choose(/有没有股权融资/, "有");
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

test("beside each article stands how the page reads it", async () => {
  const at = await open({ hash: "#/text" });
  const article = at.page.locator("#article-5");
  await article.locator("summary").filter({ hasText: "本页怎样读这一条" }).first().click();
  await article.locator(".tree").first().waitFor();
  const words = await article.innerText();
  assert.match(words, /金额 = 30% × （研发费用 \+ 房租费用 \+ 装修费用 \+ （固定资产投资 − 房产、土地购置费用））/);
  assert.match(words, /三年内”从何时起算/);
  await at.page.getByRole("button", { name: "English" }).click();
  assert.match(await article.innerText(), /30% of the total of the project’s R&D costs/);
  await at.close();
});
