//! A link that holds the answers, and the page that opens one.

use gloo::utils::window;
use markup::html;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::{Replace, imported, is_safe, refusal, save_file};
use crate::app::copying::Copy;
use crate::app::envelope::{Envelope, Refusal};
use crate::app::exchange::{beside, put_beside};
use crate::app::faults;
use crate::app::link::{is_file, pack, unpack};
use crate::app::root::Store;
use crate::app::route::Route;
use crate::app::shell::use_store;
use crate::app::state::{Action, Loaded, Made};
use crate::profile::Fault;

/// The own answers with what they were made by.
fn sealed(store: &Store) -> Envelope {
    let computed = store.own_computed();
    Envelope {
        digest: store.assessor.digest().to_owned(),
        engine: crate::ENGINE_VERSION.to_owned(),
        profile: computed.json.to_string(),
        beside: beside(store.policy(), store.own_draft(), &computed.json),
    }
}

/// A link that holds the answers.
#[component]
pub fn Link() -> Html {
    let made = use_state(|| None::<Result<String, Refusal>>);
    let field = use_node_ref();
    let Some(store) = use_store() else { return Html::default() };
    let lang = store.lang;
    let make = {
        let (store, made) = (store.clone(), made.clone());
        Callback::from(move |_: MouseEvent| {
            let envelope = sealed(&store);
            let made = made.clone();
            spawn_local(async move {
                let here = window().location().href().unwrap_or_default();
                let base = here.split('#').next().unwrap_or_default();
                made.set(Some(pack(&envelope).await.map(|letters| [base, "#/s/", &letters].concat())));
            });
        })
    };
    let link = made.as_ref().and_then(|made| made.as_ref().ok());
    html! {
        <section class="panel" aria-labelledby="link-title">
            <h2 id="link-title">{ lang.t("分享链接", "A link to share") }</h2>
            if is_file() {
                <p>{ lang.t("您打开的是单个文件：链接指向这台电脑上的这个文件，别人打不开。要交给别人，请用上面的“存为填报文件”。", "You have opened a single file: the link leads to this file on this computer, and nobody else can open it. To hand answers on, save a profile file above.") }</p>
            }
            <p class="muted">{ lang.t("链接里含有您的全部回答（压缩在 # 之后，不会发给服务器）。只发给您信任的人。", "The link holds all your answers, compressed behind the #, which is never sent to a server. Give it only to people you trust.") }</p>
            <div class="actions">
                <button class="btn" type="button" onclick={make}>{ lang.t("生成链接", "Make a link") }</button>
                if let Some(link) = link {
                    <Copy {lang} label={lang.t("复制链接", "Copy it")} text={link.clone()} place={field.clone()} />
                }
            </div>
            if let Some(link) = link {
                <input class="input" ref={field} readonly=true aria-label={lang.t("分享链接", "The link")} value={link.clone()} />
            }
            if matches!(*made, Some(Err(_))) { { too_large(&store) } }
        </section>
    }
}

/// Answers that no link can hold: a file can.
fn too_large(store: &Store) -> Html {
    let lang = store.lang;
    let onclick = {
        let store = store.clone();
        Callback::from(move |_: MouseEvent| save_file(&store))
    };
    html! {
        <div class="notice" role="alert">
            <p>{ lang.t("回答太多，链接装不下。请改用填报文件。", "There are too many answers for a link. Use a profile file instead.") }</p>
            <button class="btn" type="button" {onclick}>{ lang.t("存为填报文件", "Save a profile file") }</button>
        </div>
    }
}

/// Opens what a link holds.
#[derive(Properties, PartialEq)]
pub struct OpenLinkProps {
    /// The letters of the link.
    pub letters: AttrValue,
}

/// Why a link is not opened.
#[derive(Clone, PartialEq)]
enum Refused {
    Link(Refusal),
    Profile(Vec<Fault<'static>>),
}

/// The page while a link is opened.
#[component]
pub fn OpenLink(props: &OpenLinkProps) -> Html {
    let found = use_state(|| None::<Result<Loaded, Refused>>);
    let Some(store) = use_store() else { return Html::default() };
    {
        let (found, store) = (found.clone(), store.clone());
        use_effect_with(props.letters.clone(), move |letters| {
            let letters = letters.clone();
            spawn_local(async move {
                match opened(&store, &letters).await {
                    Ok(loaded) if is_safe(&store) => store.dispatch(Action::Load(Box::new(loaded))),
                    other => found.set(Some(other)),
                }
            });
        });
    }
    let lang = store.lang;
    let keep = {
        let store = store.clone();
        Callback::from(move |()| store.dispatch(Action::Go(Route::Result, None)))
    };
    html! {
        <div class="stack">
            <h1>{ lang.t("打开分享的填报", "Opening a shared link") }</h1>
            {
                match &*found {
                    None => html! { <p role="status">{ lang.t("正在打开…", "Opening…") }</p> },
                    Some(Ok(loaded)) => html! { <Replace loaded={loaded.clone()} {keep} /> },
                    Some(Err(refused)) => {
                        let lines = match refused {
                            Refused::Link(refusal) => vec![refusal.words(lang).to_owned()],
                            Refused::Profile(found) => faults::list(store.policy(), lang, found),
                        };
                        refusal(lang.t("链接没有打开，现有回答未变：", "The link was not opened; your answers are unchanged:"), &lines)
                    }
                }
            }
        </div>
    }
}

/// What the letters of a link hold.
async fn opened(store: &Store, letters: &str) -> Result<Loaded, Refused> {
    let envelope = unpack(letters).await.map_err(Refused::Link)?;
    let mut loaded = imported(store, &envelope.profile).map_err(Refused::Profile)?;
    put_beside(store.policy(), &mut loaded.draft, &envelope.beside);
    if envelope.digest != store.assessor.digest() {
        loaded.made = Made::OtherPolicy;
    } else if !envelope.engine.is_empty() && envelope.engine != crate::ENGINE_VERSION {
        loaded.made = Made::OtherVersion;
    }
    Ok(loaded)
}
