// The page as a whole: its engine, the network, the keyboard, small screens, another policy.
import assert from "node:assert/strict";
import { test } from "node:test";

import { native } from "../support/native.mjs";
import { casesOf, faulty } from "../support/profiles.mjs";
import { fixtureSite, journey, open, preview } from "./support.mjs";

/** Asks the engine that the page itself runs, which comes with a later part of the program. */
const assess = async (page, text) => {
  await page.waitForFunction(() => document.documentElement.dataset.parts === undefined);
  return page.evaluate(async (text) => {
    const names = performance.getEntriesByType("resource").map((entry) => entry.name);
    const glue = await import(names.find((name) => /\/app[^/]*\.js$/.test(name)));
    return glue.assess(text);
  }, text);
};

test("the page's own engine gives the bytes of the native program", async () => {
  const at = await open();
  for (const { name, text } of [...casesOf("cases"), ...faulty()]) {
    assert.equal(await assess(at.page, text), native(text), name);
  }
  await at.close();
});

test("after loading, a whole journey asks nothing of the network", async () => {
  const at = await open();
  await at.page.waitForLoadState("networkidle");
  const asked = [];
  at.context.on("request", (request) => asked.push(request.url()));
  await at.roles("科技创新企业", "孵化器");
  await at.step("成果转化项目");
  await at.choose(/有没有成果转化项目/, "有");
  await at.choose(/是科技成果产业化/, "是");
  await at.type(/研发费用|名称/, "甲");
  await at.result();
  await at.go("#/text");
  await at.page.getByRole("button", { name: /深色|大字/ }).first().click();
  await at.go("#/");
  await at.page.getByRole("link", { name: "继续自查" }).waitFor();
  assert.deepEqual(asked, []);
  const stored = await at.page.evaluate(() => [localStorage.length, document.cookie]);
  assert.equal(stored[1], "");
  await at.close();
});

