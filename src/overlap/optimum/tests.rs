#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use proptest::prelude::*;

use super::*;

fn claim(class: u32, project: Option<u32>, matter: Option<u32>, weight: u128) -> Claim {
    Claim { class, project, matter, weight }
}

#[derive(PartialEq)]
enum Tag {
    Same,
    Different,
    Untagged,
}

fn compare(a: Option<u32>, b: Option<u32>, untagged: Untagged) -> Tag {
    match (a, b, untagged) {
        (Some(a), Some(b), _) if a == b => Tag::Same,
        (Some(_), Some(_), _) | (_, _, Untagged::Distinct) => Tag::Different,
        (_, _, Untagged::Unknown) => Tag::Untagged,
    }
}

/// The lower reading, word for word.
fn conflict(a: &Claim, b: &Claim, untagged: Untagged) -> bool {
    let (project, matter) = (compare(a.project, b.project, untagged), compare(a.matter, b.matter, untagged));
    let both_untagged = project == Tag::Untagged && matter == Tag::Untagged;
    a.class != b.class && (project == Tag::Same || matter == Tag::Same || both_untagged)
}

fn independent(claims: &[Claim], chosen: &[usize], untagged: Untagged) -> bool {
    let chosen: Vec<&Claim> = chosen.iter().map(|&index| &claims[index]).collect();
    chosen.iter().enumerate().all(|(index, a)| chosen[..index].iter().all(|b| !conflict(a, b, untagged)))
}

/// All subsets; the first claim is the highest bit, so that of equal sets the greatest number is the first.
fn brute(claims: &[Claim], untagged: Untagged) -> (u128, Vec<usize>) {
    let n = claims.len();
    let meets: Vec<u32> = (0..n)
        .map(|a| (0..n).filter(|&b| conflict(&claims[a], &claims[b], untagged)).map(|b| 1 << (n - 1 - b)).sum())
        .collect();
    let best = (0..1_u32 << n)
        .filter(|set| (0..n).all(|a| set & (1 << (n - 1 - a)) == 0 || set & meets[a] == 0))
        .map(|set| {
            let weight = (0..n).filter(|a| set & (1 << (n - 1 - a)) != 0).map(|a| claims[a].weight).sum::<u128>();
            (weight, set)
        })
        .max()
        .unwrap();
    (best.0, (0..n).filter(|a| best.1 & (1 << (n - 1 - a)) != 0).collect())
}

fn check(claims: &[Claim], untagged: Untagged) {
    let found = lower(claims, untagged);
    assert!(found.exact);
    assert_eq!((found.total, found.chosen), brute(claims, untagged), "{claims:?} {untagged:?}");
}

/// Weights: few, so that many sets tie; spread; and so great that their sum leaves few bits for the tie rule.
fn weights() -> impl Strategy<Value = BoxedStrategy<u128>> {
    let huge = prop::sample::select(vec![0, 1, 1 << 119, (1 << 119) + 1, 1 << 120, (1 << 120) + 1]);
    prop_oneof![
        Just((0..=1_u128).boxed()),
        Just((1..=3_u128).boxed()),
        Just((1..=1_000_u128).boxed()),
        Just(huge.boxed())
    ]
}

fn some_claims(most: usize) -> impl Strategy<Value = Vec<Claim>> {
    (2..5_u32, 1..5_u32, 0..3_u32, weights()).prop_flat_map(move |(classes, tags, missing, weights)| {
        let tag = move || (0..tags + missing).prop_map(move |tag| (tag < tags).then_some(tag));
        let parts = (0..classes, tag(), tag(), weights);
        let one = parts.prop_map(|(class, project, matter, weight)| claim(class, project, matter, weight));
        prop::collection::vec(one, 0..=most)
    })
}

/// A problem of one part or several, with weights as scores.
fn problem(claims: &[Claim]) -> labels::Problem {
    let mut groups = groups(claims);
    groups.retain(|group| group.project.is_some() || group.matter.is_some());
    let bids: Vec<Bid> = groups.iter().enumerate().map(|(rank, group)| bid(rank, group)).collect();
    labels::Problem::new(&bids, groups.iter().map(|group| group.weight))
}

