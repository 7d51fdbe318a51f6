/**
 * The decision content of a report, in one form for both sides of a comparison: lists that stand for
 * sets are sorted, wording is left out.
 */

const byText = (a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);
const asSet = (list) => [...(list ?? [])].sort(byText);

function amountOf(amount) {
  const { kind, yuan = null, at_most = null, units = null, missing } = amount ?? {};
  return { kind, yuan, at_most, units, missing: asSet(missing) };
}

function claimOf(claim) {
  const { key, status, amount, missing, failed, ambiguities } = claim;
  return {
    ...{ key, status, amount: amountOf(amount) },
    ...{ missing: asSet(missing), failed: asSet(failed), ambiguities: asSet(ambiguities) },
  };
}

function itemOf(item) {
  const { id, kind, status, relevant, claims, readings, missing, failed } = item;
  if (status === 'direction_only') return { id, kind, status, relevant };
  const own = (claims ?? []).length === 0 ? { missing: asSet(missing), failed: asSet(failed) } : {};
  const kept = (readings ?? []).map(({ ambiguity, yuan }) => ({ ambiguity, yuan }));
  return { id, kind, status, claims: (claims ?? []).map(claimOf), readings: asSet(kept), ...own };
}

function overlapOf(overlap) {
  if (overlap == null) return null;
  const { determined, exact, lower_yuan, upper_yuan } = overlap;
  return {
    ...{ determined, exact, lower_yuan, upper_yuan },
    chosen_lower: asSet(overlap.chosen_lower),
    chosen_upper: asSet(overlap.chosen_upper),
    undecided: asSet(overlap.undecided.map(undecidedOf)),
    parallel: asSet(overlap.parallel.map(({ award, level }) => ({ award, level }))),
    to_choose: asSet(
      overlap.to_choose.map(({ award, claims }) => ({ award, claims: asSet(claims) })),
    ),
  };
}

function undecidedOf({ between, break_even_yuan: breakEven }) {
  return { between: asSet(between), break_even_yuan: breakEven };
}

function totalsOf(totals) {
  if (totals == null) return null;
  const { lower_yuan, upper_yuan, unspecified, unclear, determined, complete } = totals;
  return {
    ...{ lower_yuan, upper_yuan, determined, complete },
    ...{ unspecified: asSet(unspecified), unclear: asSet(unclear) },
  };
}

/** The comparable part of a report; an errors object is kept as it is. */
export function reduce(report) {
  if (report.format !== 'changping-report/1') return report;
  const { format, as_of, validity, items, overlap, totals } = report;
  return {
    ...{ format, as_of, validity },
    ...{ items: items.map(itemOf), overlap: overlapOf(overlap), totals: totalsOf(totals) },
  };
}

const isObject = (value) => value !== null && typeof value === 'object';

function nameOf(index, ...members) {
  const named = members.find((member) => isObject(member) && (member.id ?? member.key));
  return named ? `[${named.id ?? named.key}]` : `[${index}]`;
}

/**
 * The places where two reduced reports differ, as `{ at, expected, found }`. Of the ambiguities only
 * those expected must be there: the others are wording, chosen item by item.
 */
export function differences(expected, found, at = '') {
  if (at.endsWith('.ambiguities')) {
    const lacking = (expected ?? []).filter((id) => !(found ?? []).includes(id));
    return lacking.length > 0 ? [{ at, expected, found }] : [];
  }
  if (!isObject(expected) || !isObject(found) || bothLists(expected, found) === null) {
    return expected === found ? [] : [{ at, expected, found }];
  }
  const list = Array.isArray(expected);
  if (list && expected.length !== found.length) return [{ at, expected, found }];
  const keys = [...new Set([...Object.keys(expected), ...Object.keys(found)])];
  return keys.flatMap((key) => {
    const step = list ? nameOf(key, expected[key], found[key]) : `.${key}`;
    return differences(expected[key], found[key], at + step);
  });
}

/** True for two lists, false for two objects, null for one of each. */
function bothLists(a, b) {
  return Array.isArray(a) === Array.isArray(b) ? Array.isArray(a) : null;
}
