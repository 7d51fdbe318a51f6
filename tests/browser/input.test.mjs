// Wrong input is told beside its field, in plain words, and what was typed stays.
import assert from "node:assert/strict";
import { test } from "node:test";

import { open } from "./support.mjs";

async function project(at) {
  await at.roles("科技创新企业");
  await at.step("成果转化项目");
  await at.choose(/有没有成果转化项目/, "有");
  await at.choose(/是科技成果产业化/, "是");
  await at.choose(/重大经济、社会价值/, "是");
}

/** The message beside a field. */
const told = (page, label) =>
  page.getByRole("textbox", { name: label }).evaluate((input) => {
    const ids = (input.getAttribute("aria-describedby") ?? "").split(" ");
    return ids.filter((id) => id.endsWith("-error")).map((id) => document.getElementById(id)?.innerText).join("");
  });

const wrong = [
  [/研发费用/, "八十万块", /金额/],
  [/研发费用/, "-5", /小于零|负/],
  [/研发费用/, "1.234", /两位小数/],
  [/研发费用/, "1000000000000000000", /小于|太大|过大|范围/],
  [/费用从哪天/, "2026-02-30", /没有这一天/],
  [/费用从哪天/, "昨天", /日期|例/],
];

test("each wrong amount and date is told beside its field and stays as typed", async () => {
  const at = await open();
  await project(at);
  for (const [label, text, message] of wrong) {
    await at.type(label, text);
    assert.match(await told(at.page, label), message, text);
    assert.equal(await at.page.getByRole("textbox", { name: label }).inputValue(), text);
    assert.equal(await at.page.getByRole("textbox", { name: label }).getAttribute("aria-invalid"), "true");
    await at.type(label, "");
    assert.equal(await told(at.page, label), "");
  }
  await at.close();
});

test("amounts that contradict each other are told at the one to mend", async () => {
  const at = await open();
  await project(at);
  await at.type(/固定资产投资/, "100万");
  await at.type(/其中，房产、土地购置费用/, "200万");
  assert.match(await told(at.page, /其中，房产、土地购置费用/), /大于固定资产投资/);
  await at.type(/其中，房产、土地购置费用/, "20万");
  assert.equal(await told(at.page, /其中，房产、土地购置费用/), "");
  await at.close();
});

test("wrong input survives going to the result and back, and a reload", async () => {
  const at = await open();
  await project(at);
  await at.type(/研发费用/, "六百");
  await at.result();
  assert.match(await at.page.locator("main").innerText(), /1 处回答读不出来/);
  await at.page.getByRole("link", { name: "去改正" }).click();
  await at.go("#/check/projects");
  assert.equal(await at.page.getByRole("textbox", { name: /研发费用/ }).inputValue(), "六百");
  await at.page.reload();
  await at.page.getByRole("heading", { level: 1, name: "成果转化项目" }).waitFor();
  assert.equal(await at.page.getByRole("textbox", { name: /研发费用/ }).inputValue(), "六百");
  await at.close();
});

test("不清楚 is an answer of its own and keeps what was typed", async () => {
  const at = await open();
  await project(at);
  await at.type(/研发费用/, "600万");
  const question = at.page.locator(".q").filter({ has: at.page.getByRole("textbox", { name: /研发费用/ }) });
  await question.getByRole("checkbox", { name: "不清楚" }).check();
  await at.result();
  assert.match(await at.card("重大技术成果落地产业化").innerText(), /研发费用/);
  await at.go("#/check/projects");
  await question.getByRole("checkbox", { name: "不清楚" }).uncheck();
  assert.equal(await at.page.getByRole("textbox", { name: /研发费用/ }).inputValue(), "600万");
  await at.close();
});

test("a link to nowhere shows a page and not nothing", async () => {
  for (const hash of ["#/nowhere", "#/check/nothing", "#/text/99-99-99", "#%"]) {
    const at = await open({ hash });
    assert.ok(await at.page.getByRole("heading", { level: 1 }).first().isVisible(), hash);
    await at.close();
  }
});
