//! The start page: what this is, what the document says of itself, how to read results.

use markup::html;
use yew::prelude::*;

use super::frame::is_framed;
use super::icon::{Icon, draw};
use super::link::is_file;
use super::root::Store;
use super::route::Route;
use super::shell::use_store;
use crate::engine::Status;
use crate::policy::model::{AmountRule, ItemKind};

/// The start page.
#[component]
pub fn Start() -> Html {
    let Some(store) = use_store() else { return Html::default() };
    let lang = store.lang;
    let document = &store.policy().document;
    let go_on = !store.draft.is_blank();
    html! {
        <>
            <section class="hero" aria-labelledby="hero-title">
                <div class="hero-text">
                    <p class="eyebrow">{ lang.of(&document.title) }</p>
                    <h1 class="hero-title" id="hero-title">
                        { lang.t("这份办法，能支持您什么", "What this measure may support") }
                    </h1>
                    <p class="lead">{ lang.t(
                        "回答几组问题，逐条看到哪些支持与您有关、金额怎样算出、还缺什么信息，以及条文没有写明、需要问主管部门的地方。",
                        "Answer a few groups of questions and see, item by item, what concerns you, how amounts are computed, what is missing, and where the text leaves a question for the authority.",
                    ) }</p>
                    <div class="ways">
                        { way(&Route::Check(None), true, if go_on { lang.t("继续自查", "Continue") } else { lang.t("开始自查", "Start") },
                            lang.t("先选身份，只问与您有关的", "Say who you are; only relevant questions follow")) }
                        { way(&Route::Workspace, false, lang.t("核对许多企业", "Check many applicants"),
                            lang.t("孵化器、园区：导入名单，逐家测算", "For incubators and parks: import a list")) }
                        { way(&Route::Embed, false, lang.t("嵌入到网站", "Embed in a website"),
                            lang.t("两行代码，不收集访客信息", "Two lines; no visitor data collected")) }
                        { way(&Route::Text(None), false, lang.t("阅读原文", "Read the text"),
                            lang.t("全文逐句对照各个事项", "The whole text, sentence by sentence")) }
                    </div>
                </div>
                { about(&store) }
            </section>
            { contents(&store) }
            { legend(&store) }
            { promises(&store) }
        </>
    }
}

fn way(route: &Route, primary: bool, title: &str, note: &str) -> Html {
    html! {
        <a class={classes!("way", primary.then_some("way-primary"))} href={route.hash()}>
            <span class="way-title">{ title }</span>
            <span class="way-note">{ note }</span>
            { draw(Icon::Arrow) }
        </a>
    }
}

fn about(store: &Store) -> Html {
    let lang = store.lang;
    let document = &store.policy().document;
    let validity = store.computed.report.validity;
    html! {
        <aside class="doc" aria-label={lang.t("政策文件", "The document")}>
            <div class="rule"></div>
            <h2 class="doc-title">{ lang.t("政策文件", "The document") }</h2>
            <dl class="pairs-list">
                <dt>{ lang.t("文号", "Number") }</dt><dd>{ &document.number }</dd>
                <dt>{ lang.t("印发", "Issued") }</dt>
                <dd>{ lang.of(&document.issuer) }<br /><span class="num">{ lang.date(document.issued_on) }</span></dd>
                <dt>{ lang.t("施行期", "In force") }</dt><dd>{ lang.of(&document.validity.note) }</dd>
                <dt>{ lang.t("测算日状态", "On the day assessed") }</dt>
                <dd>{ lang.validity(validity) }{ " · " }<span class="num">{ lang.date(store.computed.report.as_of) }</span></dd>
                <dt>{ lang.t("解释", "Interpreted by") }</dt><dd>{ lang.of(&document.interpreter) }</dd>
            </dl>
        </aside>
    }
}

