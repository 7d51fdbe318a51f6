// The words on each page of a PDF that Chromium wrote: its pages, their content and the letters of its fonts.
import { inflateSync } from "node:zlib";

/** The objects of the file by number: what is written of each, and its unpacked stream. */
function objects(bytes) {
  const text = bytes.toString("latin1");
  const found = new Map();
  for (const { 1: number, index, 0: head } of text.matchAll(/(?:^|\n)(\d+) 0 obj\b/g)) {
    const start = index + head.length;
    const rest = text.slice(start, text.indexOf("endobj", start));
    const stream = /stream\r?\n/.exec(rest);
    const written = stream ? rest.slice(0, stream.index) : rest;
    const object = { written, body: "" };
    if (stream) {
      const from = start + stream.index + stream[0].length;
      const length = Number(/\/Length (\d+)/.exec(written)[1]);
      const packed = bytes.subarray(from, from + length);
      object.body = (/FlateDecode/.test(written) ? inflateSync(packed) : packed).toString("latin1");
    }
    found.set(number, object);
  }
  return found;
}

const letters = (hex) => hex.match(/.{4}/g).map((unit) => String.fromCharCode(parseInt(unit, 16))).join("");

/** What each glyph of a font stands for, from its table of letters. */
function table(cmap) {
  const found = new Map();
  for (const { 1: part } of cmap.matchAll(/beginbfchar([\s\S]*?)endbfchar/g)) {
    for (const { 1: glyph, 2: words } of part.matchAll(/<(\w+)>\s*<(\w+)>/g)) found.set(parseInt(glyph, 16), letters(words));
  }
  for (const { 1: part } of cmap.matchAll(/beginbfrange([\s\S]*?)endbfrange/g)) {
    for (const { 1: from, 2: to, 3: first } of part.matchAll(/<(\w+)>\s*<(\w+)>\s*<(\w+)>/g)) {
      for (let glyph = parseInt(from, 16); glyph <= parseInt(to, 16); glyph += 1) {
        found.set(glyph, String.fromCharCode(parseInt(first, 16) + glyph - parseInt(from, 16)));
      }
    }
  }
  return { wide: /<\w{4}>\s*<\w{4}>\s*endcodespacerange/.test(cmap), found };
}

/** The words of each page, without blanks, in the order in which they are drawn. */
export function pagesOf(bytes) {
  const all = objects(bytes);
  const tables = new Map();
  const fontTable = (number) => {
    if (!tables.has(number)) {
      const cmap = /\/ToUnicode (\d+) 0 R/.exec(all.get(number).written);
      tables.set(number, cmap ? table(all.get(cmap[1]).body) : { wide: true, found: new Map() });
    }
    return tables.get(number);
  };
  const pages = [...all.values()].filter(({ written }) => /\/Type \/Page\b(?!s)/.test(written));
  return pages.map(({ written }) => {
    const fonts = new Map([...written.matchAll(/\/(F\d+) (\d+) 0 R/g)].map(({ 1: name, 2: number }) => [name, number]));
    const content = [...written.matchAll(/\/Contents (\d+) 0 R/g)].map(({ 1: number }) => all.get(number).body).join("\n");
    let font;
    let words = "";
    // Some letters are told in words, because their glyph stands for another letter too.
    let told = false;
    const token = /\/ActualText <FEFF(\w*)>|(EMC)|\/(F\d+) [\d.]+ Tf|<([0-9A-Fa-f]+)>/g;
    for (const { 1: actual, 2: end, 3: name, 4: hex } of content.matchAll(token)) {
      if (actual !== undefined) {
        told = true;
        words += letters(actual);
      } else if (end) told = false;
      else if (name) font = fontTable(fonts.get(name));
      else if (!told) for (const glyph of hex.match(font.wide ? /.{4}/g : /.{2}/g) ?? []) words += font.found.get(parseInt(glyph, 16)) ?? "";
    }
    return words.normalize("NFKC").replace(/\s/g, "");
  });
}
