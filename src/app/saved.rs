//! The page of what is kept: drafts by name on this machine, files, and links.

use gloo::utils::window;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{File, HtmlInputElement};
use yew::prelude::*;

use super::download::download;
use super::exchange::{Envelope, Refusal, draft_of};
use super::link::{is_file, pack};
use super::root::Store;
use super::shell::use_store;
use super::state::{Action, Loaded, Opened, State};
use super::storage::{self, Kept, StoreError};

/// The page.
#[component]
pub fn Saved() -> Html {
    let Some(store) = use_store() else { return Html::default() };
    let lang = store.lang;
    html! {
        <div class="stack stack-l">
            <header class="page-head">
                <h1>{ lang.t("我的填报", "Saved") }</h1>
                <p class="eyebrow">{ lang.t("只保存在这台设备的浏览器里，不上传。公用电脑用完请清空。", "Kept in this browser on this machine, never uploaded. On a shared computer, forget everything when done.") }</p>
            </header>
            <Drafts />
            <Files />
            <Link />
        </div>
    }
}

/// A draft of the present answers under a name, with a new id.
fn fresh(store: &State, name: String, taken: &[Kept]) -> Kept {
    let id = taken.iter().map(|kept| kept.id).max().unwrap_or(0) + 1;
    let digest = store.assessor.digest().to_owned();
    Kept { id, name, revision: 0, digest, draft: store.own_draft().clone(), profile: store.own_profile() }
}

/// What could not be kept, in words.
pub fn refused(store: &State, error: StoreError) -> &'static str {
    let lang = store.lang;
    match error {
        StoreError::Blocked => lang.t(
            "浏览器不允许保存（可能是无痕模式或被禁用）。回答仍在本页，可以存为文件。",
            "This browser does not let the page store anything. Your answers are still here; save them as a file.",
        ),
        StoreError::Full => lang.t(
            "浏览器的存储空间已满，没有保存。请删除一些，或存为文件。",
            "There is no room left in this browser. Delete something, or save a file.",
        ),
        StoreError::Newer => lang.t(
            "另一个窗口刚改过这份填报，没有覆盖。",
            "Another window has just changed this draft; it was not overwritten.",
        ),
    }
}

#[component]
fn Drafts() -> Html {
    let again = use_state(|| 0_u32);
    let name = use_state(String::new);
    let told = use_state(|| None::<&'static str>);
    let Some(store) = use_store() else { return Html::default() };
    let lang = store.lang;
    let policy = store.policy().document.id.clone();
    let (kept, damaged) = storage::list(&policy);
    let redraw = {
        let again = again.clone();
        move || again.set(*again + 1)
    };
    let save = {
        let (store, name, told, kept, redraw) =
            (store.clone(), name.clone(), told.clone(), kept.clone(), redraw.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let typed = name.trim();
            let words = if typed.is_empty() { store.default_name() } else { typed.to_owned() };
            let one = fresh(&store, words, &kept);
            match storage::write(&store.policy().document.id, &one) {
                Ok(revision) => {
                    store.dispatch(Action::Open(Some(Opened { id: one.id, name: one.name, revision })));
                    name.set(String::new());
                    told.set(None);
                }
                Err(error) => told.set(Some(refused(&store, error))),
            }
            redraw();
        })
    };
    let typing = {
        let name = name.clone();
        Callback::from(move |event: InputEvent| {
            if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
                name.set(input.value());
            }
        })
    };
    let rows: Vec<Html> = kept.iter().map(|one| html! { <Row kept={one.clone()} redraw={Callback::from({ let redraw = redraw.clone(); move |()| redraw() })} taken={kept.clone()} /> }).collect();
    let stop = {
        let store = store.clone();
        Callback::from(move |_: MouseEvent| store.dispatch(Action::Open(None)))
    };
    html! {
        <section class="panel" aria-labelledby="drafts-title">
            <h2 id="drafts-title">{ lang.t("保存在这台设备", "On this machine") }</h2>
            if let Some(open) = &store.opened {
                <p role="status">{ lang.t("正在编辑“", "Editing “") }<strong>{ &open.name }</strong>{ lang.t("”，改动会自动保存。", "”; changes are saved as you make them.") }
                    <button class="btn btn-quiet" type="button" onclick={stop}>{ lang.t("停止自动保存", "Stop saving") }</button></p>
            }
            <form class="field" onsubmit={save}>
                <label class="q-title" for="save-name">{ lang.t("给现在的回答起个名字", "Name the present answers") }</label>
                <input class="input" id="save-name" autocomplete="off" value={(*name).clone()} oninput={typing} placeholder={store.default_name()} />
                <button class="btn btn-primary" type="submit">{ lang.t("保存", "Save") }</button>
            </form>
            if let Some(words) = *told { <p class="error" role="alert">{ words }</p> }
            if damaged > 0 { <p class="error">{ lang.t("有内容无法读取，已原样留下：", "Entries that cannot be read, left as they are: ") }{ damaged }</p> }
            if rows.is_empty() {
                <p class="muted">{ lang.t("还没有保存任何内容。", "Nothing is saved yet.") }</p>
            } else {
                <ul class="saved-list">{ for rows }</ul>
            }
        </section>
    }
}