fn plenty() -> Steps {
    Steps { used: 0, limit: 1_000_000_000 }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2_000) })]

    #[test]
    fn agrees_with_brute_force(claims in some_claims(12)) {
        check(&claims, Untagged::Unknown);
        check(&claims, Untagged::Distinct);
    }

    #[test]
    fn branching_agrees_with_elimination(claims in some_claims(60)) {
        let problem = problem(&claims);
        let (labels, proven) = branch::search(&problem, &mut plenty());
        let eliminated = eliminate::plan(&problem, 1_000_000_000).unwrap().run(&problem, &mut plenty());
        prop_assert!(proven);
        prop_assert_eq!(problem.value(&labels), problem.value(&eliminated));
    }

    #[test]
    fn any_weights_give_a_set_without_conflict(
        claims in some_claims(40),
        heavy in prop::collection::vec(prop::sample::select(vec![0, 1, u128::MAX / 3, u128::MAX]), 40),
    ) {
        let heavy: Vec<Claim> = claims.iter().zip(heavy).map(|(claim, weight)| Claim { weight, ..*claim }).collect();
        for untagged in [Untagged::Unknown, Untagged::Distinct] {
            let found = lower(&heavy, untagged);
            prop_assert!(independent(&heavy, &found.chosen, untagged));
        }
    }

    #[test]
    fn stopped_searches_give_sets_without_conflict(claims in some_claims(60), limit in 0..2_000_u64) {
        let mut steps = Steps { used: 0, limit };
        let groups = groups(&claims);
        let found = cases(&groups, &mut steps);
        let best = lower(&claims, Untagged::Unknown);
        let members = found.ranks.iter().flat_map(|&rank| groups[rank].members.clone());
        prop_assert!(independent(&claims, &members.collect::<Vec<_>>(), Untagged::Unknown));
        prop_assert!(best.exact && found.total <= best.total);
        prop_assert!(!found.exact || found.total == best.total);
    }
}

/// The tie rule by its definition: claim after claim, whether a heaviest set has it along with those before.
fn first_of_equals(claims: &[Claim], untagged: Untagged) -> Vec<usize> {
    let total = lower(claims, untagged).total;
    let mut left: Vec<usize> = (0..claims.len()).collect();
    let mut chosen = Vec::new();
    for index in 0..claims.len() {
        if !left.contains(&index) {
            continue;
        }
        let meets = |&other: &usize| conflict(&claims[index], &claims[other], untagged);
        let with: Vec<usize> = left.iter().copied().filter(|other| !meets(other)).collect();
        let rest: Vec<Claim> = with.iter().map(|&index| claims[index]).collect();
        if lower(&rest, untagged).total == total {
            left = with;
            chosen.push(index);
        } else {
            left.retain(|&other| other != index);
        }
    }
    chosen
}

/// A fixed sequence of numbers without pattern.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: u32) -> u32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u32::try_from(self.0 >> 33).unwrap() % end
    }
}

fn random(claims: u32, classes: u32, tags: u32, weights: u32) -> Vec<Claim> {
    let mut numbers = Numbers(7);
    let mut one = |_| {
        let (class, project, matter) = (numbers.below(classes), numbers.below(tags), numbers.below(tags));
        claim(class, Some(project), Some(matter), u128::from(1 + numbers.below(weights)))
    };
    (0..claims).map(&mut one).collect()
}

fn path(claims: u32, classes: u32) -> Vec<Claim> {
    (0..claims).map(|i| claim(i % classes, Some(i.div_ceil(2)), Some(i / 2), 1_000_000)).collect()
}

#[test]
fn nothing_is_exact() {
    let found = lower(&[], Untagged::Unknown);
    assert_eq!(found, Optimum { total: 0, chosen: Vec::new(), exact: true, steps: found.steps });
}

