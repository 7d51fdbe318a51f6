//! What may not be combined: tags of project and matter, both readings, undecided pairs, other support.

use markup::html;
use rust_decimal::Decimal;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::awards::{Doubt, doubtful};
use super::card::{claim_id, claim_name, money};
use super::draft::{ClaimId, ClaimTags};
use super::icon::{Icon, draw};
use super::live::{Headline, headline};
use super::question::quote;
use super::root::Store;
use super::state::{Action, State};
use super::words::Lang;
use crate::engine::Amount;
use crate::policy::model::Place;
use crate::report::{ClaimReport, ItemReport, OverlapReport};
use crate::values::order;

/// A counted claim with its item.
type Counted<'a> = (&'a ItemReport<'static>, &'a ClaimReport<'static>);

/// The panel; nothing while nothing counts.
pub fn overlap_panel(store: &Store) -> Html {
    let Some(overlap) = &store.computed.report.overlap else { return Html::default() };
    let money_items = store.computed.report.items.iter().filter(|item| item.is_money());
    let counted: Vec<Counted<'_>> = money_items
        .flat_map(|item| item.claims.iter().map(move |claim| (item, claim)))
        .filter(|(_, claim)| claim.status.counts())
        .collect();
    if counted.is_empty() {
        return Html::default();
    }
    let lang = store.lang;
    let rule = &store.policy().stacking;
    let quotes = rule
        .quotes
        .iter()
        .map(|q| quote(store, Place { article: q.article, paragraph: q.paragraph, sentence: q.sentence }, &q.text));
    let claims = counted.iter().map(|counted| one(store, overlap, *counted));
    html! {
        <section class="group" id="overlap" tabindex="-1" aria-labelledby="overlap-title">
            <header class="group-head">
                <h2 class="group-title" id="overlap-title">{ draw(Icon::Scales) }<span>{ lang.of(&rule.title) }</span></h2>
                <p class="group-note">{ lang.of(&rule.text) }</p>
            </header>
            <div class="overlap">
                <div class="overlap-head">{ for quotes }{ readings(store, overlap) }</div>
                { untagged(store) }
                <ol class="oclaims">{ for claims }</ol>
                { undecided(store, overlap) }
                { awards(store, overlap) }
            </div>
            { names(store) }
        </section>
    }
}

fn readings(store: &Store, overlap: &OverlapReport<'_>) -> Html {
    let lang = store.lang;
    // Without a known amount there is nothing to compare, and a 0 would be read as an answer.
    let Headline::Range { open, .. } = headline(store) else { return Html::default() };
    let least = if open { lang.t("至少 ", "at least ") } else { "" };
    let one = |name: &str, yuan, words: &str| {
        html! {
            <div>
                <p class="reading-name">{ name.to_owned() }</p>
                <p class="reading-total">{ least }{ money(store, yuan) }</p>
                <p class="reading-text">{ words.to_owned() }</p>
            </div>
        }
    };
    html! {
        <div class="readings-two">
            { one(lang.t("从严读法", "Strict reading"), overlap.lower, lang.t(
                "项目相同或事项相同就只取一项；都没有标明的，也当作可能相同。",
                "One of two when project or matter is the same, or when neither is said to differ.")) }
            { one(lang.t("从宽读法", "Lenient reading"), overlap.upper, lang.t(
                "项目和事项都相同才只取一项。", "One of two only when project and matter are both the same.")) }
            <p class="reading-text">{ lang.t(
                "只在不同的事项之间比较；同一事项的各行，以及条文本身规定可以累加的几项，同时计入。",
                "Only different items are compared: rows of one item, and items that the text itself puts on top of each other, count together.") }</p>
            if !overlap.exact {
                <p class="reading-text">{ lang.t(
                    "组合太多，从严读法只找到这个结果，可能还有更优的组合。",
                    "Too many combinations: the strict figure is the best found, perhaps not the best there is.") }</p>
            }
        </div>
    }
}

