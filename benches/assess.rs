//! Speed of the engine on a startup's profile: `cargo bench`.
#![allow(clippy::unwrap_used, missing_docs)]

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use policy_selfcheck::EMBEDDED_POLICY;
use policy_selfcheck::engine::Outcome;
use policy_selfcheck::overlap::optimum::{self, Claim, Untagged};
use policy_selfcheck::policy::Bundle;
use policy_selfcheck::report::Assessor;

/// Two projects, a financing round, other support: what a founder types.
const STARTUP: &str = r#"{"format":"changping-profile/1","as_of":"2026-06-01",
"applicant":{"name":"星图","roles":["tech_enterprise"],"founded_on":"2025-03-10","is_tech_company":true,
"founder_origin":"university","founder_is_main_shareholder":true},
"projects":[{"id":"p1","is_commercialisation":true,"is_major":true,"rd_cost":"6000000","rent_cost":"800000",
"fitout_cost":"1200000","fixed_asset_investment":"10000000","property_land_cost":"4000000","early_poc":true},
{"id":"p2","is_commercialisation":true,"is_major":true,"rd_cost":"2000000"}],
"financing_rounds":[{"id":"r1","obtained_on":"2026-05-20","is_equity":true,"strong_investor":true,
"post_money_valuation":"120000000"}],
"other_awards":[{"id":"a1","level":"district","status":"received","amount":"1000000","project":"p1"}]}"#;

fn assessor() -> Assessor {
    Assessor::new(Bundle::from_json(EMBEDDED_POLICY).unwrap()).unwrap()
}

fn one_profile(c: &mut Criterion) {
    let assessor = assessor();
    let profile = assessor.read(STARTUP).unwrap();
    let mut outcome = Outcome::default();
    c.bench_function("fast path: 49 items", |b| {
        b.iter(|| assessor.program().evaluate(black_box(&profile), &mut outcome));
    });
    c.bench_function("report with findings, readings, overlap", |b| b.iter(|| assessor.report(black_box(&profile))));
    c.bench_function("profile JSON to report JSON", |b| b.iter(|| assessor.assess(black_box(STARTUP))));
    let claims: Vec<_> = {
        assessor.program().evaluate(&profile, &mut outcome);
        outcome.claims.iter().map(|claim| (claim.item, claim.row)).collect()
    };
    c.bench_function("explanation trees of all claims", |b| {
        b.iter(|| {
            claims.iter().map(|claim| assessor.program().explain(black_box(&profile), *claim)).collect::<Vec<_>>()
        });
    });
}

fn start(c: &mut Criterion) {
    c.bench_function("policy JSON to a ready assessor", |b| b.iter(assessor));
}

/// A thousand claims in the shapes that real portfolios have, and a dense one.
fn overlap(c: &mut Criterion) {
    let claim = |class: u32, project: Option<u32>, matter: Option<u32>, weight: u32| Claim {
        class,
        project,
        matter,
        weight: u128::from(weight),
    };
    let shapes: [(&str, Vec<Claim>); 4] = [
        ("untagged", (0..1000).map(|n| claim(n % 5, None, None, n + 1)).collect()),
        ("by project", (0..1000).map(|n| claim(n % 5, Some(n / 5), None, n + 1)).collect()),
        ("a path", (0..1000).map(|n| claim(n % 5, Some(n / 2), Some(n.div_ceil(2)), 7 * n % 101 + 1)).collect()),
        ("a 10 × 100 grid", (0..1000).map(|n| claim(n % 2, Some(n % 10), Some(n / 10), 7 * n % 101 + 1)).collect()),
    ];
    for (name, claims) in shapes {
        c.bench_function(&format!("1,000 claims, {name}"), |b| {
            b.iter(|| optimum::lower(black_box(&claims), Untagged::Unknown));
        });
    }
}

criterion_group!(benches, one_profile, start, overlap);
criterion_main!(benches);