test("the whole journey by keyboard alone", async () => {
  const at = await open();
  const { keyboard } = at.page;
  const focused = () => at.page.evaluate(() => {
    const at = document.activeElement;
    return (at?.closest("label") ?? at?.closest("a, button, summary"))?.innerText ?? "";
  });
  const tabTo = async (words, limit = 80) => {
    for (let tabs = 0; tabs < limit; tabs += 1) {
      await keyboard.press("Tab");
      if ((await focused()).includes(words)) return;
    }
    assert.fail(`the keyboard does not reach ${words}`);
  };
  await tabTo("开始自查");
  await keyboard.press("Enter");
  await at.page.getByRole("heading", { level: 1, name: "主体类型" }).waitFor();
  await tabTo("孵化器");
  await keyboard.press("Space");
  assert.ok(await at.page.getByRole("checkbox", { name: "孵化器" }).isChecked());
  await tabTo("下一步");
  await keyboard.press("Enter");
  await at.page.getByRole("heading", { level: 1, name: "成果转化项目" }).waitFor();
  await tabTo("有");
  await keyboard.press("ArrowRight");
  await tabTo("下一步");
  await keyboard.press("Enter");
  await tabTo("先看结果");
  await keyboard.press("Enter");
  await at.page.getByRole("heading", { level: 1, name: "自查结果" }).waitFor();
  // The tree of a verdict opens, a link leads to its question and the focus to its field.
  await tabTo("判断过程");
  await keyboard.press("Enter");
  await at.page.locator("details[open] .tree, details[open] .judged, details[open] ul").first().waitFor();
  await tabTo("假设一下");
  await keyboard.press("Enter");
  await at.page.getByText("正在假设").waitFor();
  await tabTo("恢复原来的回答");
  await keyboard.press("Enter");
  await at.page.getByText("正在假设").waitFor({ state: "detached" });
  await tabTo("English");
  await keyboard.press("Enter");
  await at.page.getByRole("heading", { level: 1, name: "Your result" }).waitFor();
  await tabTo("Saved");
  await keyboard.press("Enter");
  await at.page.getByRole("heading", { level: 1 }).first().waitFor();
  await tabTo("Text");
  await keyboard.press("Enter");
  await at.page.waitForURL(/#\/text/);
  await at.close();
});

/** Answers of an association with one project, by words of the question; everything else is 否, 没有 or left empty. */
const TYPED = [[/研发费用/, "600万"], [/房租费用/, "80万"], [/装修费用/, "120万"], [/固定资产投资/, "1000万"], [/其中，房产、土地/, "400万"]];
const CHOSEN = [[/有没有成果转化项目/, "有"], [/产业化（转化）项目吗/, "是"], [/重大经济、社会价值/, "是"]];

test("by keyboard alone from the roles to a settled result, saved and printed", async () => {
  const at = await open();
  const { page } = at;
  const { keyboard } = page;
  /** What has the focus: its words, its question, and whether it is a choice or a text field. */
  const focus = () => page.evaluate(() => {
    const on = document.activeElement;
    const words = (on.closest("label") ?? on.closest("a, button, summary"))?.innerText ?? "";
    const question = on.closest("fieldset")?.querySelector("legend")?.innerText ?? document.querySelector(`label[for="${on.id}"]`)?.innerText ?? "";
    const kind = on.type === "radio" && on.closest("fieldset") ? "choice" : on.tagName === "INPUT" && on.type === "text" ? "text" : "";
    return { words: words.trim(), question, kind, checked: on.checked, body: on === document.body };
  });
  const tabTo = async (words, limit = 250) => {
    for (let tabs = 0; tabs < limit; tabs += 1) {
      await keyboard.press("Tab");
      if ((await focus()).words.startsWith(words)) return;
    }
    assert.fail(`the keyboard does not reach ${words}`);
  };
  const press = async (words) => {
    await tabTo(words);
    await keyboard.press("Enter");
    await page.waitForTimeout(50);
    assert.equal((await focus()).body, false, `after “${words}” the focus is somewhere`);
  };
  /** Answers whatever stands on the page, then goes on; gives whether there is a next page of questions. */
  const answerPage = async () => {
    for (let tabs = 0; tabs < 250; tabs += 1) {
      await keyboard.press("Tab");
      const on = await focus();
      if (/^(下一步|查看结果)/.test(on.words) && !on.kind) {
        await keyboard.press("Enter");
        await page.waitForTimeout(50);
        return on.words.startsWith("下一步");
      }
      if (on.kind === "choice" && !on.checked) {
        const wanted = CHOSEN.find(([question]) => question.test(on.question))?.[1] ?? "否";
        if (on.words === wanted) await keyboard.press("Space");
        else for (let steps = 0; steps < 3 && ![wanted, "没有", "无"].includes((await focus()).words); steps += 1) await keyboard.press("ArrowRight");
      }
      const typed = on.kind === "text" && TYPED.find(([question]) => question.test(on.question))?.[1];
      if (typed) await keyboard.type(typed);
    }
    return assert.fail("the page of questions has no end");
  };

  await press("开始自查");
  await tabTo("行业协会");
  await keyboard.press("Space");
  for (let pages = 0; await answerPage(); pages += 1) assert.ok(pages < 15);
  await page.getByRole("heading", { level: 1, name: "自查结果" }).waitFor();
  const headline = await page.locator(".headline").innerText();
  assert.match(headline, /¥4,200,000\.00/);
  assert.match(headline, /按现有回答已算出/);

  // Controls that go away with what they do, one after the other.
  for (const words of ["假设一下", "恢复原来的回答", "清空，重新开始", "取消"]) await press(words);
  await page.evaluate(() => { window.print = () => { window.printed = document.documentElement.dataset.print; }; });
  await press("打印摘要");
  assert.equal(await page.evaluate(() => window.printed), "summary");
  await press("我的填报");
  await press("保存");
  await page.getByText(/正在编辑“/).waitFor();
  for (const words of ["停止自动保存", "删除", "取消", "改名", "改名", "删除", "删除"]) await press(words);
  assert.equal(await page.locator(".saved-row").count(), 0);
  await at.close();
});

/** Answers that show every part of the pages: a figure, an open item, an unclear one, tags, other support. */
const SHOWN = {
  format: "changping-profile/1", as_of: "2026-06-01",
  applicant: {
    name: "北京示例生命科学技术有限公司", roles: ["tech_enterprise", "incubator", "medical_institution"], is_tech_company: true,
    founder_origin: "university", founder_is_main_shareholder: true, founded_on: "2024-06-01",
  },
  projects: [
    { id: "康复机器人", is_commercialisation: true, is_major: true, rd_cost: "123456789.01", rent_cost: "1", disruptive_team: true },
    { id: "二期", is_commercialisation: true },
  ],
  financing_rounds: [{ id: "A轮", is_equity: true, strong_investor: true, obtained_on: "2026-06-01" }],
  other_awards: [{ id: "区级奖励", level: "district", status: "applied" }],
};

/** What is wider than the window. */
const wide = (page) => page.evaluate(() => {
  for (const part of document.querySelectorAll("details")) part.open = true;
  const width = document.documentElement.clientWidth;
  const cut = [...document.querySelectorAll("body *")].filter((one) => {
    const box = one.getBoundingClientRect();
    return box.width > 0 && (box.right > width + 1 || box.left < -1) && !one.closest(".vh, svg, .skip");
  });
  const names = cut.slice(-3).map((one) => `${one.tagName}.${one.className}`);
  return document.documentElement.scrollWidth > width ? [document.documentElement.scrollWidth, ...names] : names;
});

for (const width of [320, 375]) {
  for (const english of [false, true]) {
    for (const large of [false, true]) {
      test(`nothing is cut off: ${width} px, ${english ? "English" : "Chinese"}, ${large ? "large" : "normal"} text`, async () => {
        const at = await open({ hash: "#/saved", width, height: 720, hasTouch: true });
        const { page } = at;
        const say = (zh, en) => (english ? en : zh);
        const look = async (state) => assert.deepEqual(await wide(page), [], state);
        const file = { name: "p.json", mimeType: "application/json", buffer: Buffer.from(JSON.stringify(SHOWN)) };
        await page.locator("input[type=file]").setInputFiles(file);
        await page.getByRole("heading", { level: 1, name: "自查结果" }).waitFor();
        if (english) await page.getByRole("button", { name: "English" }).click();
        if (large) await page.getByRole("button", { name: say("大字", "Large") }).click();
        const groups = ["applicant", "company", "projects", "incubator", "other-support"].map((group) => `#/check/${group}`);
        for (const hash of ["#/", ...groups, "#/text", "#/saved", "#/item/5.1", "#/s/damaged", "#/embed", "#/workspace", "#/result"]) {
          await at.go(hash);
          await page.getByRole("heading", { level: 1 }).first().waitFor();
          if (hash === "#/embed") await preview(page);
          if (hash === "#/workspace") await page.getByLabel(say("选择文件", "Choose a file")).waitFor();
          await look(hash);
        }
        await page.getByRole("button", { name: say("清空，重新开始", "Start again") }).click();
        await look("before everything is forgotten");
        await page.getByRole("button", { name: say("假设一下", "What if") }).click();
        await look("supposing");
        await at.close();
      });
    }
  }
}

test("of two changes of the address one after the other, the later counts", async () => {
  const at = await open();
  // The second comes in a task of its own, while the page that the first asks for is being drawn.
  for (const [first, second, title] of [["#/result", "#/text", "昌平区"], ["#/text", "#/saved", "我的填报"], ["#/result", "#/check", "主体类型"]]) {
    for (const pause of [false, true]) {
      await at.page.evaluate(async ([first, second, pause]) => {
        location.hash = first;
        if (pause) await new Promise((resolve) => { setTimeout(resolve); });
        location.hash = second;
      }, [first, second, pause]);
      await at.page.getByRole("heading", { level: 1, name: title }).waitFor();
      assert.equal(await at.page.evaluate(() => location.hash), second);
    }
  }
  await at.close();
});

test("a page begins at its top, with room above the foot of the window's page", async () => {
  for (const width of [375, 768]) {
    const at = await open({ width, height: 700 });
    await at.page.evaluate(() => scrollTo(0, 400));
    await at.go("#/check");
    await at.page.getByRole("heading", { level: 1, name: "主体类型" }).waitFor();
    assert.equal(await at.page.evaluate(() => scrollY), 0, `${width} px: the masthead is whole`);
    const room = await at.page.evaluate(() => document.querySelector(".footer").getBoundingClientRect().top
      - document.querySelector(".pager").getBoundingClientRect().bottom);
    assert.ok(room >= 24, `${width} px: ${room} px between the buttons and the footer`);
    await at.close();
  }
});

test("English is marked unofficial on every page, Chinese is not", async () => {
  const at = await open();
  await at.page.getByRole("button", { name: "English" }).click();
  const mark = at.page.getByText("The English is unofficial; the Chinese text alone counts.");
  for (const [hash, heading] of [["#/", "What this measure may support"], ["#/check", "Who you are"], ["#/result", "Your result"], ["#/saved", /./]]) {
    await at.go(hash);
    await at.page.getByRole("heading", { level: 1, name: heading }).waitFor();
    assert.ok(await mark.first().isVisible(), hash);
  }
  await at.page.getByRole("button", { name: "中文" }).click();
  assert.equal(await mark.count(), 0);
  await at.close();
});

test("English reads as English: its typeface, its marks, its numbers", async () => {
  const at = await open({ hash: "#/saved" });
  const one = { ...SHOWN, projects: SHOWN.projects.slice(0, 1).map((row) => ({ ...row, rd_cost: "14000000", rent_cost: "0" })) };
  const file = { name: "p.json", mimeType: "application/json", buffer: Buffer.from(JSON.stringify(one)) };
  await at.page.locator("input[type=file]").setInputFiles(file);
  await at.page.getByRole("heading", { level: 1, name: "自查结果" }).waitFor();
  await at.page.getByRole("button", { name: "English" }).click();
  const face = (selector) => at.page.locator(selector).first().evaluate((one) => getComputedStyle(one).fontFamily);
  assert.match(await face(".disclaimer"), /^system-ui/);
  assert.match(await face(".quote-text"), /^"PingFang SC"/, "quotes keep the Chinese typeface");
  for (const hash of ["#/result", "#/check/projects", "#/check/other-support", "#/text", "#/"]) {
    await at.go(hash);
    await at.page.getByRole("heading", { level: 1 }).first().waitFor();
    // Chinese names that were typed, and what is quoted, stay as they are.
    const words = await at.page.locator("#main").evaluate((main) => {
      const own = main.cloneNode(true);
      for (const quoted of own.querySelectorAll("[lang='zh-CN']")) quoted.remove();
      return own.textContent;
    });
    assert.doesNotMatch(words.replace(/“等”|昌政办发〔2026〕6号/g, ""), /[（），：；。、万亿]/, hash);
    assert.doesNotMatch(words, /\b1 (more claims|items lack|claims|answers|open questions)\b/, hash);
    if (hash === "#/result") assert.match(words, /CNY 4,200,000\.00 ?\(4\.2 million\)/);
  }
  await at.go("#/check/projects");
  await at.type(/R&D costs/, "4.2 million");
  await at.page.getByText("CNY 4,200,000.00 (4.2 million)").first().waitFor();
  await at.close();
});

const RESULT_PART = /\/result-[0-9a-f]+\.wasm$/;

/** Holds the part with the result back when the page is loaded anew; gives what lets it go. */
async function withoutResult(page) {
  let release;
  const held = new Promise((resolve) => { release = resolve; });
  await page.route(RESULT_PART, async (route) => { await held; await route.continue(); });
  await page.reload();
  return release;
}

/** A page with answers whose claims have to be weighed against each other; gives what the summary says of them. */
async function weighed(at, total) {
  const file = { name: "p.json", mimeType: "application/json", buffer: Buffer.from(JSON.stringify(SHOWN)) };
  await at.go("#/saved");
  await at.page.locator("input[type=file]").setInputFiles(file);
  await at.page.getByRole("heading", { level: 1, name: "自查结果" }).waitFor();
  await at.go("#/check");
  await total.locator(".live-range").waitFor();
  return total.innerText();
}

test("a total that needs no weighing stands before what weighs is there", async () => {
  const at = await open();
  await journey(at, at.page);
  await at.go("#/check");
  const release = await withoutResult(at.page);
  await at.page.getByRole("complementary", { name: "测算小结" }).getByText("（420万元）").waitFor();
  release();
  await at.close();
});

test("what weighs claims against each other comes after the questions, and their total with it", async () => {
  const at = await open();
  const total = at.page.getByRole("complementary", { name: "测算小结" });
  const said = await weighed(at, total);
  const release = await withoutResult(at.page);
  await total.getByText("正在合计…").last().waitFor();
  assert.equal(await total.locator(".live-range").count(), 0);
  await at.page.getByRole("checkbox", { name: "科技创新企业" }).waitFor();
  release();
  await total.locator(".live-range").waitFor();
  assert.equal(await total.innerText(), said);
  await at.close();
});

test("where what weighs does not arrive, the summary says so and asks for it again", async () => {
  const at = await open();
  const total = at.page.getByRole("complementary", { name: "测算小结" });
  const said = await weighed(at, total);
  await at.page.route(RESULT_PART, (route) => route.abort());
  await at.page.reload();
  await total.getByText("还不能合计").waitFor();
  await at.page.unroute(RESULT_PART);
  await total.getByRole("button", { name: "再试一次" }).click();
  await total.locator(".live-range").waitFor();
  assert.equal(await total.innerText(), said);
  await at.context.close();
});

test("the whole text is there, word for word", async () => {
  const at = await open({ hash: "#/text" });
  const { policy } = JSON.parse(await at.page.evaluate(async () => {
    const names = performance.getEntriesByType("resource").map((entry) => entry.name);
    return (await import(names.find((name) => /\/app[^/]*\.js$/.test(name)))).policy();
  }));
  await at.page.waitForFunction(() => !document.querySelector(".to-come"));
  const shown = (await at.page.locator("main").innerText()).replace(/\s/g, "");
  for (const { article, paragraphs } of policy.text.articles) {
    for (const sentence of paragraphs.flat()) {
      const words = sentence.replace(/^第[一二三四五六七八九十]+条 /, "").replace(/\s/g, "");
      assert.ok(shown.includes(words), `article ${article}: ${words}`);
    }
  }
  await at.close();
});

test("a page that cannot start says so", async () => {
  const at = await open();
  const page = await at.context.newPage();
  await page.route(/\.wasm$/, (route) => route.abort());
  await page.goto(process.env.SITE_URL);
  await page.getByRole("alert").waitFor();
  assert.match(await page.getByRole("alert").innerText(), /没能打开/);
  await at.close();
});

test("another policy runs in the same page", async () => {
  const at = await open({ url: fixtureSite });
  for (const { name, text } of casesOf("policies/brookfield-2031/cases")) {
    const options = ["--policy", "tests/policies/brookfield-2031"];
    assert.equal(await assess(at.page, text), native(text, options), name);
  }
  await at.roles("果农");
  await at.page.locator("summary").filter({ hasText: "更改日期" }).click();
  await at.type(/按哪一天测算/, "2031-06-01");
  await at.step("果园");
  await at.choose(/有没有果园/, "有");
  await at.type(/哪天栽植/, "2027-12-31");
  await at.type(/更换苗木费用/, "800.40");
  await at.type(/滴灌费用/, "100.01");
  await at.result();
  assert.match(await at.card("果园更新补贴").innerText(), /¥112\.55/);
  await at.close();
});

test("a part that does not arrive is told and asked for again; the first pages do without it", async () => {
  const at = await open({ url: "about:blank", ready: "html" });
  await at.page.route(/\/text-[0-9a-f]{16}\.wasm$/, (route) => route.abort());
  await at.page.goto(new URL("#/check", process.env.SITE_URL).href);
  await at.page.getByRole("checkbox", { name: "科技创新企业" }).first().check();
  await at.go("#/text");
  const told = at.page.getByRole("alert").filter({ hasText: "这一页没能打开" });
  await told.waitFor();
  await at.page.unrouteAll();
  await told.getByRole("button", { name: "再试一次" }).click();
  await at.page.locator("#article-20").waitFor();
  await at.go("#/check");
  assert.equal(await at.page.getByRole("checkbox", { name: "科技创新企业" }).first().isChecked(), true, "nothing is lost");
  await at.context.close();
});
