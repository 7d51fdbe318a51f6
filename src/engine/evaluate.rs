//! The evaluator: one, generic over who watches. The fast path watches nothing; findings and explanations watch.

use std::cmp::Ordering;

use super::program::{Against, FactPath, Node, Orders, Program, Verdict};
use crate::policy::FactRef;
use crate::profile::{Profile, Row, Value};
use crate::values::Date;

/// Watches an evaluation. Calls nest: `enter`, then the members, then `leave`; leaves call `leaf` alone.
pub trait Observer {
    /// Whether the observer wants every member, also where the verdict is settled.
    const WATCHES: bool;
    /// A group begins; `row` is the row it is about, if it is a row of a quantifier.
    fn enter(&mut self, _node: u32, _row: Option<u32>) {}
    /// A group ends.
    fn leave(&mut self, _node: u32, _verdict: Verdict) {}
    /// A leaf was judged, on these facts; when it is unclear, for this reason.
    fn leaf(&mut self, _node: u32, _verdict: Verdict, _facts: &[FactPath], _cause: Option<u16>) {}
    /// The group that is open is unclear for this reason.
    fn cause(&mut self, _ambiguity: u16) {}
    /// A fact is missing for the amount.
    fn missing(&mut self, _fact: FactPath) {}
}

/// Watches nothing.
impl Observer for () {
    const WATCHES: bool = false;
}

/// What a verdict misses, failed on, or is unclear for.
#[derive(Debug, Default)]
pub struct Findings {
    /// Facts that could still change it or the amount.
    pub missing: Vec<FactPath>,
    /// Of these, the facts that the amount misses.
    pub amount_missing: Vec<FactPath>,
    /// Facts it failed on.
    pub failed: Vec<FactPath>,
    /// Ambiguities, by number.
    pub causes: Vec<u16>,
    marks: Vec<[usize; 3]>,
}

impl Findings {
    /// Forgets everything, keeps the memory.
    pub fn clear(&mut self) {
        self.missing.clear();
        self.amount_missing.clear();
        self.failed.clear();
        self.causes.clear();
        self.marks.clear();
    }
}

impl Observer for Findings {
    const WATCHES: bool = true;

    fn enter(&mut self, _node: u32, _row: Option<u32>) {
        self.marks.push([self.missing.len(), self.failed.len(), self.causes.len()]);
    }

    /// Keeps what members of the group's own verdict left, drops the rest.
    fn leave(&mut self, _node: u32, verdict: Verdict) {
        let Some([missing, failed, causes]) = self.marks.pop() else { return };
        if verdict != Verdict::Unknown {
            self.missing.truncate(missing);
        }
        if verdict != Verdict::False {
            self.failed.truncate(failed);
        }
        if verdict != Verdict::Unclear {
            self.causes.truncate(causes);
        }
    }

    fn leaf(&mut self, _node: u32, verdict: Verdict, facts: &[FactPath], cause: Option<u16>) {
        self.causes.extend(cause);
        match verdict {
            Verdict::Unknown => self.missing.extend_from_slice(facts),
            Verdict::False => self.failed.extend_from_slice(facts),
            Verdict::True | Verdict::Unclear => {}
        }
    }

    fn cause(&mut self, ambiguity: u16) {
        self.causes.push(ambiguity);
    }

    fn missing(&mut self, fact: FactPath) {
        self.missing.push(fact);
        self.amount_missing.push(fact);
    }
}

/// The row that columns of a table refer to; `row: None`: the table has no such row yet.
#[derive(Clone, Copy)]
pub(super) struct Frame<'a> {
    pub(super) table: u16,
    pub(super) row: Option<(u32, &'a Row)>,
    pub(super) outer: Option<&'a Frame<'a>>,
}

impl<'a> Frame<'a> {
    #[inline]
    fn of(mut frame: Option<&'a Frame<'a>>, table: u16) -> Option<(u32, &'a Row)> {
        while let Some(here) = frame {
            if here.table == table {
                return here.row;
            }
            frame = here.outer;
        }
        None
    }
}

/// One evaluation of one profile.
pub(super) struct Evaluation<'a> {
    pub(super) program: &'a Program,
    pub(super) profile: &'a Profile,
}

