//! Forgetting, after asking. The question stands in the page: a frame may not open dialogues.

use markup::html;
use wasm_bindgen::JsValue;
use yew::prelude::*;

use super::adviser::{FORGOTTEN_EVENT, tell};
use super::root::focus;
use super::shell::use_store;
use super::state::Action;
use super::storage;

/// What is forgotten.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Forgets {
    /// The drafts that are kept on this machine; the present answers stay.
    Drafts,
    /// The answers, the drafts, and whatever else was kept.
    Everything,
}

/// What is forgotten, and who wants to know.
#[derive(Properties, PartialEq)]
pub struct ForgetProps {
    /// What.
    pub what: Forgets,
    /// Called afterwards.
    #[prop_or_default]
    pub done: Callback<()>,
}

/// A button that becomes a question.
#[component]
pub fn Forget(props: &ForgetProps) -> Html {
    let asking = use_state(|| None::<bool>);
    let (keep, begin) = match props.what {
        Forgets::Drafts => ("keep-drafts", "forget-drafts"),
        Forgets::Everything => ("keep-everything", "forget-everything"),
    };
    use_effect_with(*asking, move |asking| {
        if let Some(on) = asking {
            focus(if *on { keep } else { begin });
        }
    });
    let Some(store) = use_store() else { return Html::default() };
    let lang = store.lang;
    let ask = |on: bool| {
        let asking = asking.clone();
        Callback::from(move |_: MouseEvent| asking.set(Some(on)))
    };
    let (offer, question, act) = match props.what {
        Forgets::Drafts => (
            lang.t("全部删除", "Delete all"),
            lang.t(
                "删除保存在这台设备上的所有填报？现在的回答不受影响。此操作不能撤销。",
                "Delete everything saved on this machine? Your present answers stay. This cannot be undone.",
            ),
            lang.t("确定全部删除", "Delete them"),
        ),
        Forgets::Everything => (
            lang.t("清空，重新开始", "Start again"),
            lang.t(
                "清空全部回答，以及保存在这台设备上的所有填报、工作台的名单和记住的列？此操作不能撤销。",
                "Forget all answers and everything saved on this machine, with the workspace’s list and the columns it remembers? This cannot be undone.",
            ),
            lang.t("确定清空", "Forget them"),
        ),
    };
    if *asking != Some(true) {
        return html! { <button class="btn btn-quiet btn-danger" type="button" id={begin} onclick={ask(true)}>{ offer }</button> };
    }
    let (what, done, closed) = (props.what, props.done.clone(), asking.clone());
    let forget = Callback::from(move |_: MouseEvent| {
        closed.set(None);
        match what {
            Forgets::Drafts => {
                storage::remove_all(&store.policy().document.id);
                store.dispatch(Action::Open(None));
            }
            Forgets::Everything => {
                storage::wipe();
                tell(FORGOTTEN_EVENT, &JsValue::NULL);
                store.dispatch(Action::Clear);
            }
        }
        done.emit(());
    });
    html! {
        <div class="ask" role="alert">
            <p>{ question }</p>
            <div class="actions">
                <button class="btn btn-danger" type="button" onclick={forget}>{ act }</button>
                <button class="btn" type="button" id={keep} onclick={ask(false)}>{ lang.t("取消", "Cancel") }</button>
            </div>
        </div>
    }
}
