//! A result card: verdict, amount with its arithmetic, quotes, what is missing or failed, ambiguities, evaluation.

use markup::html;
use rust_decimal::Decimal;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::ask::ask;
use super::draft::ClaimId;
use super::icon::{Icon, draw};
use super::judged::judged;
use super::markdown::readings_words;
use super::question::quote;
use super::root::Store;
use super::start::badge;
use super::state::{Action, State, evaluation_id};
use super::words::Lang;
use crate::engine::{Amount, Arithmetic, Status};
use crate::policy::layout::APPLICANT;
use crate::policy::model::{AmountRule, Facts, Item, PayeeBasis, Place, Quote};
use crate::profile::EvaluationState;
use crate::report::{ClaimReport, ItemReport};
use crate::values::display::{grouped_exact, percent};
use crate::values::order;

/// Where an item stands in the text: 第五条.
pub fn place_of(store: &Store, item: &Item) -> String {
    item.quotes.first().map(|quote| store.lang.article(quote.article)).unwrap_or_default()
}

/// A card.
pub fn card(store: &Store, item: &ItemReport<'_>) -> Html {
    let lang = store.lang;
    let id = format!("item-{}", item.item.id);
    let title_id = format!("title-{}", item.item.id);
    let claims = item.claims.iter().map(|claim| one_claim(store, item, claim));
    let quotes = item.item.quotes.iter().map(|q| quote(store, at(q), &q.text));
    let basis = html! { <>{ for quotes }{ facts(store, item) }{ ambiguities(store, item) }{ remarks(store, item) }</> };
    // Where answers are missing, what to answer comes first and the text is a step away.
    let basis = if item.status == Status::InsufficientFacts {
        html! {
            <details class="fold fold-print">
                <summary>{ draw(Icon::Chevron) }{ lang.t("条文原文和说明", "The text and remarks") }</summary>
                <div class="fold-body">{ basis }</div>
            </details>
        }
    } else {
        basis
    };
    html! {
        <article class="card" key={id.clone()} id={id} tabindex="-1" data-status={item.status.word()} aria-labelledby={title_id.clone()}>
            <header class="card-head">
                <div class="card-titles">
                    <p class="card-place">{ place_of(store, item.item) }</p>
                    <h3 class="card-title" id={title_id}>{ lang.of(&item.item.title) }</h3>
                </div>
                { badge(store, item.status) }
            </header>
            <div class="card-body">
                <p>{ lang.of(&item.item.summary) }</p>
                { for claims }
                { needs(store, Status::InsufficientFacts, &item.missing) }
                { needs(store, Status::NotEligible, &item.failed) }
                { readings(store, item) }
                { basis }
            </div>
        </article>
    }
}

fn at(quote: &Quote) -> Place {
    Place { article: quote.article, paragraph: quote.paragraph, sentence: quote.sentence }
}

/// The claim by what stays in the draft.
pub fn claim_id(store: &Store, item: &ItemReport<'_>, claim: &ClaimReport<'_>) -> ClaimId {
    let table = item.item.per_row.as_deref().and_then(|name| store.policy().facts.table(name));
    let rows = table.and_then(|table| store.draft.tables.get(usize::from(table))).map(|t| &t.rows[..]);
    let row = claim.index.1.and_then(|number| rows?.get(number as usize));
    (item.item.id.clone(), row.map(|row| row.uid))
}

/// What the claim's row is called.
pub fn claim_name<'a>(claim: &'a ClaimReport<'_>) -> Option<&'a str> {
    claim.key.split_once('#').map(|(_, row)| row)
}

fn one_claim(store: &Store, item: &ItemReport<'_>, claim: &ClaimReport<'_>) -> Html {
    let name = claim_name(claim);
    html! {
        <section class="claim" key={claim.key.clone()}>
            if let Some(name) = name {
                <div class="claim-head">
                    <h4 class="claim-name">{ name.to_owned() }</h4>
                    if claim.status != item.status { { badge(store, claim.status) } }
                </div>
            }
            { amount(store, item, claim) }
            { needs(store, Status::InsufficientFacts, &claim.missing) }
            { needs(store, Status::NotEligible, &claim.failed) }
            if claim.status == Status::Unclear { { to_ask(store, claim) } }
            if store.assessor.program().is_evaluated(claim.index.0) && claim.status != Status::InsufficientFacts {
                { evaluation(store, item, claim) }
            }
            { judged(store, claim.index) }
        </section>
    }
}

/// An amount in figures: two parts that stay unbroken each.
pub fn money(store: &Store, yuan: Decimal) -> Html {
    let (figure, behind) = store.lang.yuan_parts(yuan);
    html! { <><span class="num">{ figure }</span>{ store.lang.t("", " ") }<span class="num">{ behind }</span></> }
}

