/**
 * Four-valued conditions: `true`, `false`, `unknown` (a fact is missing) and `unclear` (the facts are
 * known, the text does not settle it). A verdict carries the facts it misses or failed on and the
 * ambiguities that cause it to be unclear.
 */

function verdict(value, parts = {}) {
  return { value, missing: [], failed: [], causes: [], ...parts };
}

export const holdsTrue = () => verdict('true');
export const failed = (paths) => verdict('false', { failed: paths });
export const missing = (paths) => verdict('unknown', { missing: paths });
export const unclear = (...causes) => verdict('unclear', { causes });

/** The members of a list, each once, in order of first appearance. */
export function distinct(list) {
  return [...new Set(list)];
}

function gather(members, value) {
  const chosen = members.filter((member) => member.value === value);
  const all = (name) => distinct(chosen.flatMap((member) => member[name]));
  return verdict(value, { missing: all('missing'), failed: all('failed'), causes: all('causes') });
}

function firstPresent(members, order, otherwise) {
  const present = order.find((value) => members.some((member) => member.value === value));
  return gather(members, present ?? otherwise);
}

/** Every member must hold. */
export function allOf(...members) {
  return firstPresent(members, ['false', 'unknown', 'unclear'], 'true');
}

/** One member must hold. */
export function anyOf(...members) {
  return firstPresent(members, ['true', 'unknown', 'unclear'], 'false');
}

/** The same condition, but where it is false the text leaves the consequence open. */
export function softened(member, cause) {
  return member.value === 'false' ? unclear(cause) : member;
}

/**
 * A condition on one fact: unknown while the fact is, else what `test` says of the value, which is
 * true, false, or the id of an ambiguity.
 */
export function check(fact, test) {
  if (fact.value === null) return missing([fact.path]);
  const outcome = test(fact.value);
  if (typeof outcome === 'string') return unclear(outcome);
  return outcome ? holdsTrue() : failed([fact.path]);
}

/** A yes-or-no fact that must be yes. */
export function isTrue(fact) {
  return check(fact, (value) => value);
}

/** A yes-or-no fact whose "no" the text does not rule upon. */
export function isTrueElse(fact, cause) {
  return check(fact, (value) => value || cause);
}
