/**
 * `randomProfile(seed)`: a valid profile, the same for the same seed. It leans on what is easily got
 * wrong: anniversaries and the days beside them, unknown facts, exact limits, ties and shared tags.
 */

import { anniversary, isLeapYear } from './dates.mjs';
import { parseFen } from './money.mjs';
import { ITEMS } from './items.mjs';
import { APPLICANT, AWARD, ROLES, TABLES } from './vocabulary.mjs';

const STATES = ['not_applied', 'in_progress', 'passed', 'failed', 'unknown', null];
const AS_OF = ['2026-06-01', '2027-03-01', '2028-02-29', '2026-04-21', '2029-04-20', '2029-04-21'];
const AS_OF_OUTSIDE = ['2026-04-20', '2029-04-22', '1900-01-01', '2199-12-31'];
const FOUNDED = [
  '2024-02-29',
  '2024-06-01',
  '2025-03-10',
  '2026-04-21',
  '2023-06-01',
  '1999-12-31',
];
const LAST_YEAR_END = '2199-12-31';
const PROJECTS = ['P', 'Q', 'p1', '甲'];
const MATTERS = ['M', 'N', '乙'];
const AMOUNTS = [
  ...['0', '0.00', '0.01', '0.1', '00012.30', '1', '33.33', '300', '500', '3000', '3000.00'],
  ...['1000000', '14000000', '99999999.99', '100000000', '100000000.00', '100000000.01'],
  ...['999999999999999999', '999999999999999999.99', '123456789012345678.91'],
];

const EQUAL_SHARES = ['0', '300', '500', '3000', '3000', '1000', '600'];

