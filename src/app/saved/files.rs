//! Profile files, out and in.

use markup::html;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{File, HtmlInputElement};
use yew::prelude::*;

use super::{Replace, imported, is_safe, refusal};
use crate::app::download::download;
use crate::app::draft::Answer;
use crate::app::exchange::beside;
use crate::app::faults;
use crate::app::root::{Store, focus};
use crate::app::shell::use_store;
use crate::app::state::{Action, Loaded};
use crate::profile::{Fault, FaultKind, MAX_BYTES};

/// Hands the user the own answers as a profile file.
pub fn save_file(store: &Store) {
    let name = [&store.policy().document.id, "-profile.json"].concat();
    // A browser that refuses says so itself.
    let _ = download(&name, "application/json", &store.own_computed().json.to_string());
}

/// What a file gave.
#[derive(Clone, PartialEq)]
enum Told {
    Nothing,
    Waiting(Loaded),
    Refused(Vec<Fault<'static>>),
}

/// Files out and in.
#[component]
pub fn Files() -> Html {
    let told = use_state(|| Told::Nothing);
    let Some(store) = use_store() else { return Html::default() };
    let lang = store.lang;
    let save = {
        let store = store.clone();
        Callback::from(move |_: MouseEvent| save_file(&store))
    };
    let take = {
        let (store, told) = (store.clone(), told.clone());
        move |file: File| {
            let (store, told) = (store.clone(), told.clone());
            spawn_local(async move {
                match read(&store, &file).await {
                    Ok(loaded) if is_safe(&store) => store.dispatch(Action::Load(Box::new(loaded))),
                    Ok(loaded) => told.set(Told::Waiting(loaded)),
                    Err(faults) => told.set(Told::Refused(faults)),
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
    let keep = {
        let told = told.clone();
        Callback::from(move |()| {
            told.set(Told::Nothing);
            focus("load-file");
        })
    };
    html! {
        <section class="panel" aria-labelledby="files-title" {ondrop} {ondragover}>
            <h2 id="files-title">{ lang.t("存为文件，或从文件载入", "Files") }</h2>
            <div class="actions">
                <button class="btn" type="button" onclick={save}>{ lang.t("存为填报文件", "Save a profile file") }</button>
                <label class="btn">{ lang.t("载入填报文件", "Load a profile file") }<input class="vh" id="load-file" type="file" accept=".json,application/json" onchange={chosen} /></label>
            </div>
            <p class="muted">{ lang.t("也可以把文件拖到这里。", "Or drop a file here.") }</p>
            { left_out(&store) }
            {
                match &*told {
                    Told::Nothing => Html::default(),
                    Told::Waiting(loaded) => html! { <Replace loaded={loaded.clone()} {keep} /> },
                    Told::Refused(found) => refusal(
                        lang.t("文件没有载入，现有回答未变：", "The file was not loaded; your answers are unchanged:"),
                        &faults::list(store.policy(), lang, found),
                    ),
                }
            }
        </section>
    }
}

/// A file's profile. One that is too large is not even read.
async fn read(store: &Store, file: &File) -> Result<Loaded, Vec<Fault<'static>>> {
    #[expect(clippy::cast_precision_loss, reason = "a limit of a million is exact")]
    if file.size() > MAX_BYTES as f64 {
        return Err(vec![Fault::new(FaultKind::TooLarge, String::new())]);
    }
    let text = JsFuture::from(file.text()).await.ok().and_then(|text| text.as_string()).unwrap_or_default();
    imported(store, &text)
}

/// The answers that a profile file cannot hold, by name.
fn left_out(store: &Store) -> Html {
    let (policy, lang) = (store.policy(), store.lang);
    let found = beside(policy, store.own_draft(), &store.own_computed().json);
    let lost = found.iter().filter(|(_, answer)| !matches!(answer, Answer::Unsure(_)));
    let names: Vec<String> = lost.map(|(pointer, _)| faults::place(policy, lang, pointer)).collect();
    if names.is_empty() {
        return Html::default();
    }
    let words = [
        lang.t(
            "填报文件装不下读不出来或互相矛盾的回答：",
            "A profile file cannot hold answers that cannot be read or contradict others: ",
        ),
        &names.join(lang.t("、", ", ")),
        lang.t("。请先改正，或用下面的链接。", ". Mend them first, or use the link below."),
    ];
    html! { <p class="error">{ words.concat() }</p> }
}
