//! The fields of the drawer: every amount, day and count that is answered or asked, with steps to move it.

use markup::html;
use rust_decimal::Decimal;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::app::computed::row_name;
use crate::app::draft::{Answer, Draft, TableDraft, is_typed};
use crate::app::icon::{Icon, draw};
use crate::app::root::Store;
use crate::app::state::{Action, Slot};
use crate::app::visible::field_id;
use crate::policy::layout::APPLICANT;
use crate::policy::model::{Fact, FactType};
use crate::values::{Date, parse_typed_amount, parse_typed_count, parse_typed_date};

/// Days that a day is moved by.
const DAYS: [i32; 4] = [-30, -1, 1, 30];

/// A field.
struct Field {
    label: String,
    /// Place in the profile, as JSON Pointer.
    pointer: String,
    kind: FactType,
    /// Place in the draft; none: the day of assessment.
    slot: Option<Slot>,
    /// As typed now.
    text: String,
    /// As typed before; none where there was no answer.
    own: Option<String>,
}

/// All fields: those with own answers first, those without folded away.
pub fn fields(store: &Store, own: &Draft) -> Html {
    let lang = store.lang;
    let mut all = vec![Field {
        label: lang.t("测算日", "Day of assessment").to_owned(),
        pointer: "/as_of".to_owned(),
        kind: FactType::Date,
        slot: None,
        text: store.draft.as_of.clone(),
        own: Some(match own.as_of.trim() {
            "" => store.today.to_string(),
            text => text.to_owned(),
        }),
    }];
    all.extend(of_applicant(store, own));
    all.extend(of_tables(store, own));
    let (mut given, open): (Vec<Field>, Vec<Field>) = all.into_iter().partition(|field| field.own.is_some());
    // What the answers are about comes first, the day of assessment last.
    given.rotate_left(1);
    html! {
        <div class="supposing-fields" role="group" aria-label={lang.t("要假设的金额和日期", "Amounts and days to suppose")}>
            { for given.iter().map(|field| one(store, field)) }
            if !open.is_empty() {
                <details class="fold">
                    <summary>{ draw(Icon::Chevron) }{ [lang.t("还没有填的 ", "Not answered yet: "), &open.len().to_string(), lang.t(" 项", "")].concat() }</summary>
                    <div class="supposing-more">{ for open.iter().map(|field| one(store, field)) }</div>
                </details>
            }
        </div>
    }
}

fn of_applicant(store: &Store, own: &Draft) -> Vec<Field> {
    let facts = store.policy().facts.applicant.iter().enumerate();
    let fields = facts.filter_map(|(index, fact)| {
        let (now, before) = (store.draft.applicant.get(index)?, own.applicant.get(index)?);
        let pointer = ["/", APPLICANT, "/", &fact.name].concat();
        let label = store.lang.of(&fact.short).to_owned();
        field(fact, now, Some(before), store.asks(index), || (label, pointer, Slot::Applicant(index)))
    });
    fields.collect()
}

fn of_tables(store: &Store, own: &Draft) -> Vec<Field> {
    let mut fields = Vec::new();
    let tables = store.policy().facts.tables.iter().zip(&store.draft.tables).enumerate();
    for (index, (definition, table)) in tables.filter(|(_, (_, table))| table.have == TableDraft::Rows) {
        for (number, row) in table.rows.iter().enumerate() {
            let own_rows = own.tables.get(index).map(|table| &table.rows[..]).unwrap_or_default();
            let own_row = own_rows.iter().find(|own| own.uid == row.uid);
            let name = row_name(store.lang, definition, row, number + 1);
            fields.extend(definition.columns.iter().zip(&row.cells).enumerate().filter_map(|(column, (fact, now))| {
                let before = own_row.and_then(|own| own.cells.get(column));
                field(fact, now, before, store.asks_cell(index, row.uid, column), || {
                    let label = [&name, " · ", store.lang.of(&fact.short)].concat();
                    let pointer = ["/", &definition.name, "/", &number.to_string(), "/", &fact.name].concat();
                    (label, pointer, Slot::Cell(index, row.uid, column))
                })
            }));
        }
    }
    fields
}

/// A field for a fact that is typed, where it is answered or asked. One that has been emptied stays.
fn field(
    fact: &Fact,
    now: &Answer,
    before: Option<&Answer>,
    asked: bool,
    place: impl FnOnce() -> (String, String, Slot),
) -> Option<Field> {
    let own = before.filter(|answer| answer.is_given() && matches!(answer, Answer::Typed(_)));
    let shown = own.is_some() || asked || matches!(now, Answer::Typed(_));
    (is_typed(fact) && shown).then(|| {
        let (label, pointer, slot) = place();
        let text = now.typed().to_owned();
        Field { label, pointer, kind: fact.kind, slot: Some(slot), text, own: own.map(|own| own.typed().to_owned()) }
    })
}

/// Puts a text into a field.
fn put(store: &Store, slot: Option<Slot>, text: String) {
    store.dispatch(match slot {
        Some(slot) => Action::Answer(slot, Answer::Typed(text)),
        None => Action::AsOf(text),
    });
}