fn amount(store: &Store, item: &ItemReport<'_>, claim: &ClaimReport<'_>) -> Html {
    let lang = store.lang;
    let note = |words: &str| html! { <span class="amount-note">{ words.to_owned() }</span> };
    let not_counted = match claim.status {
        Status::Unclear => lang.t("条文不明，未计入合计", "unclear, not counted"),
        Status::InsufficientFacts => lang.t("还缺信息，未计入合计", "facts missing, not counted"),
        _ if item.item.evaluations.is_empty() => lang.t("按条文比例测算", "computed from the text"),
        _ => lang.t("按条文比例测算，以评定为准", "computed from the text; the evaluation decides"),
    };
    match claim.amount {
        Amount::None => Html::default(),
        Amount::Unspecified { units } => html! {
            <p class="amount amount-words">
                { lang.of(&store.policy().document.unspecified_note) }
                { units_words(store, item.item, units) }
            </p>
        },
        Amount::Exact(yuan) => html! {
            <><p class="amount">{ money(store, yuan) }{ note(not_counted) }</p>{ arithmetic(store, claim) }</>
        },
        // Nothing is known yet: a figure of 0 would say more than the answers do.
        Amount::AtLeast { known, at_most: None } if known.is_zero() => html! {
            <>
                <p class="amount amount-words">
                    { lang.t("填写金额后即可测算", "To be computed from the amounts still missing") }
                </p>
                { arithmetic(store, claim) }
            </>
        },
        Amount::AtLeast { known, at_most } => html! {
            <>
                <p class="amount">
                    { lang.t("至少 ", "At least ") }{ money(store, known) }
                    if let Some(most) = at_most { { lang.t("，至多 ", ", at most ") }{ money(store, most) } }
                    { note(not_counted) }
                </p>
                { arithmetic(store, claim) }
            </>
        },
    }
}

fn units_words(store: &Store, item: &Item, units: Option<u64>) -> Html {
    let Some(units) = units else { return Html::default() };
    let label = match &item.amount {
        Some(AmountRule::Unspecified(rule)) => rule.unit_label.as_ref().map(|text| store.lang.of(text)),
        _ => None,
    };
    html! { <span class="num">{ format!(" × {units} {}", label.unwrap_or_default()) }</span> }
}

/// The written-out computation.
fn arithmetic(store: &Store, claim: &ClaimReport<'_>) -> Html {
    let profile = &store.computed.profile;
    let policy = store.policy();
    let table = policy.item_at(claim.index.0).and_then(|i| i.per_row.as_deref()).and_then(|t| policy.facts.table(t));
    let rows = table.and_then(|table| profile.rows(table)).unwrap_or_default();
    let row = claim.index.1.and_then(|number| Some((number, rows.get(number as usize)?)));
    store
        .assessor
        .program()
        .arithmetic(profile, claim.index.0, row)
        .map_or_else(Html::default, |sum| sum_table(store, &sum))
}

fn sum_table(store: &Store, sum: &Arithmetic) -> Html {
    let lang = store.lang;
    let facts = &store.policy().facts;
    let name = |fact| facts.get(fact).map_or("", |f| lang.of(&f.short)).to_owned();
    let figure = |yuan: Option<Decimal>| match yuan {
        Some(yuan) => html! { { grouped_exact(yuan) } },
        None => html! { <em class="unknown">{ lang.t("未知", "not known") }</em> },
    };
    let line = |op: &'static str, words: String, figure: Html| {
        html! {
            <tr><td class="op">{ op }</td><th scope="row">{ words }</th><td>{ figure }</td></tr>
        }
    };
    let rows = sum.terms.iter().enumerate().flat_map(|(number, term)| {
        let gross = line(if number == 0 { "" } else { "+" }, name(term.fact), figure(term.gross));
        let less = term.less.map(|fact| line("−", name(fact), figure(term.deduction())));
        [Some(gross), less].into_iter().flatten()
    });
    let exact = matches!(sum.amount, Amount::Exact(_));
    let base = if exact { lang.t("计算基数", "Base") } else { lang.t("已知部分", "Known part") };
    let result = if exact { lang.t("测算金额", "Result") } else { lang.t("至少", "At least") };
    let known = sum.amount.known().unwrap_or_default();
    html! {
        <table class="sum">
            <caption>{ lang.t("测算过程（元）", "Computation (CNY)") }</caption>
            <thead class="vh">
                <tr>
                    <th scope="col">{ lang.t("运算", "Operation") }</th>
                    <th scope="col">{ lang.t("项目", "Term") }</th>
                    <th scope="col">{ lang.t("金额", "Amount") }</th>
                </tr>
            </thead>
            <tbody>{ for rows }</tbody>
            <tfoot>
                { line("=", base.to_owned(), figure(Some(sum.base))) }
                { line("×", lang.t("条文比例", "Rate in the text").to_owned(), html! { { percent(sum.rate) } }) }
                { line("=", result.to_owned(), figure(Some(known))) }
            </tfoot>
        </table>
    }
}

