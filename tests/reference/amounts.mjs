/**
 * Amounts of claims. `units` is the known part in 10^-4 yuan; an amount whose size the text does not
 * state has `kind: 'unspecified'` and weighs nothing.
 */

import { formatYuan, parseFen, share, sum } from './money.mjs';

/** No amount at all: honours, services and refused claims. */
export const noAmount = () => ({ kind: 'none', units: 0n, missing: [] });

/** The text promises money but states no figure. */
export function unspecified() {
  return { kind: 'unspecified', units: 0n, missing: [] };
}

/** Article 14(2): 每培育一家…分别给予: an unstated amount for each firm. */
export function perFirm(count) {
  return { ...unspecified(), count: count.value };
}

/** A percentage of one money fact. */
export function shareOf(fact, percent) {
  if (fact.value === null) return atLeast(0n, [fact.path]);
  return exact(share(parseFen(fact.value), percent));
}

/** Article 5(1): 30% of 研发、房租、装修费用和固定资产投资（房产、土地购置费用除外）总额. */
export function costShare(fact) {
  const plain = ['rd_cost', 'rent_cost', 'fitout_cost'].map(fact);
  const known = sum(plain.filter(isKnown).map((cost) => parseFen(cost.value)));
  const absent = plain.filter((cost) => !isKnown(cost)).map((cost) => cost.path);
  const assets = assetTerm(fact('fixed_asset_investment'), fact('property_land_cost'));
  const least = share(known + assets.least, 30);
  const unknowns = [...absent, ...assets.missing];
  if (unknowns.length === 0) return exact(least);
  const bounded = absent.length === 0 && assets.most !== null;
  return atLeast(least, unknowns, bounded ? share(known + assets.most, 30) : null);
}

/** 固定资产投资（房产、土地购置费用除外）: between which bounds it lies and what it misses. */
function assetTerm(gross, land) {
  if (!isKnown(gross)) {
    return {
      least: 0n,
      most: null,
      missing: [gross, land].filter((fact) => !isKnown(fact)).map((fact) => fact.path),
    };
  }
  const whole = parseFen(gross.value);
  if (whole === 0n) return { least: 0n, most: 0n, missing: [] };
  if (!isKnown(land)) return { least: 0n, most: whole, missing: [land.path] };
  const net = whole - parseFen(land.value);
  return { least: net, most: net, missing: [] };
}

const isKnown = (fact) => fact.value !== null;
const exact = (units) => ({ kind: 'exact', units, missing: [] });
const atLeast = (units, missing, most = null) => ({ kind: 'at_least', units, missing, most });

/** The amount as a report shows it. */
export function writeAmount(amount) {
  switch (amount.kind) {
    case 'exact':
      return { kind: 'exact', yuan: formatYuan(amount.units) };
    case 'at_least':
      return {
        kind: 'at_least',
        yuan: formatYuan(amount.units),
        ...(amount.most === null ? {} : { at_most: formatYuan(amount.most) }),
        missing: amount.missing,
      };
    case 'unspecified':
      return { kind: 'unspecified', ...(amount.count == null ? {} : { units: amount.count }) };
    default:
      return { kind: 'none' };
  }
}
