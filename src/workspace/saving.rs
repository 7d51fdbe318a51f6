//! Below the list: files of it, and sheets to print; of all applicants, or of those that the table shows.

use markup::html;
use yew::prelude::*;

use super::desk::{Bench, Event};
use super::protocol::{Export, Request, Work};

/// The buttons.
pub fn saving(bench: &Bench) -> Html {
    html! { <Saving bench={bench.clone()} /> }
}

#[derive(Properties, PartialEq)]
struct SavingProps {
    bench: Bench,
}

#[component]
fn Saving(props: &SavingProps) -> Html {
    let (bench, desk, lang) = (&props.bench, &props.bench.desk, props.bench.lang());
    let whole = use_state(|| false);
    let all = desk.overview.as_ref().map_or(0, |all| all.applicants);
    let shown = desk.part.total;
    let filtered = desk.is_filtered() && shown != all;
    let view = (filtered && !*whole).then(|| desk.view.clone());
    let write = |what: Export, words: &str| {
        let click = bench.long(Work::Writing, Request::Export { what, view: view.clone() });
        html! { <button class="btn" type="button" onclick={click} aria-disabled={desk.busy.is_some().to_string()}>{ words.to_owned() }</button> }
    };
    let choose = |on: bool| {
        let whole = whole.clone();
        Callback::from(move |_: yew::Event| whole.set(on))
    };
    let print_view = view.clone().unwrap_or_else(|| crate::roster::view::View {
        sort: desk.view.sort,
        descending: desk.view.descending,
        ..crate::roster::view::View::default()
    });
    let print = bench.long(Work::Writing, Request::Print { view: print_view });
    let (some, every) = match lang.t("zh", "en") {
        "zh" => (format!("筛选后的 {shown} 家"), format!("全部 {all} 家")),
        _ => (format!("the {shown} that are shown"), format!("all {all}")),
    };
    html! {
        <div class="desk-foot no-print">
            if filtered {
                <fieldset class="desk-whole">
                    <legend>{ lang.t("导出和打印", "Export and print") }</legend>
                    <label class="desk-check"><input type="radio" name="whole" checked={!*whole} onchange={choose(false)} />{ some }</label>
                    <label class="desk-check"><input type="radio" name="whole" checked={*whole} onchange={choose(true)} />{ every }</label>
                </fieldset>
            }
            <div class="actions">
                { write(Export::Workbook, lang.t("导出工作簿（.xlsx）", "Export workbook (.xlsx)")) }
                { write(Export::Table, lang.t("导出结果表（.csv）", "Export table (.csv)")) }
                { write(Export::Profiles, lang.t("导出填报数据（.jsonl）", "Export profiles (.jsonl)")) }
                <button class="btn" type="button" onclick={print} aria-disabled={desk.busy.is_some().to_string()}>{ lang.t("打印名单中各企业的结果", "Print a sheet per applicant") }</button>
            </div>
        </div>
    }
}

/// Does something long, and says so meanwhile.
impl Bench {
    /// A click that asks for something long.
    pub fn long(&self, work: Work, request: Request) -> Callback<MouseEvent> {
        let (client, dispatcher) = (self.client.clone(), self.desk.dispatcher());
        // Not disabled meanwhile: a button that is would lose the focus.
        let busy = self.desk.busy.is_some();
        Callback::from(move |_| {
            if busy {
                return;
            }
            dispatcher.dispatch(Event::Busy(work));
            client.post(&request);
        })
    }
}
