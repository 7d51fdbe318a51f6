//! Bringing in files: by button, by dropping, by pasting.

use js_sys::Uint8Array;
use markup::html;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{ClipboardEvent, File, FileList, HtmlInputElement, HtmlTextAreaElement};
use yew::prelude::*;

use super::desk::{Bench, Event};
use super::mapping::remembered;
use super::protocol::{Export, Request, Work};
use crate::app::icon::{Icon, draw};
use crate::app::root::focus;

/// What files are taken.
const ACCEPT: &str = ".xlsx,.xlsm,.csv,.tsv,.txt,.json,.jsonl";

/// Opens files of the user's as one.
pub fn open(bench: &Bench, files: &FileList, former: bool) {
    let files: Vec<File> = (0..files.length()).filter_map(|number| files.get(number)).collect();
    if files.is_empty() {
        return;
    }
    bench.desk.dispatch(Event::Opening(former));
    let names = files.iter().map(File::name).collect();
    begin(bench, names, &files.into_iter().map(JsValue::from).collect::<Vec<_>>());
}

/// `files`: files, or their bytes.
fn begin(bench: &Bench, names: Vec<String>, files: &[JsValue]) {
    let has_list = bench.desk.has_roster();
    if bench.client.open(&Request::Open { names, known: remembered() }, files, has_list).is_err() {
        bench.desk.dispatch(Event::OpenerEnded { ready: false });
    }
}

/// Opens pasted rows: what spreadsheets put on the clipboard.
pub fn open_text(bench: &Bench, text: &str) {
    if text.trim().is_empty() {
        return;
    }
    let name = bench.lang().t("粘贴的内容.txt", "pasted.txt").to_owned();
    bench.desk.dispatch(Event::Opening(false));
    begin(bench, vec![name], &[Uint8Array::from(text.as_bytes()).into()]);
}

/// A button that chooses files.
pub fn file_button(bench: &Bench, words: &str, primary: bool, former: bool) -> Html {
    let (bench, disabled) = (bench.clone(), bench.desk.busy.is_some());
    let onchange = Callback::from(move |event: yew::Event| {
        let Some(input) = event.target_dyn_into::<HtmlInputElement>() else { return };
        if let Some(files) = input.files() {
            open(&bench, &files, former);
        }
        // The same file may be chosen again.
        input.set_value("");
    });
    html! {
        <label class={classes!("btn", "desk-file", primary.then_some("btn-primary"))}>
            <input class="vh" type="file" multiple=true accept={ACCEPT} {disabled} {onchange} />
            { words.to_owned() }
        </label>
    }
}

/// A box to paste rows into.
fn paste_box(bench: &Bench) -> Html {
    let lang = bench.lang();
    let pasted = {
        let bench = bench.clone();
        Callback::from(move |event: yew::Event| {
            let Some(event) = event.dyn_ref::<ClipboardEvent>() else { return };
            if let Some(text) = event.clipboard_data().and_then(|data| data.get_data("text").ok()) {
                event.prevent_default();
                open_text(&bench, &text);
            }
        })
    };
    let typed = {
        let bench = bench.clone();
        Callback::from(move |event: yew::Event| {
            if let Some(area) = event.target_dyn_into::<HtmlTextAreaElement>() {
                open_text(&bench, &area.value());
            }
        })
    };
    html! {
        <label class="desk-paste">
            <span class="vh">{ lang.t("粘贴表格内容", "Paste rows") }</span>
            <textarea rows="3" placeholder={lang.t("在此粘贴（含表头）", "Paste here, with the heads")} onpaste={pasted} onchange={typed} />
        </label>
    }
}