impl Evaluation<'_> {
    /// A fact's value; cells of a row that does not exist are unknown.
    #[inline]
    pub(super) fn value(&self, fact: FactRef, frame: Option<&Frame<'_>>) -> Value {
        match fact {
            FactRef::Applicant(_) => self.profile.value(fact, None),
            FactRef::Column { table, .. } => {
                Frame::of(frame, table).map_or(Value::Unknown, |(_, row)| self.profile.value(fact, Some(row)))
            }
        }
    }

    /// Where a fact stands; none for cells of a row that does not exist: the table itself is what is missing.
    pub(super) fn path(fact: FactRef, frame: Option<&Frame<'_>>) -> Option<FactPath> {
        match fact {
            FactRef::Applicant(index) => Some(FactPath::Applicant(index)),
            FactRef::Column { table, column } => {
                Frame::of(frame, table).map(|(row, _)| FactPath::Cell { table, column, row })
            }
        }
    }

    /// The verdict of the node at `at`.
    pub(super) fn judge<O: Observer>(&self, at: u32, frame: Option<&Frame<'_>>, observer: &mut O) -> Verdict {
        let Some(node) = self.program.node(at) else { return Verdict::Unknown };
        match *node {
            Node::All { end } => self.group(at, end, true, frame, observer),
            Node::Any { end } => self.group(at, end, false, frame, observer),
            Node::Rows { table, any, .. } => self.rows(at, table, any, frame, observer),
            Node::Soften { verdict, ambiguity, .. } => {
                observer.enter(at, None);
                let inner = self.judge(at + 1, frame, observer);
                let result = if inner == verdict { Verdict::Unclear } else { inner };
                if inner == verdict {
                    observer.cause(ambiguity);
                }
                observer.leave(at, result);
                result
            }
            Node::Unclear { ambiguity } => {
                observer.enter(at, None);
                observer.cause(ambiguity);
                observer.leave(at, Verdict::Unclear);
                Verdict::Unclear
            }
            ref leaf => self.leaf(at, leaf, frame, observer),
        }
    }

    #[inline]
    fn group<O: Observer>(&self, at: u32, end: u32, all: bool, frame: Option<&Frame<'_>>, observer: &mut O) -> Verdict {
        observer.enter(at, None);
        let mut tally = Tally::new(all);
        let mut member = at + 1;
        while member < end && (O::WATCHES || !tally.settled) {
            tally.add(self.judge(member, frame, observer));
            member = self.after(member);
        }
        let verdict = tally.verdict();
        observer.leave(at, verdict);
        verdict
    }

    fn rows<O: Observer>(
        &self,
        at: u32,
        table: u16,
        any: bool,
        frame: Option<&Frame<'_>>,
        observer: &mut O,
    ) -> Verdict {
        observer.enter(at, None);
        let verdict = match self.profile.rows(table) {
            None => {
                observer.leaf(at, Verdict::Unknown, &[FactPath::Table(table)], None);
                Verdict::Unknown
            }
            Some([]) => {
                let verdict = Tally::new(!any).verdict();
                observer.leaf(at, verdict, &[FactPath::Table(table)], None);
                verdict
            }
            Some(rows) => {
                let mut tally = Tally::new(!any);
                for (number, row) in (0..).zip(rows) {
                    let inner = Frame { table, row: Some((number, row)), outer: frame };
                    observer.enter(at, Some(number));
                    let verdict = self.judge(at + 1, Some(&inner), observer);
                    observer.leave(at, verdict);
                    tally.add(verdict);
                    if tally.settled && !O::WATCHES {
                        break;
                    }
                }
                tally.verdict()
            }
        };
        observer.leave(at, verdict);
        verdict
    }

    /// The node after the one at `at` and all that it holds.
    fn after(&self, at: u32) -> u32 {
        match self.program.node(at) {
            Some(Node::All { end } | Node::Any { end } | Node::Rows { end, .. } | Node::Soften { end, .. }) => *end,
            _ => at + 1,
        }
    }

    #[inline]
    fn leaf<O: Observer>(&self, at: u32, leaf: &Node, frame: Option<&Frame<'_>>, observer: &mut O) -> Verdict {
        let judged = match *leaf {
            Node::Is { fact, value } => match self.value(fact, frame) {
                Value::Bool(flag) => Judged::one(truth(flag == value), fact),
                _ => Judged::one(Verdict::Unknown, fact),
            },
            Node::Has { fact, bits, holds } => match self.value(fact, frame).bits() {
                Some(known) => Judged::one(truth((known & bits != 0) == holds), fact),
                None => Judged::one(Verdict::Unknown, fact),
            },
            Node::Compare { fact, orders, against } => self.compare(fact, orders, against, frame),
            Node::Within { event, of, years, ambiguity, holds } => {
                self.within(event, of, years, frame).because(ambiguity).holding(holds)
            }
            Node::Span { start, end, years, ambiguity, holds } => {
                let verdict = match (self.value(start, frame).date(), self.value(end, frame).date()) {
                    (Some(start), Some(end)) if end >= start.anniversary(years) => Verdict::Unclear,
                    _ => Verdict::True,
                };
                Judged { verdict, facts: [Some(start), Some(end)], cause: None }.because(ambiguity).holding(holds)
            }
            _ => Judged { verdict: Verdict::Unknown, facts: [None; 2], cause: None },
        };
        if O::WATCHES {
            Self::report(at, &judged, frame, observer);
        }
        judged.verdict
    }

    fn report<O: Observer>(at: u32, judged: &Judged, frame: Option<&Frame<'_>>, observer: &mut O) {
        let [first, second] = judged.facts.map(|fact| fact.and_then(|f| Self::path(f, frame)));
        let list = match (first, second) {
            (Some(a), Some(b)) => &[a, b][..],
            (Some(a), None) | (None, Some(a)) => &[a][..],
            (None, None) => &[][..],
        };
        observer.leaf(at, judged.verdict, list, judged.cause);
    }

    #[inline]
    fn compare(&self, fact: FactRef, orders: Orders, against: Against, frame: Option<&Frame<'_>>) -> Judged {
        let value = self.value(fact, frame);
        let (other, other_fact) = match against {
            Against::Money(amount) => (Value::Money(amount), None),
            Against::Int(count) => (Value::Int(count), None),
            Against::Date(date) => (Value::Date(date), None),
            Against::Fact(fact) => (self.value(fact, frame), Some(fact)),
        };
        let order = match (value, other) {
            (Value::Money(a), Value::Money(b)) => a.cmp(&b),
            (Value::Int(a), Value::Int(b)) => a.cmp(&b),
            (Value::Date(a), Value::Date(b)) => a.cmp(&b),
            _ => {
                let missing = [(!value.is_known()).then_some(fact), other_fact.filter(|_| !other.is_known())];
                return Judged { verdict: Verdict::Unknown, facts: missing, cause: None };
            }
        };
        let holds = match order {
            Ordering::Less => orders.less,
            Ordering::Equal => orders.equal,
            Ordering::Greater => orders.greater,
        };
        Judged { verdict: truth(holds), facts: [Some(fact), other_fact], cause: None }
    }

    /// Before the anniversary true, on it unclear, after it false; in the future unknown as long as it is not after.
    #[inline]
    fn within(&self, event: FactRef, of: FactRef, years: u16, frame: Option<&Frame<'_>>) -> Judged {
        let days = (self.value(event, frame).date(), self.value(of, frame).date());
        let (Some(day), Some(start)) = days else {
            let missing = [days.0.is_none().then_some(event), days.1.is_none().then_some(of)];
            return Judged { verdict: Verdict::Unknown, facts: missing, cause: None };
        };
        let verdict = window(day, start.anniversary(years), self.profile.as_of);
        let facts = if verdict == Verdict::Unknown { [Some(event), None] } else { [Some(event), Some(of)] };
        Judged { verdict, facts, cause: None }
    }
}

