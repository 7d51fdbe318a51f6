/**
 * Access to the facts of a profile. A fact is `{ value, path }`; its value is null while unknown.
 */

import { anyOf, check, failed, missing } from './logic.mjs';

export class Facts {
  constructor(profile) {
    this.profile = profile;
    this.asOf = profile.as_of;
  }

  /** A fact of the applicant. */
  applicant(name) {
    return { value: this.profile.applicant?.[name] ?? null, path: `applicant.${name}` };
  }

  /** The rows of a table, or null while the table is unknown. */
  rows(table) {
    return this.profile[table] ?? null;
  }

  /** A reader of the facts of one row. */
  row(table, row) {
    return (name) => ({ value: row[name] ?? null, path: `${table}[${row.id}].${name}` });
  }

  /** Does the applicant have one of these roles? */
  role(...names) {
    return check(this.applicant('roles'), (roles) => names.some((name) => roles.includes(name)));
  }

  /** Does one row of the table satisfy the condition? Unknown without a table, false without rows. */
  anyRow(table, condition) {
    const rows = this.rows(table);
    if (rows === null) return missing([table]);
    if (rows.length === 0) return failed([table]);
    return anyOf(...rows.map((row) => condition(this.row(table, row))));
  }

  /** The state of an evaluation and the key that holds it; the claim's own entry wins. */
  evaluation(item, key) {
    const states = this.profile.evaluations ?? {};
    const holder = [key, item].find((name) => Object.hasOwn(states, name) && states[name] !== null);
    return { state: holder === undefined ? 'unknown' : states[holder], holder };
  }

  /** The project and matter of a claim: its entry in `tags`, else its row's, else a project's own id. */
  tags(key, table, row) {
    const stated = this.profile.tags ?? {};
    const own = (Object.hasOwn(stated, key) ? stated[key] : null) ?? {};
    const implied = table === 'projects' ? row.id : null;
    return {
      project: own.project ?? row?.project ?? implied,
      matter: own.matter ?? row?.matter ?? null,
    };
  }
}