fn one(store: &Store, field: &Field) -> Html {
    let id = ["w", &field_id(&field.pointer)].concat();
    let note = [&id, "-note"].concat();
    let fault = store.computed.fault(&field.pointer);
    let oninput = typing(store, field.slot);
    let (class, mode) = match field.kind {
        FactType::Date => ("input input-date", "text"),
        FactType::Int => ("input input-int", "numeric"),
        _ => ("input", "decimal"),
    };
    let placeholder = field.slot.is_none().then(|| store.today.to_string());
    html! {
        <div class="supposing-field" key={id.clone()}>
            <label class="supposing-label" for={id.clone()}>{ &field.label }</label>
            <div class="supposing-control">
                <input {class} id={id.clone()} type="text" inputmode={mode} autocomplete="off" value={field.text.clone()} {placeholder} {oninput}
                    aria-invalid={fault.is_some().then_some("true")} aria-describedby={note.clone()} />
                { steps(store, field) }
            </div>
            <p class={if fault.is_some() { "error" } else { "echo" }} id={note}>{
                fault.map_or_else(|| echo(store, field), str::to_owned)
            }</p>
        </div>
    }
}

fn typing(store: &Store, slot: Option<Slot>) -> Callback<InputEvent> {
    let store = store.clone();
    Callback::from(move |event: InputEvent| {
        if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
            put(&store, slot, input.value());
        }
    })
}

/// What the field says, and what it said before if that differs.
fn echo(store: &Store, field: &Field) -> String {
    let lang = store.lang;
    let shown = |text: &str| match field.kind {
        FactType::Money => parse_typed_amount(text).ok().flatten().map(|yuan| lang.short_yuan(yuan)),
        FactType::Date => parse_typed_date(text).ok().flatten().map(|day| lang.date(day)),
        _ => parse_typed_count(text).ok().flatten().map(|count| count.to_string()),
    };
    let now = if field.slot.is_none() && field.text.trim().is_empty() {
        Some(lang.date(store.today))
    } else {
        shown(&field.text)
    };
    let was = field.own.as_deref().map(|own| shown(own).unwrap_or_else(|| own.to_owned()));
    match (now, was) {
        (Some(now), Some(was)) if now != was => {
            [&now, lang.t("（原来 ", " (before: "), &was, lang.t("）", ")")].concat()
        }
        (Some(now), _) => now,
        (None, Some(was)) => [lang.t("原来 ", "Before: "), &was].concat(),
        (None, None) => String::new(),
    }
}

/// What moves a field: a slider up to twice the own amount, days or one up and down.
fn steps(store: &Store, field: &Field) -> Html {
    match field.kind {
        FactType::Money => slider(store, field).unwrap_or_default(),
        FactType::Date => {
            let typed = parse_typed_date(&field.text).ok().flatten();
            let day = typed.or_else(|| field.slot.is_none().then_some(store.today));
            let unit = store.lang.t("天", "d");
            let buttons = DAYS.into_iter().map(|by| {
                let to = day.and_then(|day| Date::from_days_since_epoch(day.days_since_epoch() + by));
                step(store, field, i64::from(by), unit, to.map(|to| to.to_string()))
            });
            html! { <span class="supposing-steps">{ for buttons }</span> }
        }
        _ => {
            let count = parse_typed_count(&field.text).ok().flatten().unwrap_or(0);
            let less = step(store, field, -1, "", count.checked_sub(1).map(|count| count.to_string()));
            let more = step(store, field, 1, "", count.checked_add(1).map(|count| count.to_string()));
            html! { <span class="supposing-steps">{ less }{ more }</span> }
        }
    }
}

fn step(store: &Store, field: &Field, by: i64, unit: &str, to: Option<String>) -> Html {
    let sign = if by < 0 { "−" } else { "+" };
    let words = [sign, &by.unsigned_abs().to_string(), unit].concat();
    let label = [&field.label, " ", &words].concat();
    let (store, slot, idle) = (store.clone(), field.slot, to.is_none());
    let onclick = Callback::from(move |_: MouseEvent| {
        if let Some(to) = to.clone() {
            put(&store, slot, to);
        }
    });
    // One that leads nowhere stays focusable, so that the focus is not lost at the end of the road.
    html! { <button class="btn supposing-step" type="button" aria-label={label} aria-disabled={idle.then_some("true")} {onclick}>{ words }</button> }
}

fn slider(store: &Store, field: &Field) -> Option<Html> {
    let own = i64::try_from(parse_typed_amount(field.own.as_deref()?).ok()??.trunc()).ok().filter(|own| *own > 0)?;
    let step = step_of(own);
    let most = (own.saturating_mul(2) + step - 1) / step * step;
    let now = parse_typed_amount(&field.text).ok().flatten().unwrap_or(Decimal::ZERO);
    let label = [&field.label, store.lang.t("（滑块）", " (slider)")].concat();
    Some(html! {
        <input class="supposing-slider" type="range" min="0" max={most.to_string()} step={step.to_string()} value={now.trunc().to_string()}
            aria-label={label} aria-valuetext={store.lang.short_yuan(now)} oninput={typing(store, field.slot)} />
    })
}

/// A round step of at most a twentieth of an amount, at least one yuan.
fn step_of(yuan: i64) -> i64 {
    let mut step = 1_i64;
    while step.saturating_mul(10) <= yuan / 20 {
        step *= 10;
    }
    step
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_round_and_fine_enough() {
        assert_eq!(step_of(1), 1);
        assert_eq!(step_of(200), 10);
        assert_eq!(step_of(6_000_000), 100_000);
        assert_eq!(step_of(999_999_999_999_999_999), 10_000_000_000_000_000);
        for yuan in [1, 19, 20, 12_345, i64::MAX] {
            assert!(step_of(yuan) == 1 || step_of(yuan) <= yuan / 20);
        }
    }
}