fn window(day: Date, anniversary: Date, as_of: Date) -> Verdict {
    match day.cmp(&anniversary) {
        Ordering::Greater => Verdict::False,
        _ if day > as_of => Verdict::Unknown,
        Ordering::Equal => Verdict::Unclear,
        Ordering::Less => Verdict::True,
    }
}

fn truth(holds: bool) -> Verdict {
    if holds { Verdict::True } else { Verdict::False }
}

/// A leaf's verdict, the facts it names (the missing ones when unknown), and why it is unclear.
struct Judged {
    verdict: Verdict,
    facts: [Option<FactRef>; 2],
    cause: Option<u16>,
}

impl Judged {
    fn one(verdict: Verdict, fact: FactRef) -> Self {
        Self { verdict, facts: [Some(fact), None], cause: None }
    }

    /// Names the reason, if it is unclear.
    fn because(self, ambiguity: u16) -> Self {
        Self { cause: (self.verdict == Verdict::Unclear).then_some(ambiguity), ..self }
    }

    /// Swaps true and false unless `holds`.
    fn holding(mut self, holds: bool) -> Self {
        if !holds {
            self.verdict = match self.verdict {
                Verdict::True => Verdict::False,
                Verdict::False => Verdict::True,
                other => other,
            };
        }
        self
    }
}

/// Counts the members of an all-of or any-of.
#[expect(clippy::struct_excessive_bools, reason = "three flags seen so far and the kind of the group")]
struct Tally {
    all: bool,
    settled: bool,
    unknown: bool,
    unclear: bool,
}

impl Tally {
    fn new(all: bool) -> Self {
        Self { all, settled: false, unknown: false, unclear: false }
    }

    fn add(&mut self, member: Verdict) {
        match member {
            Verdict::Unknown => self.unknown = true,
            Verdict::Unclear => self.unclear = true,
            Verdict::False => self.settled |= self.all,
            Verdict::True => self.settled |= !self.all,
        }
    }

    fn verdict(&self) -> Verdict {
        match self {
            Self { settled: true, all, .. } => truth(!all),
            Self { unknown: true, .. } => Verdict::Unknown,
            Self { unclear: true, .. } => Verdict::Unclear,
            Self { all, .. } => truth(*all),
        }
    }
}