/** Mulberry32: a small generator of numbers in [0, 1). */
function mulberry32(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/**
 * The dice, with this profile's own lean: how much is known and how often the answer is yes. A
 * crowded profile has many claims of equal amounts that share few projects and matters.
 */
class Dice {
  constructor(seed) {
    this.next = mulberry32(seed);
    this.crowded = this.chance(0.3);
    this.known = this.pick(this.crowded ? [0.98, 1] : [0.4, 0.75, 0.93, 0.99, 1]);
    this.lean = this.pick(this.crowded ? [0.97, 1] : [0.5, 0.85, 0.95, 1]);
    this.tagged = this.pick(this.crowded ? [0.9, 1] : [0.1, 0.5, 0.9, 1]);
  }

  chance(probability) {
    return this.next() < probability;
  }

  below(count) {
    return Math.floor(this.next() * count);
  }

  pick(list) {
    return list[this.below(list.length)];
  }

  some(list, probability) {
    return list.filter(() => this.chance(probability));
  }
}

/** Sets a fact, or leaves it unknown: absent or null. */
function state(dice, target, name, make) {
  if (dice.chance(dice.known)) target[name] = make();
  else if (dice.chance(0.3)) target[name] = null;
}

/** The day some days from a date. */
function shifted(date, days) {
  const day = new Date(`${date}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() + days);
  return day.toISOString().slice(0, 10);
}

function randomDay(dice) {
  const year = 2020 + dice.below(10);
  const month = 1 + dice.below(12);
  const lastDays = [31, isLeapYear(year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  const day = dice.chance(0.2) ? lastDays[month - 1] : 1 + dice.below(lastDays[month - 1]);
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

function randomMoney(dice) {
  if (dice.crowded) return dice.pick(EQUAL_SHARES);
  if (dice.chance(0.7)) return dice.pick(AMOUNTS);
  const whole = dice.below(10 ** (1 + dice.below(9)));
  return dice.chance(0.5) ? `${whole}` : `${whole}.${String(dice.below(100)).padStart(2, '0')}`;
}

/** A value for a fact of the vocabulary: a type's name, or the words of an enumeration. */
function randomValue(dice, type) {
  if (Array.isArray(type))
    return dice.chance(dice.lean) ? dice.pick(type.slice(0, -1)) : dice.pick(type);
  switch (type) {
    case 'bool':
      return dice.chance(dice.lean);
    case 'int':
      return dice.pick([0, 1, 2, 7, 9007199254740991]);
    case 'money':
      return randomMoney(dice);
    case 'date':
      return dice.chance(0.3)
        ? dice.pick(['2026-04-20', '2026-04-21', '2024-02-29'])
        : randomDay(dice);
    default:
      return randomSet(dice, type.set);
  }
}

function randomSet(dice, words) {
  if (dice.chance(0.08)) return [];
  if (dice.chance(0.1)) return ['other'];
  const chosen = dice.some(words, dice.pick([0.1, 0.3, 0.7]));
  return dice.chance(0.2) && chosen.length > 0 ? [...chosen, chosen[0]] : chosen;
}

function randomApplicant(dice) {
  const applicant = {};
  if (dice.chance(0.2)) applicant.name = '某单位';
  state(dice, applicant, 'roles', () =>
    dice.crowded || dice.chance(0.3) ? ROLES : randomSet(dice, ROLES),
  );
  for (const [name, type] of Object.entries(APPLICANT)) {
    state(dice, applicant, name, () => randomValue(dice, type));
  }
  state(dice, applicant, 'founded_on', () =>
    dice.chance(0.8) ? dice.pick(FOUNDED) : randomDay(dice),
  );
  return applicant;
}

/** Project and matter of a row, often absent. */
function addTags(dice, row) {
  const few = (tags) => (dice.crowded ? tags.slice(0, 2) : [...tags, null]);
  if (dice.chance(dice.tagged)) row.project = dice.pick(few(PROJECTS));
  if (dice.chance(dice.tagged)) row.matter = dice.pick(few(MATTERS));
}

/** The day of a round: on the anniversaries, beside them, or around the assessment. */
function randomEvent(dice, founded, asOf) {
  if (!founded) return randomDay(dice);
  const edges = [anniversary(founded, 2), anniversary(founded, 3), asOf, founded];
  const edge = shifted(dice.pick(edges), dice.pick([-1, 0, 0, 1]));
  const day = dice.chance(0.8) ? edge : randomDay(dice);
  if (day > LAST_YEAR_END) return LAST_YEAR_END;
  return day < founded ? founded : day;
}

/** A cost window whose end lies about the third anniversary of its start. */
function fixWindow(dice, row) {
  const { cost_window_start: start, cost_window_end: end } = row;
  if (!start || !end) return;
  row.cost_window_end = dice.chance(0.7)
    ? shifted(anniversary(start, 3), dice.pick([-2, -1, -1, 0, 1]))
    : shifted(start, dice.below(400));
}

/** Land and property are part of the investment and cannot exceed it. */
function fixProperty(dice, row) {
  const { fixed_asset_investment: gross, property_land_cost: land } = row;
  if (gross == null || land == null) return;
  if (parseFen(land) > parseFen(gross)) row.property_land_cost = dice.pick(['0', gross]);
}

function fixRow(dice, table, row, profile) {
  if (table === 'projects') {
    fixWindow(dice, row);
    fixProperty(dice, row);
  }
  if (table === 'financing_rounds' && row.obtained_on) {
    row.obtained_on = randomEvent(dice, profile.applicant?.founded_on, profile.as_of);
  }
}

function randomRow(dice, table, columns, id, profile) {
  const row = { id };
  if (dice.chance(0.1)) row.name = '名称';
  for (const [name, type] of Object.entries(columns)) {
    state(dice, row, name, () => randomValue(dice, type));
  }
  addTags(dice, row);
  fixRow(dice, table, row, profile);
  return row;
}

function randomRows(dice, table, columns, profile) {
  const count = dice.pick([0, 1, 1, 2, 2, 3]);
  const initial = table[0];
  const ids = [`${initial}1`, dice.pick([`${initial}2`, '二', 'x#y', 'a]b', 'a b']), `${initial}3`];
  return ids.slice(0, count).map((id) => randomRow(dice, table, columns, id, profile));
}

function addTables(dice, profile) {
  for (const [table, columns] of Object.entries(TABLES)) {
    if (dice.chance(0.75)) profile[table] = randomRows(dice, table, columns, profile);
    else if (dice.chance(0.15)) profile[table] = null;
  }
  if (dice.chance(0.5)) profile.other_awards = randomRows(dice, 'awards', AWARD, profile);
}

/** Every key that names a claim of the profile. */
function claimKeys(profile) {
  return ITEMS.filter((item) => !item.roles).flatMap((item) =>
    item.table ? (profile[item.table] ?? []).map((row) => `${item.id}#${row.id}`) : [item.id],
  );
}

function addEvaluations(dice, profile) {
  if (dice.chance(0.3)) return;
  const keys = [...new Set([...ITEMS.map((item) => item.id), ...claimKeys(profile)])];
  const chosen = dice.some(keys, dice.pick([0.05, 0.3, 0.8]));
  const states = dice.chance(0.5) ? STATES : STATES.filter((name) => name !== 'failed');
  profile.evaluations = Object.fromEntries(chosen.map((key) => [key, dice.pick(states)]));
}

function addClaimTags(dice, profile) {
  if (dice.chance(0.4)) return;
  const chosen = dice.some(claimKeys(profile), dice.pick([0.1, 0.4, 0.9]));
  profile.tags = {};
  for (const key of chosen) {
    profile.tags[key] = {};
    addTags(dice, profile.tags[key]);
  }
}

/** A valid profile for a seed. */
export function randomProfile(seed) {
  const dice = new Dice(seed);
  const asOf = dice.chance(0.9) ? dice.pick(AS_OF) : dice.pick(AS_OF_OUTSIDE);
  const profile = { format: 'changping-profile/1', as_of: asOf };
  if (dice.chance(0.95)) profile.applicant = randomApplicant(dice);
  addTables(dice, profile);
  addEvaluations(dice, profile);
  addClaimTags(dice, profile);
  if (dice.chance(0.4)) profile.untagged_matters = dice.pick(['unknown', 'distinct']);
  return profile;
}
