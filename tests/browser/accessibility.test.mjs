// No violation of the accessibility rules that a machine can check, on every page, theme, width and language.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";

import { open } from "./support.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

async function violations(page, state) {
  await page.evaluate(axe);
  const found = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
  return found.violations.map(({ id, nodes }) => `${state}: ${id}: ${nodes.map((node) => node.html.slice(0, 120)).join(" | ")}`);
}

/** Walks all pages and states; gives what is wrong. */
async function walk(at) {
  const found = [];
  const look = async (state) => found.push(...(await violations(at.page, state)));
  await look("start");
  await at.roles("科技创新企业", "孵化器");
  await look("roles");
  await at.step("成果转化项目");
  await at.choose(/有没有成果转化项目/, "有");
  await at.choose(/是科技成果产业化/, "是");
  await at.choose(/重大经济、社会价值/, "是");
  await at.type(/研发费用/, "六百");
  await look("project with an error");
  await at.type(/研发费用/, "600万");
  await at.go("#/check/company");
  await at.choose(/有没有股权融资/, "有");
  await look("company");
  for (const language of ["zh", "en"]) {
    if (language === "en") await at.page.getByRole("button", { name: "English" }).click();
    for (const hash of ["#/result", "#/text", "#/saved", "#/check/projects", "#/check/incubator", "#/"]) {
      await at.go(hash);
      await at.page.getByRole("heading", { level: 1 }).first().waitFor();
      await at.page.evaluate(() => document.querySelectorAll("details").forEach((part) => { part.open = true; }));
      await look(`${hash} ${language}`);
    }
  }
  return found;
}

for (const colorScheme of ["light", "dark"]) {
  for (const width of [1440, 375]) {
    test(`${colorScheme}, ${width} px`, async () => {
      const at = await open({ width, colorScheme, bypassCSP: true });
      assert.deepEqual(await walk(at), []);
      await at.close();
    });
  }
}
