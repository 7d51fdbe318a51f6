/** A day, `YYYY-MM-DD`, 1900 to 2199. */
export type Day = string;

/** Yuan as a decimal string without exponent: exact, never rounded. In profiles at most two decimals, below 10^18. */
export type Yuan = string;

/** Path of a fact: `applicant.founded_on`, `projects[p1].rent_cost`. */
export type FactPath = string;

/** An item's id, or `item#row` for items taken per row. */
export type ClaimKey = string;

/** What every profile has besides the facts of the policy. */
export interface ProfileHead {
  format: "PROFILE_FORMAT";
  /** Day of assessment. */
  as_of: Day;
  /** By item, or by claim, which wins. */
  evaluations?: Record<ClaimKey, EvaluationState | null> | null;
  /** By claim: overrides what its row says. */
  tags?: Record<ClaimKey, { project?: string | null; matter?: string | null } | null> | null;
  /** How claims without a tag compare: perhaps the same, or certainly different. */
  untagged_matters?: "unknown" | "distinct" | null;
}

/** What every row of a table has. */
export interface Row {
  /** Unique in its table. */
  id: string;
  name?: string | null;
  project?: string | null;
  matter?: string | null;
}

/** What the policy gives this applicant. */
export interface Report {
  format: "REPORT_FORMAT";
  policy: { id: string; document: string; digest: string };
  /** Version of the engine. */
  engine: string;
  as_of: Day;
  validity: Validity;
  /** Every item, in the order of the text. */
  items: ItemReport[];
  /** Null outside the time in force. */
  overlap: Overlap | null;
  /** Null outside the time in force. */
  totals: Totals | null;
}

export interface ItemReport {
  id: string;
  title: string;
  kind: ItemKind;
  /** The best of its claims. */
  status: Status;
  /** Of directions alone: whether the roles make them relevant. */
  relevant?: boolean | null;
  claims: Claim[];
  /** Of items without claims. */
  missing?: FactPath[];
  /** Of items without claims. */
  failed?: FactPath[];
  /** Other readings of the text and what they come to. */
  readings: { ambiguity: string; yuan: Yuan }[];
  /** Verbatim. Article, paragraph and sentence count from 1. */
  quotes: { article: number; paragraph: number; sentence: number; text: string }[];
}

export interface Claim {
  key: ClaimKey;
  status: Status;
  amount: Amount;
  /** Facts that can still change the status or the amount. */
  missing: FactPath[];
  failed: FactPath[];
  /** Ids of what the text leaves open here. */
  ambiguities: string[];
}

/** `unspecified`: the text states none, which is not 0. */
export type Amount =
  | { kind: "exact"; yuan: Yuan }
  | { kind: "at_least"; yuan: Yuan; at_most?: Yuan; missing: FactPath[] }
  | { kind: "unspecified"; units?: number }
  | { kind: "none" };

/** Which claims may be combined. */
export interface Overlap {
  determined: boolean;
  /** False where the search was stopped: the totals are then the best found. */
  exact: boolean;
  /** The strict reading. */
  lower_yuan: Yuan;
  /** The lenient reading. */
  upper_yuan: Yuan;
  chosen_lower: ClaimKey[];
  chosen_upper: ClaimKey[];
  undecided: { between: [ClaimKey, ClaimKey]; break_even_yuan: Yuan | null }[];
  parallel: { award: string; level: string }[];
  to_choose: { award: string; claims: ClaimKey[] }[];
  /** Only where lists were cut. */
  truncated?: true;
}

export interface Totals {
  lower_yuan: Yuan;
  upper_yuan: Yuan;
  /** Counted claims without a stated amount. */
  unspecified: ClaimKey[];
  unclear: ClaimKey[];
  determined: boolean;
  complete: boolean;
}

/** What to ask next, what would change a verdict, and by when. */
export interface Advice {
  format: "ADVICE_FORMAT";
  policy: { id: string; document: string; digest: string };
  engine: string;
  as_of: Day;
  /** The one that settles most first. `settles`: mean number of items and amounts that an answer settles. */
  questions: { fact: FactPath; items: number; settles: number; money: boolean }[];
  near_misses: { claim: ClaimKey; changes: Change[]; leaves_facts_open: boolean }[];
  /** `last_day` certainly counts; from the next day on it is unclear, or over. */
  deadlines: {
    claim: ClaimKey;
    fact: string;
    last_day: Day;
    days_left: number;
    unclear: { from: Day | null; until: Day; ambiguities: string[] } | null;
  }[];
}

/** Values that do it: of days, amounts and counts all between the bounds that there are. */
export interface Bounds {
  at_least?: unknown;
  at_most?: unknown;
}

/** A change with an example that does it. */
export type Change =
  | ({ fact: FactPath; value: unknown; changeable: boolean } & Bounds)
  | { table: string; row: Record<string, unknown>; bounds: Record<string, Bounds>; changeable: boolean }
  | { evaluation: FactPath; changeable: boolean };

/** Everything that breaks the format. */
export interface Errors {
  format: "ERRORS_FORMAT";
  /** `path` is a JSON Pointer. */
  errors: { code: string; path: string; message: string }[];
}

/** What `policy()` gives. */
export interface Bundle {
  /** `sha256-` and Base64, of the policy's compact JSON. */
  digest: string;
  policy: Policy;
}

