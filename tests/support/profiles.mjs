// Profiles that every door must answer alike: the cases, the faulty ones and the two extremes of a sound one.
import { readFileSync, readdirSync } from "node:fs";

const tests = new URL("../", import.meta.url);

const read = (path) => JSON.parse(readFileSync(new URL(path, tests), "utf8"));

/** Texts of the profiles in a folder of cases, by the case's name. */
export function casesOf(folder) {
  const files = readdirSync(new URL(folder, tests)).filter((name) => name.endsWith(".json")).sort();
  return files.map((file) => {
    const { name, profile, profile_text: text } = read(`${folder}/${file}`);
    return { name, text: text ?? JSON.stringify(profile) };
  });
}

/** Texts of the profiles that break the format, one or more for each error code. */
export function faulty() {
  const base = { format: "changping-profile/1", as_of: "2026-06-01" };
  const cases = read("error_cases.json").cases.map(({ name, profile, text, errors }) => ({
    name,
    text: text ?? JSON.stringify({ ...base, ...profile }),
    codes: errors.map(([code]) => code),
  }));
  const large = JSON.stringify({ ...base, applicant: { name: "字".repeat(400_000) } });
  return [...cases, { name: "too large", text: large, codes: ["E_TOO_LARGE"] }];
}
