// Files come into the workspace: several at once, from anywhere, hostile ones; what their columns mean is remembered.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { deflateRawSync } from "node:zlib";

import { HEADS, bring, bytes, file, json, list, plan, profile, tab, workspace } from "./desk.mjs";
import { open } from "./support.mjs";

const near = (path) => readFileSync(new URL(path, import.meta.url));
const heading = (at, name) => at.page.getByRole("heading", { name });

/** A zip file of these parts. */
function zip(parts) {
  const table = Array.from({ length: 256 }, (_, n) => {
    let c = n;
    for (let k = 0; k < 8; k += 1) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
    return c >>> 0;
  });
  const crc = (data) => (data.reduce((c, byte) => table[(c ^ byte) & 0xff] ^ (c >>> 8), 0xffffffff) ^ 0xffffffff) >>> 0;
  const files = [], index = [];
  let offset = 0;
  for (const [name, data] of Object.entries(parts)) {
    const packed = deflateRawSync(data);
    const head = Buffer.alloc(26);
    head.writeUInt16LE(20, 0);
    head.writeUInt16LE(8, 4);
    head.writeUInt32LE(crc(data), 10);
    head.writeUInt32LE(packed.length, 14);
    head.writeUInt32LE(data.length, 18);
    head.writeUInt16LE(name.length, 22);
    files.push(Buffer.from("PK\u0003\u0004"), head, Buffer.from(name), packed);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    index.push(Buffer.from("PK\u0001\u0002"), Buffer.from([20, 0]), head, place, Buffer.from(name));
    offset += 30 + name.length + packed.length;
  }
  const directory = Buffer.concat(index);
  const end = Buffer.alloc(18);
  const count = Object.keys(parts).length;
  end.writeUInt16LE(count, 4);
  end.writeUInt16LE(count, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...files, directory, Buffer.from("PK\u0005\u0006"), end]);
}

/** A workbook of one sheet. */
function book(sheet, before = "") {
  const xml = '<?xml version="1.0" encoding="UTF-8"?>';
  const space = "http://schemas.openxmlformats.org";
  return zip({
    "[Content_Types].xml": Buffer.from(`${xml}<Types xmlns="${space}/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`),
    "_rels/.rels": Buffer.from(`${xml}<Relationships xmlns="${space}/package/2006/relationships"><Relationship Id="rId1" Type="${space}/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`),
    "xl/workbook.xml": Buffer.from(`${xml}<workbook xmlns="${space}/spreadsheetml/2006/main" xmlns:r="${space}/officeDocument/2006/relationships"><sheets><sheet name="企业" sheetId="1" r:id="rId1"/></sheets></workbook>`),
    "xl/_rels/workbook.xml.rels": Buffer.from(`${xml}<Relationships xmlns="${space}/package/2006/relationships"><Relationship Id="rId1" Type="${space}/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`),
    "xl/worksheets/sheet1.xml": Buffer.from(`${xml}${before}<worksheet xmlns="${space}/spreadsheetml/2006/main"><sheetData>${sheet}</sheetData></worksheet>`),
  });
}