fn untagged(store: &Store) -> Html {
    let lang = store.lang;
    let option = |distinct: bool, words: &str, note: &str| {
        let on = store.draft.distinct == distinct;
        let dispatcher = store.dispatcher();
        let onchange = Callback::from(move |_: Event| dispatcher.dispatch(Action::Distinct(distinct)));
        html! {
            <label class="opt" data-on={on.to_string()}>
                <input type="radio" name="untagged" checked={on} {onchange} />
                <span>{ words.to_owned() }<span class="opt-note">{ note.to_owned() }</span></span>
            </label>
        }
    };
    let chosen = if store.draft.distinct {
        lang.t("当作各不相同", "they are different")
    } else {
        lang.t("当作可能相同", "they may be the same")
    };
    html! {
        <fieldset>
            <legend class="q-title">{ lang.t("没有标明的项目或事项，怎样看待？", "Where project or matter is not said:") }</legend>
            <div class="q-control opts no-print">
                { option(false, lang.t("当作可能相同", "they may be the same"), lang.t("默认。范围较宽，更稳妥", "the default, and the safer one")) }
                { option(true, lang.t("当作各不相同", "they are different"), lang.t("您确认它们互不相干时选择", "when you are sure they have nothing to do with each other")) }
            </div>
            <p class="print-only">{ chosen }</p>
        </fieldset>
    }
}

fn figure(store: &Store, claim: &ClaimReport<'_>) -> Html {
    match claim.amount {
        Amount::Exact(yuan) => money(store, yuan),
        Amount::AtLeast { known, at_most: None } if known.is_zero() => {
            html! { { store.lang.t("金额取决于尚缺的回答", "depends on missing answers") } }
        }
        Amount::AtLeast { known, .. } => html! { <>{ store.lang.t("至少 ", "at least ") }{ money(store, known) }</> },
        Amount::Unspecified { .. } | Amount::None => {
            html! { { store.lang.of(&store.policy().document.unspecified_note) } }
        }
    }
}

fn one(store: &Store, overlap: &OverlapReport<'_>, counted: Counted<'_>) -> Html {
    let lang = store.lang;
    let (item, claim) = counted;
    let id = claim_id(store, item, claim);
    let tags = store.draft.claim_tags(&id);
    let own_row =
        item.item.per_row.as_deref().and_then(|name| store.policy().facts.tables.iter().find(|t| t.name == name));
    let is_project = own_row.is_some_and(|table| table.rows_are_projects);
    let default = if is_project { claim_name(claim).unwrap_or_default() } else { "" };
    html! {
        <li class="oclaim" key={claim.key.clone()}>
            <div class="oclaim-head"><span>{ called(store, &claim.key) }</span><span>{ figure(store, claim) }</span></div>
            <div class="oclaim-tags no-print">
                { tag(store, &id, &tags, true, default) }
                { tag(store, &id, &tags, false, "") }
            </div>
            { tags_told(lang, &tags, default) }
            <div class="oclaim-kept">
                { kept(store, lang.t("从严读法", "Strict"), overlap.chosen_lower.contains(&claim.key), claim, true) }
                { kept(store, lang.t("从宽读法", "Lenient"), overlap.chosen_upper.contains(&claim.key), claim, false) }
            </div>
        </li>
    }
}

/// On paper alone: the project and the matter, where they are said.
fn tags_told(lang: Lang, tags: &ClaimTags, default: &str) -> Html {
    let project = if tags.project.trim().is_empty() { default } else { tags.project.trim() };
    let named = [(lang.t("项目：", "Project: "), project), (lang.t("事项：", "Matter: "), tags.matter.trim())];
    let told = named.into_iter().filter(|(_, name)| !name.is_empty()).map(|(what, name)| [what, name].concat());
    let told: Vec<String> = told.collect();
    if told.is_empty() {
        return Html::default();
    }
    html! { <p class="print-only">{ told.join(lang.t("；", "; ")) }</p> }
}

fn tag(store: &Store, id: &ClaimId, tags: &ClaimTags, project: bool, default: &str) -> Html {
    let lang = store.lang;
    let (part, words, list) = if project {
        ("project", lang.t("属于哪个项目", "Project"), "projects")
    } else {
        ("matter", lang.t("属于哪件事项", "Matter"), "matters")
    };
    let dom_id = format!("tag-{part}-{}-{}", id.0, id.1.unwrap_or_default());
    let value = if project { tags.project.clone() } else { tags.matter.clone() };
    let (dispatcher, claim, tags) = (store.dispatcher(), id.clone(), tags.clone());
    let oninput = Callback::from(move |event: InputEvent| {
        let Some(input) = event.target_dyn_into::<HtmlInputElement>() else { return };
        let mut tags = tags.clone();
        *(if project { &mut tags.project } else { &mut tags.matter }) = input.value();
        dispatcher.dispatch(Action::Tag(claim.clone(), tags));
    });
    html! {
        <div class="tag-field">
            <label for={dom_id.clone()}>{ words }</label>
            <input class="input" id={dom_id} {list} {value} placeholder={default.to_owned()} autocomplete="off" {oninput} />
        </div>
    }
}