/// What a fact path is called; of a day that is told but still to come, that it is.
pub fn fact_words(store: &State, path: &str) -> String {
    let words = path_words(store.lang, &store.policy().facts, path);
    let to_come = if store.is_to_come(path) {
        store.lang.t("（晚于测算日，届时才能判断）", " (after the day of assessment: it cannot be judged before)")
    } else {
        ""
    };
    [&words, to_come].concat()
}

/// What a fact path is called, in a language.
pub fn path_words(lang: Lang, facts: &Facts, path: &str) -> String {
    if let Some(name) = path.strip_prefix(APPLICANT).and_then(|rest| rest.strip_prefix('.')) {
        return facts.applicant.iter().find(|f| f.name == name).map_or("", |f| lang.of(&f.short)).to_owned();
    }
    let Some((table, rest)) = path.split_once('[') else {
        return facts.tables.iter().find(|t| t.name == path).map_or("", |t| lang.of(&t.label)).to_owned();
    };
    let Some(definition) = facts.tables.iter().find(|t| t.name == table) else {
        return lang.t("评定结果：未通过", "Evaluation: failed").to_owned();
    };
    let (row, column) = rest.rsplit_once("].").unwrap_or((rest, ""));
    let column = definition.columns.iter().find(|c| c.name == column).map_or("", |c| lang.of(&c.short));
    format!("{row} · {column}")
}

/// Facts that are missing, with the way to answer them, or that it failed on.
fn needs(store: &Store, status: Status, paths: &[String]) -> Html {
    if paths.is_empty() {
        return Html::default();
    }
    let lang = store.lang;
    let title = match status {
        Status::InsufficientFacts => lang.t("还缺", "Missing"),
        _ => lang.t("不满足", "Not fulfilled"),
    };
    let entries = paths.iter().map(|path| {
        let words = ask(store, path).unwrap_or_else(|| html! { { fact_words(store, path) } });
        html! { <li>{ words }</li> }
    });
    html! {
        <div class="needs" data-status={status.word()}>
            <p class="needs-title">{ title }</p><ul class="needs-list">{ for entries }</ul>
        </div>
    }
}

/// What an unclear claim must be asked for: the ambiguities that make it so.
fn to_ask(store: &Store, claim: &ClaimReport<'_>) -> Html {
    let policy = store.policy();
    let mut findings = crate::engine::Findings::default();
    store.assessor.program().findings(&store.computed.profile, claim.index, &mut findings);
    let entries = findings.causes.iter().filter_map(|&number| policy.ambiguities.get(usize::from(number)));
    let entries = entries.map(|ambiguity| html! { <li>{ store.lang.of(&ambiguity.text) }</li> });
    html! {
        <div class="needs" data-status={Status::Unclear.word()}>
            <p class="needs-title">{ store.lang.t("请向主管部门确认", "Ask the authority") }</p>
            <ul class="needs-list">{ for entries }</ul>
        </div>
    }
}

fn readings(store: &Store, item: &ItemReport<'_>) -> Html {
    if item.readings.is_empty() {
        return Html::default();
    }
    let entries = readings_words(store.lang, item).into_iter().map(|(label, yuan)| {
        html! { <li><span>{ label }</span><span class="num">{ store.lang.yuan(yuan) }</span></li> }
    });
    html! { <ul class="readings">{ for entries }</ul> }
}

/// Payee, frequency, evaluation wording and cap.
fn facts(store: &Store, item: &ItemReport<'_>) -> Html {
    let lang = store.lang;
    let document = &store.policy().document;
    let mut rows: Vec<(&str, String)> = Vec::new();
    if let Some(payee) = &item.item.payee {
        let basis = match payee.basis {
            PayeeBasis::Written | PayeeBasis::NotWritten => "",
            PayeeBasis::Implied => lang.t("（条文未直接写明，由文意推知）", " (implied, not written)"),
        };
        rows.push((lang.t("付给谁", "Paid to"), format!("{}{basis}", lang.of(&payee.text))));
    }
    if let Some(frequency) = &item.item.frequency {
        rows.push((lang.t("频次", "How often"), lang.of(frequency).to_owned()));
    }
    let labels = item.item.evaluations.iter().filter_map(|id| document.evaluations.iter().find(|e| e.id == *id));
    let labels: Vec<&str> = labels.map(|wording| lang.of(&wording.label)).collect();
    if !labels.is_empty() {
        rows.push((lang.t("评定", "Evaluation"), labels.join(lang.t("、", ", "))));
    }
    if item.is_money() {
        rows.push((lang.t("上限", "Cap"), lang.of(&document.no_cap_note).to_owned()));
    }
    for note in &item.item.notes {
        rows.push((lang.t("说明", "Note"), lang.of(note).to_owned()));
    }
    if rows.is_empty() {
        return Html::default();
    }
    let rows = rows.into_iter().map(|(name, words)| html! { <><dt>{ name }</dt><dd>{ words }</dd></> });
    html! { <dl class="facts">{ for rows }</dl> }
}