#[test]
fn two_smaller_claims_beat_the_greatest() {
    // The greatest claim shares its project with one and its matter with the other.
    let claims = [claim(0, Some(1), Some(1), 10), claim(1, Some(1), Some(2), 7), claim(2, Some(2), Some(1), 7)];
    let found = lower(&claims, Untagged::Unknown);
    assert_eq!((found.total, found.chosen, found.exact), (14, vec![1, 2], true));
}

#[test]
fn of_equal_claims_the_earlier_counts() {
    let claims = [claim(3, Some(1), None, 5), claim(0, Some(1), None, 5)];
    assert_eq!(lower(&claims, Untagged::Unknown).chosen, [0]);
}

#[test]
fn a_claim_without_tags_meets_all_other_classes_unless_distinct() {
    let claims = [claim(0, None, None, 9), claim(1, Some(1), Some(1), 5), claim(2, Some(2), Some(2), 5)];
    let unknown = lower(&claims, Untagged::Unknown);
    assert_eq!((unknown.total, unknown.chosen), (10, vec![1, 2]));
    assert_eq!(lower(&claims, Untagged::Distinct).total, 19);
}

#[test]
fn only_a_project_meets_only_a_matter() {
    let claims = [claim(0, Some(1), None, 5), claim(1, None, Some(1), 6), claim(2, Some(2), None, 2)];
    let unknown = lower(&claims, Untagged::Unknown);
    assert_eq!((unknown.total, unknown.chosen), (7, vec![0, 2]));
    assert_eq!(lower(&claims, Untagged::Distinct).total, 13);
}

#[test]
fn one_class_may_have_both_kinds() {
    let both = [claim(0, Some(1), None, 5), claim(0, None, Some(1), 9), claim(1, Some(2), None, 7)];
    assert_eq!(lower(&both, Untagged::Unknown).chosen, [0, 1]);
}

#[test]
fn large_simple_structures_are_exact() {
    let weight = |i: u32| u128::from(1 + i * 7 % 100);
    let untagged: Vec<Claim> = (0..1_000).map(|i| claim(i % 30, None, None, weight(i))).collect();
    let by_project: Vec<Claim> = (0..1_000).map(|i| claim(i % 30, Some(i % 97), None, weight(i))).collect();
    let star: Vec<Claim> = (0..1_000).map(|i| claim(i % 5, Some(0), Some(i), weight(i))).collect();
    let grid: Vec<Claim> =
        (0..1_000).map(|i| claim((i / 100 + i) % 3, Some(i / 100), Some(i % 100), weight(i))).collect();
    for claims in [untagged, by_project, star, grid, path(1_000, 3), random(1_000, 5, 1_000, 50)] {
        for mode in [Untagged::Unknown, Untagged::Distinct] {
            let found = lower(&claims, mode);
            assert!(found.exact && found.steps < STEP_LIMIT);
            assert!(independent(&claims, &found.chosen, mode));
            assert_eq!(found.total, found.chosen.iter().map(|&index| claims[index].weight).sum::<u128>());
        }
    }
}

#[test]
fn every_other_claim_of_a_path_counts() {
    let found = lower(&path(20_000, 2), Untagged::Unknown);
    assert_eq!((found.total, found.exact), (10_000 * 1_000_000, true));
}

#[test]
fn ties_of_large_parts_go_to_the_first() {
    for claims in [path(301, 3), path(200, 2), random(250, 3, 9, 2), random(200, 4, 150, 1), random(150, 2, 30, 1)] {
        assert_eq!(lower(&claims, Untagged::Unknown).chosen, first_of_equals(&claims, Untagged::Unknown));
    }
}

#[test]
fn a_hostile_graph_stops_at_the_limit() {
    let claims = random(3_000, 10, 60, 1_000_000);
    let found = lower(&claims, Untagged::Unknown);
    assert!(!found.exact && found.steps >= STEP_LIMIT && found.steps < STEP_LIMIT * 2);
    assert!(independent(&claims, &found.chosen, Untagged::Unknown));
    assert_eq!(found, lower(&claims, Untagged::Unknown));
}
