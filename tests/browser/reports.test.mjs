// The result to keep: Markdown, data and paper.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { pagesOf } from "../support/pdf.mjs";
import { open } from "./support.mjs";

async function project(at) {
  await at.roles("科技创新企业");
  await at.step("成果转化项目");
  await at.choose(/有没有成果转化项目/, "有");
  await at.type(/名称/, "康复|机器人 *甲*");
  await at.choose(/是科技成果产业化/, "是");
  await at.choose(/重大经济、社会价值/, "是");
  await at.type(/研发费用/, "600万");
  for (const other of [/房租费用/, /装修费用/, /固定资产投资/]) await at.type(other, "0");
  await at.result();
}

async function saved(at, name) {
  const waiting = at.page.waitForEvent("download");
  await at.page.getByRole("button", { name }).click();
  return readFileSync(await (await waiting).path(), "utf8");
}

test("Markdown in the words of the page, with typed names as words", async () => {
  const at = await open();
  await project(at);
  const text = await saved(at, "存为 Markdown");
  assert.match(text, /^# 自查结果：昌平区加快科技成果转化支持办法/);
  assert.match(text, /\*\*康复\\\|机器人 \\\*甲\\\*：自述符合，待评定\*\*：¥1,800,000\.00（180万元）/);
  assert.match(text, /\(6,000,000\.00 \+ 0\.00 \+ 0\.00 \+ \(0\.00 − 0\.00\)\) × 30% = ¥1,800,000\.00/);
  assert.match(text, /由主管部门决定/);
  await at.close();
});

test("the data saved is the report of the page's engine", async () => {
  const at = await open();
  await project(at);
  const report = JSON.parse(await saved(at, /存为数据/));
  assert.equal(report.format, "changping-report/1");
  assert.equal(report.totals.lower_yuan, "1800000");
  await at.close();
});

/** Opens a page with the answers of a profile; gives it with the result shown. */
async function shown(profile, english = false) {
  const at = await open({ hash: "#/saved" });
  const file = { name: "p.json", mimeType: "application/json", buffer: Buffer.from(JSON.stringify(profile)) };
  await at.page.locator("input[type=file]").setInputFiles(file);
  await at.page.getByRole("heading", { level: 1, name: "自查结果" }).waitFor();
  if (english) await at.page.getByRole("button", { name: "English" }).click();
  return at;
}

const COMPANY = "北京示例生命科学技术有限公司";

/** A startup with so many projects, whose names are long; the first has every cost. */
function startup(projects) {
  const rows = Array.from({ length: projects }, (_, index) => ({
    id: `项目${index + 1}：高端医疗器械与脑机接口成果转化（第${index + 1}期）`,
    is_commercialisation: true, is_major: true, rd_cost: String(6000000 + index),
    ...(index === 0 && { rent_cost: "0", fitout_cost: "0", fixed_asset_investment: "0", disruptive_team: true }),
  }));
  return {
    format: "changping-profile/1", as_of: "2026-06-01",
    applicant: {
      name: COMPANY, roles: ["tech_enterprise", "incubator"], is_tech_company: true, founder_origin: "university",
      founder_is_main_shareholder: true, founded_on: "2025-03-01",
    },
    projects: rows,
    financing_rounds: [{ id: "A轮", is_equity: true, strong_investor: true }],
    evaluations: { [`5.1#${rows[0].id}`]: "in_progress" },
    tags: { [`5.1#${rows[0].id}`]: { project: "甲项目", matter: "研发事项" } },
  };
}

const plain = (words) => words.normalize("NFKC").replace(/\s/g, "");
const texts = async (locator) => (await locator.allInnerTexts()).map(plain).filter(Boolean);

test("Markdown says what the page says: the figure's state, every reason, days, near misses, break-even", async () => {
  const at = await shown({ ...startup(1), tags: {} });
  const text = plain(await saved(at, "存为 Markdown")).replace(/\\(.)/g, "$1");
  assert.match(text, /目前可计入的金额\(尚未确定\)\*\*:¥1,800,000\.00/);
  const said = [".open-list > li", ".opair > p", ".advice-part .advice-list:not(ol) > li > span:not(.muted)"];
  for (const part of said) {
    const words = await texts(at.page.locator(`.headline ${part}, #overlap ${part}, #advice ${part}`));
    assert.ok(words.length > 0, part);
    const own = part === ".open-list > li" ? words.filter((one) => !one.includes("可确定")) : words;
    for (const one of own) assert.ok(text.includes(one.replace(/去标明项目和事项$/, "")), one);
  }
  await at.close();
});

for (const english of [false, true]) {
  const language = english ? "English" : "Chinese";

  test(`the summary is one page, whatever there is to sum up, ${language}`, async () => {
    for (const projects of [1, 12]) {
      const at = await shown(startup(projects), english);
      // The window that browsers open for printing is left out; what it prints is looked at.
      await at.page.evaluate(() => { window.print = () => {}; });
      const claims = await at.page.locator(".card .claim").count();
      const bare = await at.page.locator(".card:not(:has(.claim))").count();
      await at.page.getByRole("button", { name: english ? /Print the summary/ : /打印摘要/ }).click();
      const pages = pagesOf(await at.page.pdf({ preferCSSPageSize: true }));
      assert.equal(pages.length, 1);
      assert.ok(pages[0].includes("昌政办发〔2026〕6号"));
      assert.ok(pages[0].includes(plain(english ? "Changping District Measure" : "昌平区加快科技成果转化支持办法")));
      assert.ok(pages[0].includes(COMPANY));
      assert.ok(pages[0].includes("1/1"));
      const listed = await at.page.locator(".print-sum tr").count();
      const more = /(?:其余|And)(\d+)(?:项见明细|more)/.exec(pages[0]);
      assert.equal(more ? listed - 1 + Number(more[1]) : listed, claims + bare, "every claim is a line or counted");
      assert.equal(await at.page.evaluate(() => document.documentElement.hasAttribute("data-print")), false, "then everything prints again");
      await at.close();
    }
  });

  test(`everything on paper: nothing is cut, controls are words, ${language}`, async () => {
    const at = await shown(startup(2), english);
    const pages = pagesOf(await at.page.pdf({ preferCSSPageSize: true }));
    for (const [index, page] of pages.entries()) {
      assert.ok(page.includes("昌政办发〔2026〕6号") && page.includes(`${index + 1}/${pages.length}`), `head and number of page ${index + 1}`);
      assert.ok(page.length > 150, `page ${index + 1} is all but empty`);
    }
    assert.ok(pages.length <= (english ? 18 : 14), `${pages.length} pages`);
    const all = pages.join("");
    for (const words of english ? ["Evaluationsofar:Underway", "Project:甲项目;Matter:研发事项"] : ["评定进展:评定中", "项目:甲项目;事项:研发事项"]) {
      assert.ok(all.includes(words), words);
    }
    if (english) {
      // What is a direction only is said in English too, beside the sentence.
      const policy = JSON.parse(await at.page.evaluate(async () => {
        const names = performance.getEntriesByType("resource").map((entry) => entry.name);
        return (await import(names.find((name) => /\/app[^/]*\.js$/.test(name)))).policy();
      }));
      const directions = await at.page.locator("#group-direction_only .brief").evaluateAll((all) => all.map((one) => one.id.slice("item-".length)));
      assert.ok(directions.length > 5);
      for (const id of directions) {
        const { summary } = policy.policy.items.find((item) => item.id === id);
        assert.ok(all.includes(plain(summary.en)), `${id}: ${summary.en}`);
      }
    }
    for (const dead of ["看原文", "去标明", "Saywhich", "还有什么没有写明"]) assert.ok(!all.includes(dead), dead);

    await at.page.setViewportSize({ width: 680, height: 979 });
    await at.page.emulateMedia({ media: "print" });
    assert.deepEqual(await at.page.locator("input, select, button, textarea").evaluateAll((all) => all.filter((one) => one.offsetParent).length), 0);
    assert.ok(await at.page.locator(".timeline").isVisible());
    // The pieces of each part that fits on a page stand on one page together.
    const parts = await at.page.locator(".group-head, .card, .overlap:not(.advice), .amb-list > li, .oclaim, .opair, .quote, .brief, .claim, .advice-list > li, p, dd")
      .evaluateAll((parts) => parts.filter((part) => part.offsetParent && part.getBoundingClientRect().height < 900).map((part) => {
        const inside = [...part.querySelectorAll("p, li, td, dd, h2, h3, h4")].filter((one) => one.offsetParent && !one.querySelector("p, li"));
        return { what: part.className || part.tagName, words: (inside.length ? inside : [part]).map((one) => one.innerText) };
      }));
    assert.ok(parts.length > 100);
    for (const { what, words } of parts) {
      const pieces = words.map(plain).filter(Boolean);
      assert.ok(pages.some((page) => pieces.every((piece) => page.includes(piece))), `${what} is cut: ${pieces.join(" | ").slice(0, 300)}`);
    }
    await at.close();
  });
}