/// Every ambiguity that touches the item's claims, with what is taken meanwhile.
fn ambiguities(store: &Store, item: &ItemReport<'_>) -> Html {
    let lang = store.lang;
    let mut ids: Vec<&str> = item.claims.iter().flat_map(|claim| claim.ambiguities.iter().copied()).collect();
    if item.claims.is_empty() {
        ids.extend(item.item.ambiguities.iter().map(String::as_str));
    }
    order::sort_by(&mut ids, Ord::cmp);
    ids.dedup();
    let found = ids.iter().filter_map(|id| store.policy().ambiguities.iter().find(|a| a.id == *id));
    let entries: Vec<Html> = found
        .map(|ambiguity| {
            html! {
                <li>
                    <p>{ lang.of(&ambiguity.text) }</p>
                    <p class="amb-default">{ lang.t("本页的处理：", "Meanwhile: ") }{ lang.of(&ambiguity.default) }</p>
                </li>
            }
        })
        .collect();
    if entries.is_empty() {
        return Html::default();
    }
    html! {
        <details class="fold fold-print">
            <summary>
                { draw(Icon::Chevron) }
                { lang.t("条文未写清的地方", "What the text leaves open") }{ lang.bracketed(&entries.len().to_string()) }
            </summary>
            <ul class="amb-list">{ for entries }</ul>
        </details>
    }
}

/// Remarks that belong to the item.
fn remarks(store: &Store, item: &ItemReport<'_>) -> Html {
    let remarks = store.policy().remarks.iter().filter(|remark| remark.items.contains(&item.item.id));
    remarks
        .map(|remark| {
            // What the item quotes itself stands above already.
            let own = |q: &&Quote| item.item.quotes.iter().any(|known| at(known) == at(q));
            let quotes = remark.quotes.iter().filter(|q| !own(q)).map(|q| quote(store, at(q), &q.text));
            html! { <>{ for quotes }<p>{ store.lang.of(&remark.text) }</p></> }
        })
        .collect()
}

/// What the user knows of the official evaluation.
pub fn evaluation(store: &Store, item: &ItemReport<'_>, claim: &ClaimReport<'_>) -> Html {
    let lang = store.lang;
    let id = claim_id(store, item, claim);
    let dom_id = evaluation_id(&id);
    let state = store.draft.evaluation(&id).to_owned();
    let dispatcher = store.dispatcher();
    let onchange = Callback::from(move |event: Event| {
        if let Some(select) = event.target_dyn_into::<HtmlSelectElement>() {
            dispatcher.dispatch(Action::Evaluate(id.clone(), select.value()));
        }
    });
    // What nobody has said yet comes first, then the states as they follow each other.
    let (unknown, told): (Vec<_>, Vec<_>) =
        EvaluationState::ALL.into_iter().partition(|(_, value)| *value == EvaluationState::Unknown);
    let options = unknown.into_iter().chain(told).map(|(word, value)| {
        html! { <option value={word} selected={word == state}>{ evaluation_words(lang, value) }</option> }
    });
    let title = lang.t("评定进展", "Evaluation so far");
    let told =
        EvaluationState::ALL.into_iter().find(|(word, value)| *word == state && *value != EvaluationState::Unknown);
    html! {
        <>
        if let Some((_, value)) = told {
            <p class="print-only">{ title }{ lang.t("：", ": ") }{ evaluation_words(lang, value) }</p>
        }
        <div class="evaluation no-print">
            <label for={dom_id.clone()}>
                { title }<span class="vh">{ lang.t("：", ": ") }{ claim_name(claim).unwrap_or_default().to_owned() }</span>
            </label>
            <span class="select"><select id={dom_id} {onchange}>{ for options }</select></span>
            <p class="evaluation-note">
                { lang.t("只记录您已知的评定结论，自查不能代替评定。", "Only what you already know; a self-check replaces no evaluation.") }
            </p>
        </div>
        </>
    }
}

fn evaluation_words(lang: Lang, state: EvaluationState) -> &'static str {
    match state {
        EvaluationState::NotApplied => lang.t("未申请", "Not applied"),
        EvaluationState::InProgress => lang.t("评定中", "Under way"),
        EvaluationState::Passed => lang.t("已通过", "Passed"),
        EvaluationState::Failed => lang.t("未通过", "Failed"),
        EvaluationState::Unknown => lang.t("不清楚", "Not sure"),
    }
}