#[derive(Properties, PartialEq)]
struct RowProps {
    kept: Kept,
    taken: Vec<Kept>,
    redraw: Callback<()>,
}

#[component]
fn Row(props: &RowProps) -> Html {
    let asking = use_state(|| false);
    let renaming = use_state(|| None::<String>);
    let Some(store) = use_store() else { return Html::default() };
    let lang = store.lang;
    let one = props.kept.clone();
    let policy = store.policy().document.id.clone();
    let open = {
        let (store, one) = (store.clone(), one.clone());
        Callback::from(move |_: MouseEvent| store.dispatch(Action::Load(Box::new(loaded(&store, &one)))))
    };
    let copy = {
        let (props_taken, redraw, store, one, policy) =
            (props.taken.clone(), props.redraw.clone(), store.clone(), one.clone(), policy.clone());
        Callback::from(move |_: MouseEvent| {
            let id = props_taken.iter().map(|kept| kept.id).max().unwrap_or(0) + 1;
            let name = [&one.name, store.lang.t("（副本）", " (copy)")].concat();
            let _ = storage::write(&policy, &Kept { id, name, revision: 0, ..one.clone() });
            redraw.emit(());
        })
    };
    let remove = {
        let (redraw, store, policy, id) = (props.redraw.clone(), store.clone(), policy.clone(), one.id);
        Callback::from(move |_: MouseEvent| {
            storage::remove(&policy, id);
            if store.opened.as_ref().is_some_and(|open| open.id == id) {
                store.dispatch(Action::Open(None));
            }
            redraw.emit(());
        })
    };
    let ask = |on: bool| {
        let asking = asking.clone();
        Callback::from(move |_: MouseEvent| asking.set(on))
    };
    let begin = {
        let (renaming, name) = (renaming.clone(), one.name.clone());
        Callback::from(move |_: MouseEvent| renaming.set(Some(name.clone())))
    };
    if let Some(typed) = (*renaming).clone() {
        let oninput = {
            let renaming = renaming.clone();
            Callback::from(move |event: InputEvent| {
                if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
                    renaming.set(Some(input.value()));
                }
            })
        };
        let rename = {
            let (renaming, redraw, store, one, policy, typed) =
                (renaming.clone(), props.redraw.clone(), store.clone(), one.clone(), policy.clone(), typed.clone());
            Callback::from(move |event: SubmitEvent| {
                event.prevent_default();
                let name = if typed.trim().is_empty() { one.name.clone() } else { typed.trim().to_owned() };
                if let Ok(revision) = storage::write(&policy, &Kept { name: name.clone(), ..one.clone() })
                    && store.opened.as_ref().is_some_and(|open| open.id == one.id)
                {
                    store.dispatch(Action::Open(Some(Opened { id: one.id, name, revision })));
                }
                renaming.set(None);
                redraw.emit(());
            })
        };
        return html! {
            <li class="saved-row"><form class="field" onsubmit={rename}>
                <input class="input" aria-label={lang.t("新名字", "New name")} value={typed} {oninput} />
                <button class="btn" type="submit">{ lang.t("改名", "Rename") }</button>
            </form></li>
        };
    }
    html! {
        <li class="saved-row">
            <span class="saved-name">{ one.name.clone() }</span>
            <span class="actions">
                if *asking {
                    <span>{ lang.t("确定删除？", "Delete it?") }</span>
                    <button class="btn btn-danger" type="button" onclick={remove}>{ lang.t("删除", "Delete") }</button>
                    <button class="btn" type="button" onclick={ask(false)}>{ lang.t("取消", "Keep it") }</button>
                } else {
                    <button class="btn" type="button" onclick={open}>{ lang.t("打开", "Open") }</button>
                    <button class="btn btn-quiet" type="button" onclick={begin}>{ lang.t("改名", "Rename") }</button>
                    <button class="btn btn-quiet" type="button" onclick={copy}>{ lang.t("复制", "Duplicate") }</button>
                    <button class="btn btn-quiet btn-danger" type="button" onclick={ask(true)}>{ lang.t("删除", "Delete") }</button>
                }
            </span>
        </li>
    }
}

