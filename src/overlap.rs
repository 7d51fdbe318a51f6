//! Which claims may be combined: “the better one, not both”, for claims on the same project or matter.
//!
//! Two readings bound the answer. Lower: claims conflict when project *or* matter is the same (or both are unknown to
//! differ). Upper: only when both are the same. Neither is decided by the text, so both are shown.

pub mod optimum;

use std::collections::{BTreeMap, HashMap};

use crate::values::order;
use rust_decimal::Decimal;

pub use optimum::Untagged;

/// Most pairs and choices that are listed; a longer list would drown any reader, so the rest is said to exist.
pub const MAX_LISTED: usize = 100_000;

/// Decimals that an amount can have: two of a fen and four of a rate.
const SCALE: u32 = 6;

/// The tags of a claim or award.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tagged<'a> {
    /// Project; none: untagged.
    pub project: Option<&'a str>,
    /// Matter; none: untagged.
    pub matter: Option<&'a str>,
}

/// A claim that counts, in report order.
#[derive(Debug, Clone, Copy)]
pub struct Counted<'a> {
    /// Claims of one class never conflict: those of one item, and of items the text itself stacks.
    pub class: u16,
    /// Tags.
    pub tags: Tagged<'a>,
    /// Known amount in yuan; none: the text states no amount.
    pub known: Option<Decimal>,
    /// Some of the amount is unknown.
    pub open: bool,
}

/// Other support of the competing level.
#[derive(Debug, Clone, Copy)]
pub struct Award<'a> {
    /// Tags.
    pub tags: Tagged<'a>,
    /// Received, so that it deducts; otherwise it leaves a choice.
    pub received: bool,
    /// Amount in yuan, if known.
    pub amount: Option<Decimal>,
}

/// A conflict that no figure settles, because one side's amount is not in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Undecided {
    /// The claims, by index, in report order.
    pub between: (usize, usize),
    /// Above this amount (yuan) the other is the better choice; none between two unstated amounts.
    pub break_even: Option<Decimal>,
}

/// An award with the claims that it meets in the lower reading. Not received it leaves a choice, received it deducts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// The award, by index.
    pub award: usize,
    /// The claims, by index.
    pub claims: Vec<usize>,
}

/// The two readings and what stays open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overlap {
    /// Best total of the lower reading, yuan.
    pub lower: Decimal,
    /// Best total of the upper reading, yuan.
    pub upper: Decimal,
    /// Claims of the lower reading that add to it, by index.
    pub chosen_lower: Vec<usize>,
    /// Claims of the upper reading that add to it, by index.
    pub chosen_upper: Vec<usize>,
    /// Conflicts that no figure settles.
    pub undecided: Vec<Undecided>,
    /// Awards that leave a choice.
    pub to_choose: Vec<Choice>,
    /// Received awards that meet claims, at most [`MAX_LISTED`] meetings of them.
    pub deducted: Vec<Choice>,
    /// Whether the lower total is proven the best.
    pub exact: bool,
    /// Whether pairs or choices were left out of the lists ([`MAX_LISTED`]).
    pub truncated: bool,
    /// Whether all this is one settled figure.
    pub determined: bool,
}

/// How two tags compare.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tag {
    Same,
    Different,
    Untagged,
}

fn compare(a: Option<u32>, b: Option<u32>, untagged: Untagged) -> Tag {
    match (a, b) {
        (Some(a), Some(b)) if a == b => Tag::Same,
        (Some(_), Some(_)) => Tag::Different,
        _ if matches!(untagged, Untagged::Distinct) => Tag::Different,
        _ => Tag::Untagged,
    }
}

/// Tags as numbers.
#[derive(Clone, Copy)]
struct Key {
    project: Option<u32>,
    matter: Option<u32>,
}

impl Key {
    /// The lower relation without the test on items.
    fn meets(self, other: Self, untagged: Untagged) -> bool {
        let project = compare(self.project, other.project, untagged);
        let matter = compare(self.matter, other.matter, untagged);
        project == Tag::Same || matter == Tag::Same || (project == Tag::Untagged && matter == Tag::Untagged)
    }