const inline = (text) => `<c t="inlineStr"><is><t>${text}</t></is></c>`;
const laughs = Array.from({ length: 9 }, (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`).join("");

test("hostile files get a word, and page and list live on", { timeout: 120000 }, async () => {
  const at = await workspace();
  await bring(at, file(list(3)), 3);
  const bomb = book(`<row r="1">${inline("企业名称")}</row><row r="2">${inline("a".repeat(64 << 20))}</row>`);
  const sample = near("../rosters/incubator-200.xlsx");
  for (const [payload, words] of [
    [bytes(bomb, "长.xlsx"), /./],
    [bytes(book('<row r="1"><c t="inlineStr"><is><t>&l9;</t></is></c></row>', `<!DOCTYPE x [<!ENTITY l0 "ha">${laughs}]>`), "笑.xlsx"), /./],
    [bytes(sample.subarray(0, sample.length / 2), "半.xlsx"), /已损坏或不完整/],
    [bytes(near("../books/msoffcrypto-locked.xlsx"), "锁.xlsx"), /密码/],
    [bytes(near("../books/libreoffice-old.xls"), "旧.xlsx"), /旧版 .xls/],
    [bytes(near("../books/picture.csv"), "图.csv"), /图片/],
  ]) {
    await at.page.getByLabel("导入另一份名单").setInputFiles(payload);
    const told = at.page.getByRole("alert").filter({ hasText: words }).or(heading(at, "核对各列的含义"));
    await told.waitFor({ timeout: 10000 });
    if (await heading(at, "核对各列的含义").count()) await at.page.getByRole("button", { name: "返回" }).click();
    await at.page.getByText("共 3 家企业").waitFor();
    const close = at.page.getByRole("button", { name: "知道了" });
    if (await close.count()) await close.click();
  }
  await bring(at, file(list(4)), 4, "导入另一份名单");
  await at.close();
});

test("every fault of the sample with 200 tenants is told at its cell", { timeout: 120000 }, async () => {
  const put = JSON.parse(near("../rosters/incubator-200.faults.json"));
  const at = await workspace();
  await bring(at, bytes(near("../rosters/incubator-200.xlsx"), "incubator-200.xlsx"), undefined, "选择文件", "2026-06-01");
  await at.page.getByText(/共 \d+ 家企业/).waitFor();
  await tab(at, /读不出的单元格/);
  const rows = at.page.locator(".desk-faults tbody tr");
  await at.page.getByText(`共 ${put.length} 处`).waitFor();
  const letters = (column) => (column < 26 ? "" : letters(Math.floor(column / 26) - 1)) + String.fromCharCode(65 + column % 26);
  const places = await rows.evaluateAll((rows) => rows.map((row) => `${row.cells[0].innerText.trim()} ${row.cells[2].innerText.trim()}`));
  assert.deepEqual(places.sort(), put.map(({ sheet, row, column, head }) => `${sheet} ${letters(column)}${row} ${head}`).sort());
  await at.close();
});

/** A list of three; `globalThis.workers` lists the page's workers, which do not hear requests that `globalThis.deaf` names. */
async function deaf() {
  const at = await workspace();
  await at.page.addInitScript(() => {
    globalThis.workers = [];
    globalThis.Worker = class extends Worker {
      constructor(...words) {
        super(...words);
        globalThis.workers.push(this);
      }

      postMessage(message, ...more) {
        globalThis.unheard = Boolean(globalThis.deaf) && String(message[0]).includes(globalThis.deaf);
        if (!globalThis.unheard) super.postMessage(message, ...more);
      }
    };
  });
  await at.page.reload();
  await bring(at, file(list(3)), 3);
  /** The newest worker ends by itself. */
  const end = () => at.page.evaluate(() => { globalThis.workers.at(-1).dispatchEvent(new ErrorEvent("error")); });
  /** Opens a file that no worker answers for. */
  const openInVain = async () => {
    await at.page.evaluate(() => { globalThis.deaf = "Open"; });
    await at.page.getByLabel("导入另一份名单").setInputFiles(file(list(9), "九.csv"));
    await at.page.getByText("正在打开文件…").waitFor();
    await at.page.waitForFunction(() => globalThis.unheard);
  };
  return { ...at, end, openInVain };
}

test("opening a file that does not end can be stopped, and takes no list with it", async () => {
  const at = await deaf();
  await at.openInVain();
  assert.equal(await at.page.locator(".desk-progress").getAttribute("value"), null);
  await at.page.getByRole("button", { name: "取消" }).click();
  await at.page.getByText("已取消，名单没有变").waitFor();
  await at.page.getByText("共 3 家企业").waitFor();
  await at.close();
});

test("a worker that ends while it opens a file is told of, and takes no list with it", async () => {
  const at = await deaf();
  await at.openInVain();
  await at.end();
  await at.page.getByRole("alert").filter({ hasText: "读这个文件时程序意外停止了" }).waitFor();
  await at.page.getByText("共 3 家企业").waitFor();
  await at.close();
});

test("the worker that holds the list ends: what is kept comes back, what is not is told to be lost", async () => {
  const at = await deaf();
  await at.page.getByRole("button", { name: "保存在这台设备上" }).click();
  await at.page.getByText("名单会保存在这台设备上").waitFor();
  await at.page.getByRole("button", { name: "知道了" }).click();
  await at.end();
  await at.page.getByText("名单会保存在这台设备上").waitFor();
  await at.page.getByText("共 3 家企业").waitFor();
  await at.page.getByRole("button", { name: "已保存在这台设备上" }).click();
  await at.page.getByText("名单不再保存").waitFor();
  await at.end();
  await at.page.getByRole("alert").filter({ hasText: "名单没有保存，需要重新导入" }).waitFor();
  await bring(at, file(list(2)), 2);
  await at.close();
});

test("files chosen together are read as one, and those of two kinds are not", async () => {
  const at = await workspace();
  const projects = `企业名称,项目名称,研发费用\n园区企业1,一期,100万\n没有这家,二期,1\n`;
  await plan(at, [file(list(2), "企业.csv"), file(projects, "项目.csv")]);
  await at.page.getByRole("button", { name: "导入并测算" }).click();
  await at.page.getByText("共 2 家企业").waitFor();
  await tab(at, "读不出的单元格 (1)");
  await at.page.getByText("项目 A3").waitFor();
  await at.page.getByLabel("导入另一份名单").setInputFiles([file(list(2)), json([profile("甲")])]);
  await at.page.getByRole("alert").filter({ hasText: "不能一起导入" }).waitFor();
  await at.page.getByText("项目 A3").waitFor();
  await bring(at, [json([profile("甲")], "1.jsonl"), json([profile("乙"), profile("丙")], "2.jsonl")], 3, "导入另一份名单");
  await at.close();
});

test("files may be dropped, and rows pasted, anywhere, also when there is a list", async () => {
  const at = await workspace();
  await bring(at, file(list(3)), 3);
  const drop = () => at.page.evaluate((text) => {
    const data = new DataTransfer();
    data.items.add(new File([text], "拖.csv"));
    const event = (name) => new DragEvent(name, { dataTransfer: data, bubbles: true, cancelable: true });
    const place = document.querySelector("h1");
    return [place.dispatchEvent(event("dragover")), place.dispatchEvent(event("drop"))];
  }, list(5));
  // The browser does not show the file in place of the page.
  assert.deepEqual(await drop(), [false, false]);
  await heading(at, "核对各列的含义").waitFor();
  await at.page.getByText("会代替现在的名单（3 家）").waitFor();
  await at.page.getByRole("button", { name: "导入并测算" }).click();
  await at.page.getByText("共 5 家企业").waitFor();
  await at.page.evaluate((text) => {
    const data = new DataTransfer();
    data.setData("text", text);
    document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true }));
  }, list(6).replaceAll(",", "\t"));
  await heading(at, "核对各列的含义").waitFor();
  await at.page.getByRole("button", { name: "返回" }).click();
  await at.go("#/check");
  await at.page.getByRole("heading", { level: 1, name: "主体类型" }).waitFor();
  // On other pages a dropped file is not opened, and does not take the page away either.
  assert.deepEqual(await drop(), [false, false]);
  await at.go("#/workspace");
  await at.page.getByText("共 5 家企业").waitFor();
  await at.close();
});

test("what columns mean is remembered by their heads, used by itself, and taken back", async () => {
  const at = await workspace();
  const odd = (count) => list(count).replace(HEADS, "单位,甲,乙,丙,丁,戊");
  const meaning = (head) => at.page.getByLabel(`含义：${head}`);
  const keep = at.page.getByLabel("在这台设备上记住这些对应");
  const stored = () => at.page.evaluate(() => Object.keys(localStorage).filter((key) => key.endsWith("/columns")));
  const agree = async (name, again, remember) => {
    await plan(at, file(odd(2), name), again);
    await at.page.getByLabel("每一行是").selectOption({ index: 0 });
    await meaning("乙").selectOption({ label: "成立日期" });
    assert.equal(await keep.isChecked(), false);
    if (remember) await keep.check();
    await at.page.getByRole("button", { name: "导入并测算" }).click();
    await at.page.getByText("共 2 家企业").waitFor();
  };
  // Nothing is remembered before the user says so.
  await agree("名单-9月.csv", undefined, false);
  assert.deepEqual(await stored(), []);
  await agree("名单-10月.csv", "导入另一份名单", true);
  assert.equal((await stored()).length, 1);
  await bring(at, file(list(2), "别的.csv"), 2, "导入另一份名单");
  await plan(at, file(odd(3), "名单-11月.csv"), "导入另一份名单");
  await at.page.getByText("已沿用上次的对应").waitFor();
  assert.equal(await keep.isChecked(), true);
  assert.equal(await meaning("乙").evaluate((select) => select.selectedOptions[0].label), "成立日期");
  await at.page.getByRole("button", { name: "改回按表头猜测" }).click();
  await at.page.getByText("已沿用上次的对应").waitFor({ state: "detached" });
  assert.equal(await meaning("乙").evaluate((select) => select.selectedOptions[0].label), "不导入");
  await at.page.getByRole("button", { name: "返回" }).click();
  await at.page.getByRole("button", { name: "清除名单" }).click();
  await at.page.getByRole("button", { name: "确定清除" }).click();
  await at.page.getByText("都已清除").waitFor();
  assert.deepEqual(await stored(), []);
  await at.close();
});

test("correcting one sheet leaves what was corrected in another; a meaning moves from column to column with a word", async () => {
  const at = await workspace();
  await plan(at, [file(list(2), "企业.csv"), file("企业名称,项目名称,研发费用,花费\n园区企业1,一期,1,2\n", "项目.csv")]);
  const sheet = (name) => at.page.locator(".desk-sheet").filter({ has: at.page.locator("summary", { hasText: name }) });
  for (const name of ["企业", "项目"]) await sheet(name).first().evaluate((fold) => { fold.open = true; });
  const chosen = (head) => at.page.getByLabel(`含义：${head}`).evaluate((select) => select.selectedOptions[0].label);
  await at.page.getByLabel("含义：花费").selectOption({ label: "研发费用" });
  await at.page.getByText("“研发费用”一列已改为不导入").waitFor();
  assert.deepEqual([await chosen("花费"), await chosen("研发费用")], ["研发费用", "不导入"]);
  await sheet("企业").first().getByLabel("表头在第几行").fill("2");
  await sheet("企业").first().getByLabel("表头在第几行").press("Tab");
  await at.page.getByLabel("含义：园区企业0").waitFor();
  assert.deepEqual([await chosen("花费"), await chosen("研发费用")], ["研发费用", "不导入"]);
  await at.close();
});

test("of several files the one that cannot be read is named", async () => {
  const at = await workspace();
  await at.page.getByLabel("选择文件").setInputFiles([file(list(2), "好的.csv"), file("", "空的.csv")]);
  await at.page.getByRole("alert").filter({ hasText: "“空的.csv”读不出，几个文件都没有导入。文件是空的。" }).waitFor();
  await at.close();
});

test("the start and the check load nothing of the workspace", async () => {
  const at = await open();
  await at.page.waitForLoadState("networkidle");
  await at.go("#/check");
  await at.page.getByRole("heading", { level: 1, name: "主体类型" }).waitFor();
  await at.page.waitForLoadState("networkidle");
  const names = await at.page.evaluate(() => performance.getEntriesByType("resource").map((entry) => new URL(entry.name).pathname.split("/").pop()));
  const kinds = names.map((name) => name.replace(/-[^.]*\./, ".")).sort();
  assert.deepEqual([...new Set(kinds)].filter((name) => /^(workspace|worker|embed)/.test(name)), []);
  // What is loaded is what index.html and its start module name: page, glue, styles, start.
  for (const wanted of ["app.js", "boot.js", "style.css"]) assert.ok(kinds.includes(wanted), `${wanted} of ${kinds}`);
  await at.close();
});
