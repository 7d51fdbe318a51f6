// What applicants do, on the real page with the real policy.
import assert from "node:assert/strict";
import { test } from "node:test";

import { open } from "./support.mjs";

test("a technology enterprise computes its project and waits for the evaluation", async () => {
  const at = await open();
  await at.page.getByRole("link", { name: "开始自查" }).click();
  await at.roles("科技创新企业");
  await at.step("成果转化项目");
  await at.choose(/有没有成果转化项目/, "有");
  await at.choose(/是科技成果产业化/, "是");
  await at.choose(/重大经济、社会价值/, "是");
  await at.type(/研发费用/, "600万");
  await at.type(/房租费用/, "80万元");
  await at.type(/装修费用/, "1,200,000");
  await at.type(/固定资产投资/, "1000万");
  await at.type(/其中，房产、土地购置费用/, "4000000.00");
  await at.result();
  const card = at.card("重大技术成果落地产业化");
  const words = await card.innerText();
  assert.match(words, /¥4,200,000\.00（420\s*万元）/);
  assert.match(words, /待评定/);
  for (const figure of ["6,000,000", "800,000", "1,200,000", "10,000,000", "4,000,000", "14,000,000", "30%"]) {
    assert.ok(words.includes(figure), figure);
  }
  assert.match(words, /总额的30%给予专项资金支持。/, "the sentence stands there verbatim");
  const headline = await at.page.locator(".headline").innerText();
  assert.match(headline, /尚未确定/);
  assert.match(headline, /由主管部门决定/);
  // What the measure does not write of applying stands beside the figure, the other points below.
  assert.match(headline, /未写明申报时间、渠道、材料和受理单位/);
  await at.page.getByRole("link", { name: "还有什么没有写明" }).click();
  await at.page.waitForFunction(() => document.activeElement?.id === "unwritten");
  const points = await at.page.locator("#unwritten li").allInnerTexts();
  assert.equal(points.length, 7);
  assert.ok(points.some((words) => words.includes("没有写明须在昌平区注册或纳税")));
  await at.close();
});

test("a university sees both contracts and the reading of one", async () => {
  const at = await open();
  await at.roles("高校");
  await at.step("技术合同");
  await at.choose(/有没有技术合同/, "有");
  await at.page.getByRole("button", { name: /添加合同/ }).click();
  for (const [nth, amount] of [[0, "200万"], [1, "50万"]]) {
    await at.choose(/职务科技成果/, "是", nth);
    await at.choose(/通过哪种方式/, "定向研发", nth);
    await at.choose(/认定登记/, "是", nth);
    await at.choose(/成果转化了吗/, "是", nth);
    await at.type(/技术合同交易额/, amount, nth);
  }
  await at.result();
  const words = await at.card("技术合同交易额奖励").innerText();
  assert.match(words, /¥100,000\.00（10\s*万元）/);
  assert.match(words, /¥25,000\.00（2\.5\s*万元）/);
  assert.match(words, /待评定/);
  const headline = await at.page.locator(".headline").innerText();
  assert.match(headline, /¥125,000\.00/);
  await at.close();
});

test("a spin-off financed on its second anniversary reads that the text is unclear", async () => {
  const at = await open();
  await at.roles("科技创新企业");
  await at.step("科技人才创办企业");
  await at.choose(/科技型企业吗/, "是");
  await at.choose(/来自哪类机构/, "高校");
  await at.choose(/主要股东吗/, "是");
  await at.choose(/有没有股权融资/, "有");
  await at.type(/成立日期/, "2024年6月1日");
  await at.choose(/是股权投资吗/, "是");
  await at.choose(/实力机构/, "是");
  await at.type(/哪天获得/, "2026-06-01");
  await at.result();
  const card = at.card("科技人才创办企业：两年内获股权投资");
  assert.match(await card.innerText(), /条文不明/);
  assert.match(await card.innerText(), /是否包括周年当天/);
  await at.go("#/check/company");
  await at.type(/哪天获得/, "2026-05-31");
  await at.result();
  assert.match(await card.innerText(), /待评定/);
  await at.go("#/check/company");
  await at.type(/哪天获得/, "2026-06-02");
  await at.result();
  await at.page.locator("summary").filter({ hasText: "不符合" }).click();
  assert.match(await at.page.locator("#item-6\\.2a").innerText(), /获得投资日期/);
  await at.close();
});