    /// Project and matter, if both are tagged: only then the upper relation can hold.
    fn both(self) -> Option<(u32, u32)> {
        self.project.zip(self.matter)
    }
}

/// Numbers for texts, in order of appearance.
#[derive(Default)]
struct Numbers<'a>(HashMap<&'a str, u32>);

impl<'a> Numbers<'a> {
    fn of(&mut self, text: Option<&'a str>) -> Option<u32> {
        let next = u32::try_from(self.0.len()).unwrap_or(u32::MAX);
        text.map(|text| *self.0.entry(text).or_insert(next))
    }
}

/// A way to weigh: [`weigh`], which a program may hold in a part of its own.
pub type Weigh = fn(&[Counted<'_>], &[Award<'_>], Untagged) -> Overlap;

/// What [`weigh`] gives where nothing can conflict, by little code: all claims that may add something are of one class,
/// and no awards compete. None where it takes weighing.
pub fn unopposed(claims: &[Counted<'_>], awards: &[Award<'_>]) -> Option<Overlap> {
    let mut class = None;
    let (mut total, mut chosen) = (0, Vec::new());
    for (index, claim) in claims.iter().enumerate() {
        let weight = claim.known.map(scaled);
        if weight == Some(0) {
            continue;
        }
        if *class.get_or_insert(claim.class) != claim.class {
            return None;
        }
        if let Some(weight) = weight {
            total += weight;
            chosen.push(index);
        }
    }
    awards.is_empty().then(|| Overlap {
        lower: unscaled(total),
        upper: unscaled(total),
        chosen_lower: chosen.clone(),
        chosen_upper: chosen,
        undecided: Vec::new(),
        to_choose: Vec::new(),
        deducted: Vec::new(),
        exact: true,
        truncated: false,
        determined: claims.iter().all(|claim| !claim.open),
    })
}

/// Weighs counted claims (in report order) against each other and against awards of the competing level.
pub fn weigh<'a>(claims: &'a [Counted<'a>], awards: &'a [Award<'a>], untagged: Untagged) -> Overlap {
    let (mut projects, mut matters) = (Numbers::default(), Numbers::default());
    let mut key = |tags: Tagged<'a>| Key { project: projects.of(tags.project), matter: matters.of(tags.matter) };
    let keys: Vec<Key> = claims.iter().map(|claim| key(claim.tags)).collect();
    let award_keys: Vec<Key> = awards.iter().map(|award| key(award.tags)).collect();
    let scene = Scene { claims, keys, awards, award_keys, untagged };
    let best = scene.lower();
    let lower = unscaled(best.total);
    let (upper, chosen_upper) = scene.upper();
    let (undecided, cut_pairs) = scene.undecided();
    let (to_choose, cut_choices) = scene.meetings(false);
    let (deducted, _) = scene.meetings(true);
    let determined = best.exact && lower == upper && undecided.is_empty() && claims.iter().all(|claim| !claim.open);
    Overlap {
        lower,
        upper,
        chosen_lower: best.chosen,
        chosen_upper,
        undecided,
        to_choose,
        deducted,
        exact: best.exact,
        truncated: cut_pairs || cut_choices,
        determined,
    }
}

/// Claims and awards with their tags as numbers.
struct Scene<'a> {
    claims: &'a [Counted<'a>],
    keys: Vec<Key>,
    awards: &'a [Award<'a>],
    award_keys: Vec<Key>,
    untagged: Untagged,
}