/// A kept draft ready to be opened; where the policy's facts have changed, by its profile.
pub fn loaded(store: &State, one: &Kept) -> Loaded {
    let opened = Some(Opened { id: one.id, name: one.name.clone(), revision: one.revision });
    let changed = one.digest != store.assessor.digest();
    if one.draft.fits(store.policy()) {
        return Loaded { draft: one.draft.clone(), opened, changed };
    }
    let value = serde_json::from_str(&one.profile).unwrap_or_default();
    Loaded { draft: draft_of(store.policy(), store.lang, &value), opened, changed }
}

/// Files out and in.
#[component]
fn Files() -> Html {
    let told = use_state(Vec::<String>::new);
    let waiting = use_state(|| None::<Loaded>);
    let Some(store) = use_store() else { return Html::default() };
    let lang = store.lang;
    let save = {
        let store = store.clone();
        Callback::from(move |_: MouseEvent| {
            let name = [&store.policy().document.id, "-profile.json"].concat();
            // A browser that refuses says so itself.
            let _ = download(&name, "application/json", &store.own_profile());
        })
    };
    let take = {
        let (store, told, waiting) = (store.clone(), told.clone(), waiting.clone());
        move |file: File| {
            let (store, told, waiting) = (store.clone(), told.clone(), waiting.clone());
            spawn_local(async move {
                let text = JsFuture::from(file.text()).await.ok().and_then(|text| text.as_string()).unwrap_or_default();
                match imported(&store, &text) {
                    Ok(loaded) if store.own_draft().is_blank() => store.dispatch(Action::Load(Box::new(loaded))),
                    Ok(loaded) => {
                        told.set(Vec::new());
                        waiting.set(Some(loaded));
                    }
                    Err(faults) => told.set(faults),
                }
            });
        }
    };
    let chosen = {
        let take = take.clone();
        Callback::from(move |event: Event| {
            let Some(input) = event.target_dyn_into::<HtmlInputElement>() else { return };
            if let Some(file) = input.files().and_then(|files| files.get(0)) {
                take(file);
            }
            input.set_value("");
        })
    };
    let ondrop = Callback::from(move |event: DragEvent| {
        event.prevent_default();
        if let Some(file) = event.data_transfer().and_then(|data| data.files()).and_then(|files| files.get(0)) {
            take(file);
        }
    });
    let ondragover = Callback::from(|event: DragEvent| event.prevent_default());
    html! {
        <section class="panel" aria-labelledby="files-title" {ondrop} {ondragover}>
            <h2 id="files-title">{ lang.t("存为文件，或从文件载入", "Files") }</h2>
            <div class="actions">
                <button class="btn" type="button" onclick={save}>{ lang.t("存为填报文件", "Save a profile file") }</button>
                <label class="btn">{ lang.t("载入填报文件", "Load a profile file") }<input class="vh" type="file" accept=".json,application/json" onchange={chosen} /></label>
            </div>
            <p class="muted">{ lang.t("也可以把文件拖到这里。", "Or drop a file here.") }</p>
            if !told.is_empty() {
                <div class="error-summary" role="alert">
                    <p>{ lang.t("文件没有载入，现有回答未变：", "The file was not loaded; your answers are unchanged:") }</p>
                    <ul>{ for told.iter().map(|words| html! { <li>{ words.clone() }</li> }) }</ul>
                </div>
            }
            if let Some(loaded) = (*waiting).clone() { { replace(&store, loaded, { let waiting = waiting.clone(); Callback::from(move |()| waiting.set(None)) }) } }
        </section>
    }
}

/// Asks before present answers are replaced.
pub fn replace(store: &Store, loaded: Loaded, done: Callback<()>) -> Html {
    let lang = store.lang;
    let load = {
        let (store, done) = (store.clone(), done.clone());
        Callback::from(move |_: MouseEvent| {
            store.dispatch(Action::Load(Box::new(loaded.clone())));
            done.emit(());
        })
    };
    let keep = Callback::from(move |_: MouseEvent| done.emit(()));
    html! {
        <div class="ask" role="alert">
            <p>{ lang.t("现有回答会被替换。没有保存过的回答将找不回来。", "Your present answers will be replaced. What is not saved is lost.") }</p>
            <div class="actions">
                <button class="btn btn-primary" type="button" onclick={load}>{ lang.t("替换", "Replace") }</button>
                <button class="btn" type="button" onclick={keep}>{ lang.t("保留现有回答", "Keep mine") }</button>
            </div>
        </div>
    }
}

/// A profile's text as a draft, or everything that is wrong with it.
pub fn imported(store: &State, text: &str) -> Result<Loaded, Vec<String>> {
    match store.assessor.read(text) {
        Ok(_) => {
            let value = serde_json::from_str(text).unwrap_or_default();
            Ok(Loaded { draft: draft_of(store.policy(), store.lang, &value), opened: None, changed: false })
        }
        Err(faults) => Err(faults
            .into_iter()
            .map(|fault| [&fault.message, store.lang.t("　位置：", " at: "), &fault.path].concat())
            .collect()),
    }
}