test("a hospital sees the amount of its contract, which is not counted", async () => {
  const at = await open();
  await at.roles("医疗卫生机构");
  await at.step("技术合同");
  await at.choose(/有没有技术合同/, "有");
  await at.choose(/职务科技成果/, "是");
  await at.choose(/通过哪种方式/, "定向转化");
  await at.choose(/认定登记/, "是");
  await at.choose(/成果转化了吗/, "是");
  await at.type(/技术合同交易额/, "200万");
  await at.result();
  const words = await at.card("技术合同交易额奖励").innerText();
  assert.match(words, /条文不明/);
  assert.match(words, /¥100,000\.00/);
  assert.match(words, /未计入合计/);
  const headline = await at.page.locator(".headline").innerText();
  assert.doesNotMatch(headline, /¥/);
  await at.close();
});

test("an incubator reads that the text states no amount, and never a 0", async () => {
  const at = await open();
  await at.roles("孵化器");
  await at.step("孵化器");
  await at.choose(/区级高质量孵化器吗/, "是");
  await at.type(/小巨人/, "2");
  await at.type(/独角兽/, "1");
  await at.type(/上市企业/, "0");
  await at.choose(/标杆孵化器/, "是");
  await at.result();
  const cards = ["孵化器和园区年度支持", "培育专精特新“小巨人”企业奖励", "培育独角兽企业奖励", "北京市标杆孵化器奖励"];
  for (const title of cards) {
    assert.match(await at.card(title).innerText(), /条文未载明金额/, title);
  }
  assert.match(await at.card("培育专精特新“小巨人”企业奖励").innerText(), /2\s*家专精特新/);
  const words = await at.page.locator("main").innerText();
  assert.doesNotMatch(words, /¥0|0\.00/);
  await at.close();
});

test("two claims on one project: tagging the matters closes the range", async () => {
  const at = await open();
  await at.roles("外资研发中心");
  await at.step("成果转化项目");
  await at.choose(/有没有成果转化项目/, "有");
  await at.choose(/是科技成果产业化/, "是");
  await at.choose(/重大经济、社会价值/, "是");
  await at.type(/研发费用/, "1400万");
  for (const other of [/房租费用/, /装修费用/, /固定资产投资/]) {
    await at.type(other, "0");
  }
  await at.step("外资研发中心");
  await at.choose(/有没有已获得的专项资金/, "有");
  await at.choose(/哪一级的专项资金/, "国家级");
  await at.choose(/是“专项资金支持”吗/, "是");
  await at.type(/获得支持的金额/, "300万");
  await at.result();
  const headline = at.page.locator(".headline");
  assert.match(await headline.innerText(), /¥4,200,000\.00[\s\S]*至[\s\S]*¥5,100,000\.00/);
  const panel = at.page.locator("#overlap");
  const projects = panel.getByRole("combobox", { name: /哪个项目/ });
  const matters = panel.getByRole("combobox", { name: /哪件事项/ });
  assert.equal(await projects.count(), 2);
  await projects.nth(0).fill("甲");
  await projects.nth(1).fill("甲");
  await matters.nth(0).fill("研发");
  await matters.nth(1).fill("研发");
  assert.doesNotMatch(await headline.innerText(), /5,100,000/);
  await projects.nth(1).fill("乙");
  await matters.nth(1).fill("配套");
  assert.match(await headline.innerText(), /¥5,100,000\.00/);
  assert.doesNotMatch(await headline.innerText(), /¥4,200,000/);
  await at.close();
});

test("after the measure has expired nothing is presented as a result", async () => {
  const at = await open();
  await at.roles("孵化器");
  await at.page.locator("summary").filter({ hasText: "更改日期" }).click();
  await at.type(/按哪一天测算/, "2029-04-22");
  await at.result();
  const headline = await at.page.locator(".headline").innerText();
  assert.match(headline, /不给出合计/);
  await at.close();
});

test("starting again asks first and then forgets everything", async () => {
  const at = await open();
  await at.roles("高校");
  await at.result();
  const university = at.page.getByRole("checkbox", { name: "高校", exact: true });
  await at.page.getByRole("button", { name: "清空，重新开始" }).click();
  await at.page.getByRole("button", { name: "取消" }).click();
  await at.go("#/check");
  assert.equal(await university.isChecked(), true);
  await at.result();
  await at.page.getByRole("button", { name: "清空，重新开始" }).click();
  await at.page.getByRole("button", { name: "确定清空" }).click();
  await at.go("#/check");
  assert.equal(await university.isChecked(), false);
  await at.close();
});