impl Scene<'_> {
    /// Claims with a positive known amount: index, class, key, scaled amount.
    fn positive(&self) -> impl Iterator<Item = (usize, &Counted<'_>, Key, u128)> {
        let claims = self.claims.iter().zip(&self.keys).enumerate();
        claims.filter_map(|(index, (claim, key))| {
            let weight = scaled(claim.known?);
            (weight > 0).then_some((index, claim, *key, weight))
        })
    }

    fn received(&self) -> impl Iterator<Item = (&Award<'_>, Key)> {
        self.awards.iter().zip(self.award_keys.iter().copied()).filter(|(award, _)| award.received)
    }

    /// The lower reading: a claim that meets a received award adds nothing.
    fn lower(&self) -> optimum::Optimum {
        let met = Met::by(self.received().map(|(_, key)| key), self.untagged);
        let standing: Vec<_> = self.positive().filter(|(_, _, key, _)| !met.meets(*key)).collect();
        let weighed: Vec<optimum::Claim> = standing
            .iter()
            .map(|(_, claim, key, weight)| optimum::Claim {
                class: u32::from(claim.class),
                project: key.project,
                matter: key.matter,
                weight: *weight,
            })
            .collect();
        let best = optimum::lower(&weighed, self.untagged);
        let chosen = best.chosen.iter().filter_map(|&index| standing.get(index).map(|(claim, ..)| *claim)).collect();
        optimum::Optimum { chosen, ..best }
    }

    /// The upper reading: conflicts, and deductions, only within one project and matter.
    fn upper(&self) -> (Decimal, Vec<usize>) {
        let mut total = 0;
        let mut chosen = Vec::new();
        let mut groups: BTreeMap<(u32, u32), ByClass> = BTreeMap::new();
        for (index, claim, key, weight) in self.positive() {
            if let Some(group) = key.both() {
                let sum = groups.entry(group).or_default().entry(claim.class).or_default();
                sum.0 += weight;
                sum.1.push(index);
            } else {
                total += weight;
                chosen.push(index);
            }
        }
        let mut deducted: BTreeMap<(u32, u32), u128> = BTreeMap::new();
        for (award, key) in self.received() {
            if let Some(group) = key.both() {
                *deducted.entry(group).or_default() += award.amount.map_or(0, scaled);
            }
        }
        for (group, classes) in groups {
            // Of equal sums the one with the earliest claim.
            let best = classes.into_values().max_by(|a, b| a.0.cmp(&b.0).then_with(|| b.1.cmp(&a.1)));
            let Some((sum, claims)) = best else { continue };
            let left = sum.saturating_sub(deducted.get(&group).copied().unwrap_or(0));
            if left > 0 {
                total += left;
                chosen.extend(claims);
            }
        }
        order::sort_by(&mut chosen, Ord::cmp);
        (unscaled(total), chosen)
    }

    /// Lower conflicts of a claim whose amount the text does not state with one like it or one of a positive amount.
    fn undecided(&self) -> (Vec<Undecided>, bool) {
        let numbered = self.claims.iter().zip(&self.keys).enumerate();
        let contenders: Vec<(usize, &Counted<'_>, Key)> = numbered
            .filter(|(_, (claim, _))| claim.known.is_none_or(|yuan| yuan > Decimal::ZERO))
            .map(|(index, (claim, key))| (index, claim, *key))
            .collect();
        let mut pairs = Vec::new();
        for &(first, claim, key) in contenders.iter().filter(|(_, claim, _)| claim.known.is_none()) {
            for &(second, other, other_key) in &contenders {
                let again = other.known.is_none() && second <= first;
                if again || claim.class == other.class || !key.meets(other_key, self.untagged) {
                    continue;
                }
                if pairs.len() == MAX_LISTED {
                    return (pairs, true);
                }
                pairs.push(Undecided { between: (first.min(second), first.max(second)), break_even: other.known });
            }
        }
        order::sort_by_key(&mut pairs, |pair| pair.between);
        (pairs, false)
    }

    /// Awards that are received, or those that are not, with the claims they meet in the lower reading; whether some were
    /// left out.
    fn meetings(&self, received: bool) -> (Vec<Choice>, bool) {
        let mut choices = Vec::new();
        let mut listed = 0;
        for (award, (other, award_key)) in self.awards.iter().zip(&self.award_keys).enumerate() {
            if other.received != received {
                continue;
            }
            let keys = self.keys.iter().enumerate();
            let meeting = keys.filter(|(_, key)| key.meets(*award_key, self.untagged)).map(|(index, _)| index);
            let claims: Vec<usize> = meeting.take(MAX_LISTED + 1 - listed).collect();
            listed += claims.len();
            if listed > MAX_LISTED {
                return (choices, true);
            }
            if !claims.is_empty() {
                choices.push(Choice { award, claims });
            }
        }
        (choices, false)
    }
}

