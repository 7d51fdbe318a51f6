//! Bringing in a file: by button, by dropping, by pasting; how far the work is.

use js_sys::Uint8Array;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{ClipboardEvent, DragEvent, File, HtmlInputElement, HtmlTextAreaElement};
use yew::prelude::*;

use super::desk::{Bench, Event, Stage};
use super::protocol::{Export, Request};

/// What files are taken.
const ACCEPT: &str = ".xlsx,.xlsm,.csv,.tsv,.txt,.json,.jsonl";

/// Opens a file of the user's.
fn open(bench: &Bench, file: File, former: bool) {
    let bench = bench.clone();
    spawn_local(async move {
        bench.desk.dispatch(Event::Opening(former));
        if let Ok(buffer) = JsFuture::from(file.array_buffer()).await {
            bench.client.post_file(&Request::Open { name: file.name() }, &Uint8Array::new(&buffer));
        } else {
            bench.desk.dispatch(Event::Idle);
            let words = bench.lang().t("浏览器没有读出这个文件。", "The browser could not read the file.");
            bench.desk.dispatch(Event::Tell(true, words.to_owned()));
        }
    });
}

/// Opens pasted rows: what spreadsheets put on the clipboard.
fn open_text(bench: &Bench, text: &str) {
    if text.trim().is_empty() {
        return;
    }
    let name = bench.lang().t("粘贴的内容.txt", "pasted.txt").to_owned();
    bench.desk.dispatch(Event::Opening(false));
    bench.client.post_file(&Request::Open { name }, &Uint8Array::from(text.as_bytes()));
}

/// A button that chooses a file.
pub fn file_button(bench: &Bench, words: &str, primary: bool, former: bool) -> Html {
    let bench = bench.clone();
    let onchange = Callback::from(move |event: yew::Event| {
        let Some(input) = event.target_dyn_into::<HtmlInputElement>() else { return };
        if let Some(file) = input.files().and_then(|files| files.get(0)) {
            open(&bench, file, former);
        }
        // The same file may be chosen again.
        input.set_value("");
    });
    html! {
        <label class={classes!("btn", "desk-file", primary.then_some("btn-primary"))}>
            <input class="vh" type="file" accept={ACCEPT} {onchange} />
            { words.to_owned() }
        </label>
    }
}

fn zone(bench: &Bench, inside: Html) -> Html {
    let over = Callback::from(|event: DragEvent| event.prevent_default());
    let dropped = {
        let bench = bench.clone();
        Callback::from(move |event: DragEvent| {
            event.prevent_default();
            let files = event.data_transfer().and_then(|data| data.files());
            if let Some(file) = files.and_then(|files| files.get(0)) {
                open(&bench, file, false);
            }
        })
    };
    html! { <section class="desk-zone" ondragover={over} ondrop={dropped} aria-label={bench.lang().t("导入", "Import").to_owned()}>{ inside }</section> }
}

/// Nothing is there yet.
pub fn start_panel(bench: &Bench) -> Html {
    let (desk, lang) = (&bench.desk, bench.lang());
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
    zone(
        bench,
        html! {
            <>
                if desk.found {
                    <div class="notice">
                        <p>{ lang.t("这台设备上保存着上次的名单。", "A list is kept on this machine.") }</p>
                        <div class="actions">
                            <button class="btn btn-primary" type="button" onclick={bench.ask(Request::Restore)}>{ lang.t("恢复上次的名单", "Bring it back") }</button>
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
                    <button class="btn" type="button" disabled={!desk.ready} onclick={bench.ask(Request::Export(Export::Template))}>{ lang.t("下载模板（.xlsx）", "Download a template (.xlsx)") }</button>
                </div>
                <p class="muted">{ lang.t("也可以把文件拖到这里，或从表格里复制几行粘贴到下面。", "Or drop a file here, or paste rows from a spreadsheet below.") }</p>
                <label class="desk-paste">
                    <span class="vh">{ lang.t("粘贴表格内容", "Paste rows") }</span>
                    <textarea rows="3" placeholder={lang.t("在此粘贴（含表头）", "Paste here, with the heads")} onpaste={pasted} onchange={typed} />
                </label>
                <p class="muted">{ lang.t("文件只在这台设备上读取，不上传；关闭页面后不保留，除非您选择保存在这台设备上。", "Files are read on this machine and never uploaded; nothing stays after closing unless you ask for it.") }</p>
            </>
        },
    )
}

/// Above a roster: another file, keeping, wiping.
pub fn import_panel(bench: &Bench) -> Html {
    let (desk, lang) = (&bench.desk, bench.lang());
    let keep = bench.ask(Request::Keep { on: !desk.keeping });
    html! {
        <div class="desk-bar no-print">
            { file_button(bench, lang.t("导入另一份名单", "Import another list"), false, false) }
            <button class="btn" type="button" aria-pressed={desk.keeping.to_string()} onclick={keep}>{
                if desk.keeping { lang.t("已保存在这台设备上（点击取消）", "Kept on this machine (stop)") }
                else { lang.t("保存在这台设备上", "Keep on this machine") }
            }</button>
            <Wipe bench={bench.clone()} />
        </div>
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

/// How far the work is, and stopping it.
pub fn working(bench: &Bench) -> Html {
    let lang = bench.lang();
    let (words, share, count) = match &bench.desk.stage {
        Stage::Working { reading, share, count } => {
            let words = if *reading {
                lang.t("正在读取：", "Reading rows: ")
            } else {
                lang.t("正在测算：", "Assessing: ")
            };
            (words, *share, count.to_string())
        }
        _ => (lang.t("正在打开文件…", "Opening the file…"), 0.0, String::new()),
    };
    html! {
        <section class="desk-zone" aria-busy="true">
            <p role="status">{ words }<span class="num">{ count }</span></p>
            <progress class="desk-progress" max="1" value={share.to_string()}></progress>
            <div class="actions"><button class="btn" type="button" onclick={bench.ask(Request::Cancel)}>{ lang.t("取消", "Stop") }</button></div>
        </section>
    }
}