/// How many items there are of each sort, counted from the policy.
fn contents(store: &Store) -> Html {
    let lang = store.lang;
    let items = &store.policy().items;
    let count = |test: &dyn Fn(&&crate::policy::model::Item) -> bool| items.iter().filter(test).count();
    let computable = count(&|item| matches!(item.amount, Some(AmountRule::Share(_))));
    let unstated = count(&|item| matches!(item.amount, Some(AmountRule::Unspecified(_))));
    let directions = count(&|item| matches!(item.kind, ItemKind::Direction | ItemKind::Government));
    let others = items.len() - computable - unstated - directions;
    let intro = match lang.t("zh", "en") {
        "zh" => format!("全文共列出 {} 个事项，按条文能说清的程度分为四类。", items.len()),
        _ => format!("The text holds {} items, of four sorts by how much it settles.", items.len()),
    };
    let tally = [
        (computable, lang.t("可按条文比例测算金额", "amount computable from the text")),
        (unstated, lang.t("给予资金，条文未载明金额", "money, amount not stated")),
        (others, lang.t("投资基金、荣誉与服务", "fund, honour, service")),
        (directions, lang.t("支持方向与政府工作", "direction or government action")),
    ];
    let tally = tally.into_iter().map(|(number, words)| {
        html! { <li><span class="tally-n">{ number }</span><span class="tally-label">{ words }</span></li> }
    });
    html! {
        <section class="section" aria-labelledby="what">
            <div class="section-head">
                <h2 id="what">{ lang.t("办法里有什么", "What it holds") }</h2><p class="muted">{ intro }</p>
            </div>
            <ul class="tally">{ for tally }</ul>
        </section>
    }
}

fn legend(store: &Store) -> Html {
    let lang = store.lang;
    let entries = Status::ALL.into_iter().map(|status| {
        html! { <li>{ badge(store, status) }<p>{ lang.status_note(status) }</p></li> }
    });
    html! {
        <section class="section" aria-labelledby="how">
            <div class="section-head">
                <h2 id="how">{ lang.t("结果怎样读", "How to read results") }</h2>
                <p class="muted">{ lang.t("每个事项给出下面六种结论之一。", "Every item gets one of six verdicts.") }</p>
            </div>
            <ul class="legend-list">{ for entries }</ul>
        </section>
    }
}

/// A status as icon and words.
pub fn badge(store: &Store, status: Status) -> Html {
    html! {
        <span class="badge" data-status={status.word()}>
            { draw(Icon::Status(status)) }<span>{ store.lang.status(status) }</span>
        </span>
    }
}

fn promises(store: &Store) -> Html {
    let lang = store.lang;
    let promise = |icon, title: &str, text: &str| {
        html! {
            <div class="notice">
                { draw(icon) }
                <div><p class="notice-title">{ title }</p><p class="muted">{ text }</p></div>
            </div>
        }
    };
    html! {
        <section class="section" aria-label={lang.t("说明", "Notes")}>
            <div class="promises">
                { promise(Icon::Shield, lang.t("您的回答不离开这台设备", "Your answers stay on this machine"), lang.t(
                    "全部计算在浏览器里完成，不上传、不登记，无需账号。",
                    "Everything is computed in the browser: no upload, no registration, no account.")) }
                { promise(Icon::Scales, lang.t("是否支持，由主管部门决定", "The authority decides"), lang.t(
                    "这里只按条文测算和提示，不是受理，也不构成承诺。",
                    "This page computes and informs from the text; it accepts no applications and promises nothing.")) }
            </div>
            if !is_framed() && !is_file() {
                <p class="muted">
                    { lang.t("打开过一次后，断网也能用，还可以从浏览器菜单安装成应用；也可下载", "After one visit this works without network and can be installed from the browser’s menu; there is also ") }
                    <a href="standalone.html" download="">{ lang.t("单个文件的版本", "a version in one file") }</a>{ lang.t("。", ".") }
                </p>
            }
        </section>
    }
}