/// A link that holds the answers.
#[component]
fn Link() -> Html {
    let made = use_state(|| None::<String>);
    let copied = use_state(|| false);
    let Some(store) = use_store() else { return Html::default() };
    let lang = store.lang;
    let make = {
        let (store, made, copied) = (store.clone(), made.clone(), copied.clone());
        Callback::from(move |_: MouseEvent| {
            let envelope = Envelope { digest: store.assessor.digest().to_owned(), profile: store.own_profile() };
            let (made, copied) = (made.clone(), copied.clone());
            spawn_local(async move {
                let letters = pack(&envelope).await;
                let here = window().location().href().unwrap_or_default();
                let base = here.split('#').next().unwrap_or_default();
                made.set(Some([base, "#/s/", &letters].concat()));
                copied.set(false);
            });
        })
    };
    let copy = {
        let (made, copied) = (made.clone(), copied.clone());
        Callback::from(move |_: MouseEvent| {
            let Some(link) = (*made).clone() else { return };
            let copied = copied.clone();
            spawn_local(async move {
                let done = JsFuture::from(window().navigator().clipboard().write_text(&link)).await;
                copied.set(done.is_ok());
            });
        })
    };
    html! {
        <section class="panel" aria-labelledby="link-title">
            <h2 id="link-title">{ lang.t("分享链接", "A link to share") }</h2>
            if is_file() {
                <p>{ lang.t("您打开的是单个文件：链接指向这台电脑上的这个文件，别人打不开。要交给别人，请用上面的“存为填报文件”。", "You have opened a single file: the link leads to this file on this computer, and nobody else can open it. To hand answers on, save a profile file above.") }</p>
            }
            <p class="muted">{ lang.t("链接里含有您的全部回答（压缩在 # 之后，不会发给服务器）。只发给您信任的人。", "The link holds all your answers, compressed behind the #, which is never sent to a server. Give it only to people you trust.") }</p>
            <div class="actions">
                <button class="btn" type="button" onclick={make}>{ lang.t("生成链接", "Make a link") }</button>
                if made.is_some() { <button class="btn" type="button" onclick={copy}>{ lang.t("复制链接", "Copy it") }</button> }
                if *copied { <span role="status">{ lang.t("已复制", "Copied") }</span> }
            </div>
            if let Some(link) = (*made).clone() {
                <input class="input" readonly=true aria-label={lang.t("分享链接", "The link")} value={link} />
            }
        </section>
    }
}

/// Opens what a link holds.
#[derive(Properties, PartialEq)]
pub struct OpenLinkProps {
    /// The letters of the link.
    pub letters: AttrValue,
}

/// The page while a link is opened.
#[component]
pub fn OpenLink(props: &OpenLinkProps) -> Html {
    let found = use_state(|| None::<Result<Loaded, Vec<String>>>);
    let Some(store) = use_store() else { return Html::default() };
    {
        let (found, store) = (found.clone(), store.clone());
        use_effect_with(props.letters.clone(), move |letters| {
            let letters = letters.clone();
            spawn_local(async move {
                let refusal = |refusal: Refusal| vec![refusal.words(store.lang).to_owned()];
                let opened = super::link::unpack(&letters).await.map_err(refusal).and_then(|envelope| {
                    let changed = envelope.digest != store.assessor.digest();
                    imported(&store, &envelope.profile).map(|loaded| Loaded { changed, ..loaded })
                });
                match opened {
                    Ok(loaded) if store.own_draft().is_blank() => store.dispatch(Action::Load(Box::new(loaded))),
                    other => found.set(Some(other)),
                }
            });
        });
    }
    let lang = store.lang;
    let leave = {
        let store = store.clone();
        Callback::from(move |()| store.dispatch(Action::Go(super::route::Route::Result, None)))
    };
    html! {
        <div class="stack">
            <h1>{ lang.t("打开分享的填报", "Opening a shared link") }</h1>
            {
                match (*found).clone() {
                    None => html! { <p role="status">{ lang.t("正在打开…", "Opening…") }</p> },
                    Some(Ok(loaded)) => replace(&store, loaded, leave),
                    Some(Err(words)) => html! {
                        <div class="error-summary" role="alert">
                            <p>{ lang.t("链接没有打开，现有回答未变：", "The link was not opened; your answers are unchanged:") }</p>
                            <ul>{ for words.iter().map(|words| html! { <li>{ words.clone() }</li> }) }</ul>
                        </div>
                    },
                }
            }
        </div>
    }
}