fn kept(store: &Store, reading: &str, chosen: bool, claim: &ClaimReport<'_>, strict: bool) -> Html {
    let lang = store.lang;
    let stated = claim.amount.known().is_some();
    let (word, why) = if !stated {
        (lang.t("不影响合计", "adds nothing"), lang.t("条文未载明金额", "amount not stated"))
    } else if chosen {
        (lang.t("计入", "counts"), "")
    } else if matches!(claim.amount, Amount::AtLeast { known, .. } if known.is_zero()) {
        (lang.t("暂未计入", "not counted yet"), lang.t("金额还没有填写", "its amount is still missing"))
    } else if claim.amount.known().is_some_and(|yuan| yuan.is_zero()) {
        (lang.t("不影响合计", "adds nothing"), lang.t("已知金额为 0", "known amount is 0"))
    } else if strict {
        (
            lang.t("不计入", "dropped"),
            lang.t(
                "与更优的一项或已获支持可能属于同一项目或事项",
                "it may concern the same project or matter as a better claim or as support received",
            ),
        )
    } else {
        (
            lang.t("不计入", "dropped"),
            lang.t(
                "与更优的一项或已获支持属于同一项目、同一事项",
                "it concerns the same project and matter as a better claim or as support received",
            ),
        )
    };
    html! {
        <div class="kept" data-kept={chosen.to_string()}>
            { draw(if chosen { Icon::Check } else { Icon::Minus }) }
            <span class="kept-word">{ format!("{reading}{}{word}", lang.t("：", ": ")) }</span>
            <span class="kept-why">{ why }</span>
        </div>
    }
}

/// What a claim is called, by its key.
pub fn called(state: &State, key: &str) -> String {
    let (id, row) = key.split_once('#').map_or((key, None), |(id, row)| (id, Some(row)));
    let title = state.policy().items.iter().find(|item| item.id == id).map_or("", |item| state.lang.of(&item.title));
    row.map_or_else(|| title.to_owned(), |row| [title, " · ", row].concat())
}

/// Most undecided pairs that are written out.
pub const MAX_PAIRS: usize = 30;

/// A pair that no figure settles, and from which amount on the other is the better one.
pub fn pair_words(state: &State, pair: &[String; 2], break_even: Option<Decimal>) -> (String, String) {
    let lang = state.lang;
    let amount = |key: &String| {
        let mut claims = state.computed.report.items.iter().flat_map(|item| &item.claims);
        claims.find(|claim| claim.key == *key).map(|claim| claim.amount)
    };
    let [first, second] = pair;
    let known = amount(first).is_some_and(|amount| amount.known().is_some());
    let (first, second) = if known { (first, second) } else { (second, first) };
    let (a, b) = (called(state, first), called(state, second));
    let open = matches!(amount(first), Some(Amount::AtLeast { .. }));
    let words = match (lang, break_even) {
        (Lang::Zh, Some(yuan)) if open => format!(
            "“{b}”的金额条文未载明；“{a}”的金额还没有确定，目前至少 {}。“{b}”获批的金额超过“{a}”最终的金额时选它更优。",
            lang.yuan(yuan),
        ),
        (Lang::Zh, Some(yuan)) => {
            format!("“{b}”的金额条文未载明：获批超过 {} 时选它更优，否则选“{a}”。", lang.yuan(yuan))
        }
        (Lang::Zh, None) => "两项的金额条文都未载明，无法比较。".to_owned(),
        (Lang::En, Some(yuan)) if open => format!(
            "The amount of “{b}” is not stated, and that of “{a}” is not settled: at least {} so far. “{b}” is the better choice if more is granted than “{a}” comes to in the end.",
            lang.yuan(yuan),
        ),
        (Lang::En, Some(yuan)) => {
            format!("The amount of “{b}” is not stated: above {} it is the better choice.", lang.yuan(yuan))
        }
        (Lang::En, None) => "Neither amount is stated: they cannot be compared.".to_owned(),
    };
    let title = match lang {
        Lang::Zh => format!("“{a}”与“{b}”若只能取一项："),
        Lang::En => format!("If only one of “{a}” and “{b}” can be had:"),
    };
    (title, words)
}

/// How many pairs are not written out.
pub fn more_pairs(lang: Lang, overlap: &OverlapReport<'_>) -> Option<String> {
    let more = overlap.undecided.len().checked_sub(MAX_PAIRS).filter(|more| *more > 0)?;
    Some([lang.t("另有同类组合：", "More such pairs: "), &more.to_string()].concat())
}