/// Nothing is there yet.
pub fn start_panel(bench: &Bench) -> Html {
    let (desk, lang) = (&bench.desk, bench.lang());
    html! {
        <section class="desk-zone" aria-label={lang.t("导入", "Import").to_owned()}>
                if desk.found {
                    <div class="notice">
                        <p>{ lang.t("这台设备上保存着上次的名单。", "A list is kept on this machine.") }</p>
                        <div class="actions">
                            <button class="btn btn-primary" type="button" onclick={bench.long(Work::Restoring, Request::Restore(None))} disabled={!desk.ready || desk.busy.is_some()}>{ lang.t("恢复上次的名单", "Bring it back") }</button>
                            <button class="btn btn-quiet btn-danger" type="button" onclick={bench.ask(Request::Wipe)}>{ lang.t("清除", "Forget it") }</button>
                        </div>
                    </div>
                }
                <h2>{ lang.t("导入企业名单", "Import a list of applicants") }</h2>
                <p>{ lang.t(
                    "用您现有的 Excel 或 CSV 即可：每家企业一行；项目、融资、合同等可放在各自的工作表里，用企业名称对应。也可导入本页导出的填报数据。",
                    "Your own Excel or CSV file will do: a row per applicant; projects, rounds and contracts may stand in sheets of their own, tied by the applicant's name. Profiles saved by this page can be imported too.",
                ) }</p>
                <div class="actions">
                    { file_button(bench, lang.t("选择文件", "Choose a file"), true, false) }
                    <button class="btn" type="button" disabled={!desk.ready} onclick={bench.ask(Request::Export { what: Export::Template, view: None })}>{ lang.t("下载模板（.xlsx）", "Download a template (.xlsx)") }</button>
                </div>
                <p class="muted">{ lang.t("可一次选择几个文件，例如企业、项目各一个。也可以把文件拖到页面上，或从表格里复制几行粘贴到下面。", "Several files can be chosen at once, say one of applicants and one of projects. Or drop files on the page, or paste rows from a spreadsheet below.") }</p>
                { paste_box(bench) }
                <p class="muted">{ lang.t("文件只在这台设备上读取，不上传；关闭页面后不保留，除非您选择保存在这台设备上。", "Files are read on this machine and never uploaded; nothing stays after closing unless you ask for it.") }</p>
        </section>
    }
}

/// Above a roster: another file, keeping, wiping.
pub fn import_panel(bench: &Bench) -> Html {
    let lang = bench.lang();
    html! {
        <div class="desk-bar no-print">
            { file_button(bench, lang.t("导入另一份名单", "Import another list"), false, false) }
            <Keep bench={bench.clone()} />
            <Wipe bench={bench.clone()} />
            <details class="fold desk-more">
                <summary>{ draw(Icon::Chevron) }<span>{ lang.t("粘贴或拖入另一份名单", "Paste or drop another list") }</span></summary>
                <div class="fold-body">
                    <p class="muted">{ lang.t("文件可拖到页面任何地方；表格内容可粘贴到这里。", "Drop files anywhere on the page, or paste rows here.") }</p>
                    { paste_box(bench) }
                </div>
            </details>
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct KeepProps {
    bench: Bench,
}

/// Keeps the list on this machine; where another is kept, after asking.
#[component]
fn Keep(props: &KeepProps) -> Html {
    let (bench, desk, lang) = (&props.bench, &props.bench.desk, props.bench.lang());
    let asked = use_mut_ref(|| false);
    use_effect_with(desk.other.is_some(), move |asking| {
        if asked.replace(*asking) || *asking {
            focus(if *asking { "keep-other" } else { "keep-list" });
        }
    });
    if let Some(other) = desk.other {
        return html! {
            <div class="ask" role="alert">
                <p>{ lang.t("这台设备上已保存着另一份名单，要替换吗？", "Another list is kept on this machine. Replace it?") }</p>
                <div class="actions">
                    <button class="btn btn-danger" type="button" onclick={bench.ask(Request::Keep(Some(other)))}>{ lang.t("替换", "Replace") }</button>
                    <button class="btn" type="button" id="keep-other" onclick={bench.on(|| Event::NotReplaced)}>{ lang.t("取消", "Cancel") }</button>
                </div>
            </div>
        };
    }
    let (request, words) = if desk.keeping {
        (Request::Unkeep, lang.t("已保存在这台设备上（点击取消）", "Kept on this machine (stop)"))
    } else {
        (Request::Keep(desk.own), lang.t("保存在这台设备上", "Keep on this machine"))
    };
    html! {
        <button class="btn" type="button" id="keep-list" aria-pressed={desk.keeping.to_string()} onclick={bench.ask(request)}>{ words }</button>
    }
}

#[derive(Properties, PartialEq)]
struct WipeProps {
    bench: Bench,
}

/// Forgets everything, after asking. The question stands in the page: a frame may not open dialogues.
#[component]
fn Wipe(props: &WipeProps) -> Html {
    let asking = use_state(|| false);
    let lang = props.bench.lang();
    let set = |on: bool| {
        let asking = asking.clone();
        Callback::from(move |_: MouseEvent| asking.set(on))
    };
    if !*asking {
        return html! { <button class="btn btn-quiet btn-danger" type="button" onclick={set(true)}>{ lang.t("清除名单", "Forget the list") }</button> };
    }
    html! {
        <div class="ask" role="alert">
            <p>{ lang.t("清除名单和保存在这台设备上的内容？此操作不能撤销。", "Forget the list and all that is kept on this machine? This cannot be undone.") }</p>
            <div class="actions">
                <button class="btn btn-danger" type="button" onclick={props.bench.ask(Request::Wipe)}>{ lang.t("确定清除", "Forget") }</button>
                <button class="btn" type="button" onclick={set(false)}>{ lang.t("取消", "Keep") }</button>
            </div>
        </div>
    }
}