/// Per class the weight and the claims of one project and matter.
type ByClass = BTreeMap<u16, (u128, Vec<usize>)>;

/// What the keys of received awards meet, in one look per claim.
#[expect(clippy::struct_excessive_bools, reason = "four independent facts about the awards")]
struct Met {
    untagged: Untagged,
    projects: Vec<u32>,
    matters: Vec<u32>,
    /// Some award has neither tag, has no project, has no matter, exists at all.
    neither: bool,
    no_project: bool,
    no_matter: bool,
    any: bool,
}

impl Met {
    fn by(keys: impl Iterator<Item = Key>, untagged: Untagged) -> Self {
        let keys: Vec<Key> = keys.collect();
        let sorted = |part: fn(&Key) -> Option<u32>| {
            let mut list: Vec<u32> = keys.iter().filter_map(part).collect();
            order::sort_by(&mut list, Ord::cmp);
            list.dedup();
            list
        };
        Self {
            untagged,
            projects: sorted(|key| key.project),
            matters: sorted(|key| key.matter),
            neither: keys.iter().any(|key| key.project.is_none() && key.matter.is_none()),
            no_project: keys.iter().any(|key| key.project.is_none()),
            no_matter: keys.iter().any(|key| key.matter.is_none()),
            any: !keys.is_empty(),
        }
    }

    /// Whether any of the awards meets a claim in the lower reading.
    fn meets(&self, key: Key) -> bool {
        let tagged = |list: &[u32], tag: Option<u32>| tag.is_some_and(|tag| list.binary_search(&tag).is_ok());
        if tagged(&self.projects, key.project) || tagged(&self.matters, key.matter) {
            return true;
        }
        if matches!(self.untagged, Untagged::Distinct) {
            return false;
        }
        // Both comparisons are untagged: each tag is lacking on one side.
        match (key.project, key.matter) {
            (None, None) => self.any,
            (None, Some(_)) => self.no_matter,
            (Some(_), None) => self.no_project,
            (Some(_), Some(_)) => self.neither,
        }
    }
}

/// Yuan as a whole number of millionths.
fn scaled(yuan: Decimal) -> u128 {
    let mut yuan = yuan;
    yuan.rescale(SCALE);
    u128::try_from(yuan.mantissa()).unwrap_or(0)
}

fn unscaled(weight: u128) -> Decimal {
    let mantissa = i128::try_from(weight).unwrap_or(i128::MAX);
    Decimal::try_from_i128_with_scale(mantissa, SCALE).unwrap_or(Decimal::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn claim() -> impl Strategy<Value = Counted<'static>> {
        let tag = || prop::sample::select(vec![None, Some("a"), Some("b")]);
        let known = prop::sample::select(vec![None, Some(0), Some(100), Some(250)]);
        (0_u16..3, tag(), tag(), known, any::<bool>()).prop_map(|(class, project, matter, known, open)| Counted {
            class,
            tags: Tagged { project, matter },
            known: known.map(|fen| Decimal::new(fen, 2)),
            open,
        })
    }

    proptest! {
        /// Where nothing has to be weighed, weighing would say the same.
        #[test]
        fn unopposed_is_as_weighed(claims in prop::collection::vec(claim(), 0..4), distinct in any::<bool>()) {
            let untagged = if distinct { Untagged::Distinct } else { Untagged::Unknown };
            if let Some(found) = unopposed(&claims, &[]) {
                prop_assert_eq!(found, weigh(&claims, &[], untagged));
            }
        }
    }

    #[test]
    fn classes_and_awards_have_to_be_weighed() {
        let claim = |class| Counted { class, tags: Tagged::default(), known: Some(Decimal::ONE), open: false };
        let award = Award { tags: Tagged::default(), received: true, amount: None };
        assert!(unopposed(&[claim(1), claim(1)], &[]).is_some());
        assert!(unopposed(&[claim(1), claim(2)], &[]).is_none());
        assert!(unopposed(&[claim(1)], &[award]).is_none());
    }
}