fn undecided(store: &Store, overlap: &OverlapReport<'_>) -> Html {
    if overlap.undecided.is_empty() {
        return Html::default();
    }
    let pairs = overlap.undecided.iter().take(MAX_PAIRS).map(|(pair, break_even)| {
        let (words, note) = pair_words(store, pair, *break_even);
        html! { <div class="opair"><p>{ words }</p><p class="opair-note">{ note }</p></div> }
    });
    html! {
        <div class="opairs">
            <h3>{ store.lang.t("无法比较的组合", "What cannot be compared") }</h3>
            { for pairs }
            if let Some(words) = more_pairs(store.lang, overlap) { <p>{ words }</p> }
        </div>
    }
}

/// Other support, and what follows from it: what goes in parallel, and what leaves a choice.
pub fn award_words(state: &State, overlap: &OverlapReport<'_>) -> Vec<(String, String)> {
    let lang = state.lang;
    let parallel = overlap.parallel.iter().map(|(award, level)| {
        let words = state.policy().stacking.awards.parallel.get(*level).map_or("", |text| lang.of(text));
        (award.clone(), words.to_owned())
    });
    let names = |claims: &[String]| -> String {
        let names: Vec<String> = claims.iter().take(MAX_PAIRS).map(|key| called(state, key)).collect();
        let more = if claims.len() > MAX_PAIRS { lang.t("等", " and others") } else { "" };
        [&names.join(lang.t("；", "; ")), more].concat()
    };
    let doubtful = doubtful(state);
    let choices = overlap.to_choose.iter().map(|(award, claims)| {
        let words = if doubtful.iter().any(|(id, _)| id == award) {
            lang.t(
                "是否已经获得没有填明，没有抵减；如已获得，从严读法下，可能与它属于同一项目或同一事项的不计入：",
                "Whether it has been received is not said, and nothing is deducted. If it has been, under the strict reading what may concern the same project or matter does not count: ",
            )
        } else {
            lang.t(
                "还没有收到，不影响上面的合计；与下列各项可能须择优：",
                "Not received, so it changes no total; it may compete with: ",
            )
        };
        (award.clone(), [words, &names(claims), lang.t("。", ".")].concat())
    });
    let without_level = doubtful.iter().filter(|(_, doubt)| *doubt == Doubt::Level).map(|(award, _)| {
        let words = lang.t(
            "没有填明是哪一级的支持，没有抵减；如属本区支持，可能减少合计。",
            "Of which level it is is not said, and nothing is deducted; support of this district may lower the total.",
        );
        ((*award).to_owned(), words.to_owned())
    });
    let deducted = overlap.deducted.iter().map(|(award, claims)| {
        let strict = lang.t(
            "已经收到。从严读法下，可能与它属于同一项目或同一事项的不计入：",
            "Received. Under the strict reading, what may concern the same project or matter does not count: ",
        );
        let lenient = lang.t(
            "。从宽读法下，项目和事项都与它相同的才相抵，只计入超出已收金额的部分。",
            ". Under the lenient reading, only what has the same project and matter is set off, and what exceeds the amount received counts.",
        );
        (award.clone(), [strict, &names(claims), lenient].concat())
    });
    parallel.chain(choices).chain(without_level).chain(deducted).collect()
}

fn awards(store: &Store, overlap: &OverlapReport<'_>) -> Html {
    let entries = award_words(store, overlap);
    if entries.is_empty() {
        return Html::default();
    }
    let entries = entries.into_iter().map(|(award, words)| {
        html! { <div class="opair"><p>{ award }</p><p class="opair-note">{ words }</p></div> }
    });
    html! { <div class="opairs"><h3>{ store.lang.t("其他支持", "Other support") }</h3>{ for entries }</div> }
}

/// Names to choose from while typing.
fn names(store: &Store) -> Html {
    let mut matters: Vec<String> = store.draft.tags.iter().map(|(_, tags)| tags.matter.clone()).collect();
    matters.retain(|name| !name.is_empty());
    order::sort_by(&mut matters, Ord::cmp);
    matters.dedup();
    let options =
        |list: Vec<String>| list.into_iter().map(|value| html! { <option {value}></option> }).collect::<Html>();
    html! { <><datalist id="projects">{ options(store.projects()) }</datalist><datalist id="matters">{ options(matters) }</datalist></> }
}

#[cfg(test)]
#[path = "../../tests/page/overlap.rs"]
mod tests;
