//! Agreeing to what sheets and columns mean. If the user says so, what was agreed to is remembered for sheets of the same
//! heads.

use gloo::utils::window;
use markup::html;
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use super::desk::{Bench, Event};
use super::protocol::{KnownSheet, PlannedColumn, PlannedSheet, Reply, Request, Work};
use super::words;
use crate::app::icon::{Icon, draw};
use crate::app::words::Lang;
use crate::policy::model::Facts;
use crate::roster::{SheetRole, Target, unit};

/// Where it is remembered what sheets meant.
const REMEMBERED: &str = "policy-selfcheck/columns";

/// The plan, to be corrected and agreed to.
pub fn mapping(bench: &Bench, sheets: &[PlannedSheet]) -> Html {
    html! { <Mapping bench={bench.clone()} sheets={sheets.to_vec()} /> }
}

#[derive(Properties, PartialEq)]
struct MappingProps {
    bench: Bench,
    sheets: Vec<PlannedSheet>,
}

/// Sheets that are remembered.
const MOST_REMEMBERED: usize = 60;

/// What sheets meant before, the latest first.
pub fn remembered() -> Vec<KnownSheet> {
    let text = window().local_storage().ok().flatten().and_then(|storage| storage.get_item(REMEMBERED).ok().flatten());
    text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default()
}

/// Forgets what sheets meant.
pub fn forget() {
    if let Ok(Some(storage)) = window().local_storage() {
        // A browser that refuses has nothing remembered.
        let _ = storage.remove_item(REMEMBERED);
    }
}

/// Remembers what these sheets mean, or forgets it.
fn remember(sheets: &[PlannedSheet], on: bool) {
    let heads = |sheet: &PlannedSheet| -> Vec<String> { sheet.columns.iter().map(|one| one.head.clone()).collect() };
    let mut known = remembered();
    known.retain(|known| !sheets.iter().any(|sheet| heads(sheet) == known.heads));
    if on {
        // What is not imported has nothing to be known again by.
        let new = sheets.iter().filter(|sheet| !sheet.role.is_empty()).map(|sheet| KnownSheet {
            heads: heads(sheet),
            role: sheet.role.clone(),
            targets: sheet.columns.iter().map(|column| column.target.clone()).collect(),
            zeros: sheet.columns.iter().map(|column| column.zeros).collect(),
            complete: sheet.complete,
        });
        known = new.chain(known).take(MOST_REMEMBERED).collect();
    }
    if known.is_empty() {
        return forget();
    }
    if let (Ok(Some(storage)), Ok(text)) = (window().local_storage(), serde_json::to_string(&known)) {
        // A browser without room only does not remember.
        let _ = storage.set_item(REMEMBERED, &text);
    }
}

#[component]
fn Mapping(props: &MappingProps) -> Html {
    let (bench, lang) = (&props.bench, props.bench.lang());
    // Nothing is remembered before the user says so; having said so of these heads before is saying so.
    let keep = {
        let known = props.sheets.iter().any(|sheet| sheet.known);
        use_state(move || known)
    };
    let as_of = use_state(|| crate::app::root::today().map(|day| day.to_string()).unwrap_or_default());
    let profiles = props.sheets.is_empty();
    let ready = profiles
        || props.sheets.iter().any(|sheet| sheet.role == SheetRole::Applicants.key(&bench.desk.policy().facts));
    let import = {
        let (bench, sheets, keep, as_of) = (bench.clone(), props.sheets.clone(), *keep, (*as_of).clone());
        Callback::from(move |_: MouseEvent| {
            remember(&sheets, keep);
            let former = bench.desk.former_wanted;
            let keep = bench.desk.own.filter(|_| bench.desk.keeping);
            bench.desk.dispatch(Event::Heard(Reply::Progress { work: Work::Reading, share: 0.0, count: 0 }));
            bench.client.ask_opener(&Request::Import { sheets: sheets.clone(), as_of: as_of.clone(), former, keep });
        })
    };
    let typed_day = {
        let as_of = as_of.clone();
        Callback::from(move |event: InputEvent| {
            if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
                as_of.set(input.value());
            }
        })
    };
    let keep_click = {
        let keep = keep.clone();
        Callback::from(move |_: MouseEvent| keep.set(!*keep))
    };
    let back = {
        let (client, dispatcher) = (bench.client.clone(), bench.desk.dispatcher());
        Callback::from(move |_: MouseEvent| {
            client.leave_opener();
            dispatcher.dispatch(Event::Idle);
        })
    };
    let replaced = replaced(bench);
    let (title, go, beside) = if bench.desk.former_wanted {
        let beside = lang.t(
            "现在的名单不变，这一份只用来对比。",
            "The present list stays as it is; this one is for comparing only.",
        );
        (
            lang.t("上一份名单：核对各列的含义", "Former list: check what the columns mean"),
            lang.t("读入并测算", "Read and assess"),
            Some(beside),
        )
    } else {
        (lang.t("核对各列的含义", "Check what the columns mean"), lang.t("导入并测算", "Import and assess"), None)
    };
    let facts = &bench.desk.policy().facts;
    let unnamed = props.sheets.iter().filter(|sheet| lacks_names(sheet, facts));
    let unnamed = unnamed.map(|sheet| html! { <p class="notice" role="alert">{ no_names(bench, &sheet.name) }</p> });
    html! {
        <section class="desk-plan" aria-labelledby="plan-title">
            <h2 id="plan-title">{ title }</h2>
            if let Some(words) = beside { <p>{ words }</p> }
            if profiles {
                <p>{ lang.t("文件里是填报数据，可直接导入；各份数据自带测算日。", "The file holds profiles and can be imported as it is; each has a day of assessment of its own.") }</p>
            } else {
                <p class="muted">{ lang.t("已按表头猜测，不对的请改。标“不导入”的列不读取。", "Guessed from the heads; correct what is wrong. Columns marked “Not imported” are not read.") }</p>
                { known(bench, &props.sheets) }
                { for props.sheets.iter().enumerate().map(|(number, sheet)| one_sheet(bench, &props.sheets, number, sheet)) }
                <div class="desk-options">
                    <label class="desk-field"><span>{ lang.t("按哪一天测算", "Day of assessment") }</span>
                        <input type="date" value={(*as_of).clone()} min="1900-01-01" max="2199-12-31" oninput={typed_day} /></label>
                    <label class="desk-check"><input type="checkbox" checked={*keep} onclick={keep_click} />
                        { lang.t("在这台设备上记住这些对应（只记表头，不记内容）", "Remember these columns on this machine (heads only, no contents)") }</label>
                </div>
            }
            if let Some(words) = replaced { <p class="muted">{ words }</p> }
            if !ready { <p class="notice" role="alert">{ lang.t("请把其中一张工作表指定为企业名单。", "Say which sheet holds the applicants.") }</p> }
            { for unnamed }
            <div class="actions desk-go">
                <button class="btn btn-primary" type="button" disabled={!ready} onclick={import}>{ go }</button>
                <button class="btn" type="button" onclick={back}>{ lang.t("返回", "Back") }</button>
            </div>
        </section>
    }
}

/// What goes when the list comes in: the present one, and what is kept of it.
fn replaced(bench: &Bench) -> Option<String> {
    let (desk, lang) = (&bench.desk, bench.lang());
    let count = desk.overview.as_ref().map(|all| all.applicants).filter(|count| *count > 0 && !desk.former_wanted)?;
    Some(match (lang, desk.keeping) {
        (Lang::Zh, false) => format!("导入后，这份名单会代替现在的名单（{count} 家）。"),
        (Lang::Zh, true) => {
            format!("现在的名单（{count} 家，已保存在这台设备上）会被代替，保存的内容也随之替换。")
        }
        (Lang::En, false) => format!("This list will take the place of the present one ({count} applicants)."),
        (Lang::En, true) => format!(
            "This list will take the place of the present one ({count} applicants, kept on this machine), and of what is kept."
        ),
    })
}

/// Says which sheets were known again by their heads, and takes that back where it is wrong.
fn known(bench: &Bench, sheets: &[PlannedSheet]) -> Html {
    let lang = bench.lang();
    let names: Vec<&str> = sheets.iter().filter(|sheet| sheet.known).map(|sheet| sheet.name.as_str()).collect();
    if names.is_empty() {
        return Html::default();
    }
    let client = bench.client.clone();
    let guess = Callback::from(move |_: MouseEvent| client.ask_opener(&Request::Guess));
    let names = names.join(lang.t("、", ", "));
    let words = match lang.t("zh", "en") {
        "zh" => format!("{names}：表头与以前导入过的相同，已沿用上次的对应。"),
        _ => format!("{names}: the heads are those of an earlier import, so their meaning is taken from it."),
    };
    html! {
        <div class="notice desk-notice" role="status">
            <p>{ words }</p>
            <button class="btn" type="button" onclick={guess}>{ lang.t("改回按表头猜测", "Guess from the heads instead") }</button>
        </div>
    }
}

fn one_sheet(bench: &Bench, sheets: &[PlannedSheet], number: usize, sheet: &PlannedSheet) -> Html {
    let (lang, policy) = (bench.lang(), bench.desk.policy());
    let facts = &policy.facts;
    let role = SheetRole::from_key(&sheet.role, facts);
    let mut roles = SheetRole::all(policy);
    roles.push(SheetRole::Ignored);
    let options = roles.into_iter().map(|known| {
        html! { <option value={known.key(facts)} selected={known == role}>{ words::role(lang, policy, known) }</option> }
    });
    let plan = {
        let (client, head_row) = (bench.client.clone(), sheet.head_row);
        Callback::from(move |event: yew::Event| {
            if let Some(select) = event.target_dyn_into::<HtmlSelectElement>() {
                client.ask_opener(&Request::Plan { sheet: number, role: select.value(), head_row });
            }
        })
    };
    let head_row = {
        let (client, role) = (bench.client.clone(), sheet.role.clone());
        Callback::from(move |event: yew::Event| {
            if let Some(row) = event.target_dyn_into::<HtmlInputElement>().and_then(|input| input.value().parse().ok())
            {
                client.ask_opener(&Request::Plan { sheet: number, role: role.clone(), head_row: row });
            }
        })
    };
    let complete = {
        let changed = with(sheets, number, |sheet| sheet.complete = !sheet.complete);
        bench.on(move || Event::Planned(changed.clone()))
    };
    let (role_id, row_id) = (format!("role-{number}"), format!("head-{number}"));
    // Sheets that are understood stay folded; what is left out of them stands in their heads.
    let open = sheets.len() == 1 || role != SheetRole::Ignored && !is_linked(sheet, facts) || lacks_names(sheet, facts);
    html! {
        <details class="fold desk-sheet" open={open}>
            <summary>{ draw(Icon::Chevron) }<span>{ sheet.name.clone() }<span class="muted">{ gist(bench, sheet, role) }</span></span></summary>
            <div class="fold-body"><div class="desk-options">
                <label class="desk-field" for={role_id.clone()}><span>{ lang.t("每一行是", "Each row is") }</span>
                    <span class="select"><select id={role_id} onchange={plan}>{ for options }</select></span></label>
                if role != SheetRole::Ignored {
                    <label class="desk-field" for={row_id.clone()}><span>{ lang.t("表头在第几行", "Row of the heads") }</span>
                        <input id={row_id} type="number" min="1" max="15" value={sheet.head_row.to_string()} onchange={head_row} /></label>
                }
                if matches!(role, SheetRole::Table(_)) {
                    <label class="desk-check"><input type="checkbox" checked={sheet.complete} onclick={complete} />
                        { lang.t("这张表已列全：表里没有的企业算作“没有”", "The sheet is complete: applicants without a row have none") }</label>
                }
            </div>
            if role != SheetRole::Ignored { { columns(bench, sheets, number, sheet, role) } }
            </div>
        </details>
    }
}

/// Whether a column says which applicant a row is of.
fn is_linked(sheet: &PlannedSheet, facts: &Facts) -> bool {
    let links =
        |column: &PlannedColumn| matches!(Target::from_key(&column.target, facts), Target::Owner | Target::Code);
    sheet.columns.iter().any(links)
}

/// Whether a sheet of applicants has no column of their names.
fn lacks_names(sheet: &PlannedSheet, facts: &Facts) -> bool {
    let named = |column: &PlannedColumn| Target::from_key(&column.target, facts) == Target::Owner;
    SheetRole::from_key(&sheet.role, facts) == SheetRole::Applicants && !sheet.columns.iter().any(named)
}

/// How many columns of amounts count as yuan without their heads saying so.
fn unsaid(sheet: &PlannedSheet, facts: &Facts) -> usize {
    let says = |head: &str| ["元", "yuan", "CNY", "RMB"].iter().any(|word| head.contains(word));
    let money = |column: &PlannedColumn| unit::is_money(facts, Target::from_key(&column.target, facts));
    let silent = |column: &&PlannedColumn| money(column) && column.zeros == 0 && !says(&column.head);
    sheet.columns.iter().filter(silent).count()
}

/// The applicants of a sheet would have no names.
fn no_names(bench: &Bench, sheet: &str) -> String {
    let (lang, policy) = (bench.lang(), bench.desk.policy());
    let name = words::target(lang, policy, SheetRole::Applicants, Target::Owner);
    match lang {
        Lang::Zh => {
            format!("“{sheet}”里没有一列的含义是“{name}”，导入后各家都没有名称。请在上面指定写有名称的那一列。")
        }
        Lang::En => format!(
            "No column of “{sheet}” means “{name}”: nobody would have a name. Say above which column holds the names."
        ),
    }
}

/// What comes of a sheet: how many columns are imported as what, and which are not.
fn gist(bench: &Bench, sheet: &PlannedSheet, role: SheetRole) -> String {
    let (lang, policy) = (bench.lang(), bench.desk.policy());
    if role == SheetRole::Ignored {
        return lang.t("：不导入", ": not imported").to_owned();
    }
    let filled = sheet.columns.iter().filter(|column| !column.head.is_empty() || !column.sample.is_empty());
    let (out, taken): (Vec<_>, Vec<_>) =
        filled.partition(|column| Target::from_key(&column.target, &policy.facts) == Target::Ignored);
    let heads: Vec<&str> = out.iter().map(|column| column.head.as_str()).filter(|head| !head.is_empty()).collect();
    let (role, count) = (words::role(lang, policy, role), taken.len());
    let left_out = match heads.as_slice() {
        [] => String::new(),
        heads => [lang.t("；不导入：", "; not imported: "), &heads.join(lang.t("、", ", "))].concat(),
    };
    let in_yuan = match (unsaid(sheet, &policy.facts), lang) {
        (0, _) => String::new(),
        (count, Lang::Zh) => format!("；{count} 列金额没有写单位，按元读取"),
        (count, Lang::En) => format!("; {count} columns of amounts name no unit and count as yuan"),
    };
    match lang {
        Lang::Zh => format!("：作为“{role}”导入 {count} 列{left_out}{in_yuan}"),
        Lang::En => format!(": {count} columns imported as “{role}”{left_out}{in_yuan}"),
    }
}

/// A meaning has gone from one column to another.
fn moved_words(lang: Lang, head: &str) -> String {
    match lang {
        Lang::Zh => format!("“{head}”一列已改为不导入：同一含义只能有一列。"),
        Lang::En => format!("“{head}” is not imported any more: one column only can have a meaning."),
    }
}

fn with(sheets: &[PlannedSheet], number: usize, change: impl Fn(&mut PlannedSheet)) -> Vec<PlannedSheet> {
    let mut sheets = sheets.to_vec();
    if let Some(sheet) = sheets.get_mut(number) {
        change(sheet);
    }
    sheets
}

/// The unit of a column's amounts, to be corrected. `at`: numbers of the sheet and the column.
fn unit_of(bench: &Bench, sheets: &[PlannedSheet], at: (usize, usize), column: &PlannedColumn) -> Html {
    let (lang, facts) = (bench.lang(), &bench.desk.policy().facts);
    let target = Target::from_key(&column.target, facts);
    let money = unit::is_money(facts, target);
    if unit::is_foreign(&column.head) && (money || target == Target::Ignored) {
        let words = lang.t("外币：条文只按人民币计算", "foreign currency: the policy counts in yuan");
        return html! { <span class="muted">{ words }</span> };
    }
    if !money {
        return Html::default();
    }
    let options = unit::UNITS.into_iter().map(|zeros| {
        html! { <option value={zeros.to_string()} selected={zeros == column.zeros}>{ [lang.t("单位：", "in "), words::unit(lang, zeros)].concat() }</option> }
    });
    let choose = {
        let (bench, sheets) = (bench.clone(), sheets.to_vec());
        Callback::from(move |event: yew::Event| {
            let Some(select) = event.target_dyn_into::<HtmlSelectElement>() else { return };
            let Ok(zeros) = select.value().parse() else { return };
            bench.desk.dispatch(Event::Planned(with(&sheets, at.0, |sheet| {
                if let Some(column) = sheet.columns.get_mut(at.1) {
                    column.zeros = zeros;
                }
            })));
        })
    };
    let label = [lang.t("单位：", "Unit of "), &column.head].concat();
    html! { <span class="select"><select aria-label={label} onchange={choose}>{ for options }</select></span> }
}

fn columns(bench: &Bench, sheets: &[PlannedSheet], number: usize, sheet: &PlannedSheet, role: SheetRole) -> Html {
    let (lang, policy) = (bench.lang(), bench.desk.policy());
    let facts = &policy.facts;
    let rows =
        sheet.columns.iter().enumerate().filter(|(_, column)| !column.head.is_empty() || !column.sample.is_empty());
    let rows = rows.map(|(place, column)| {
        let chosen = Target::from_key(&column.target, facts);
        let targets = std::iter::once(Target::Ignored).chain(role.targets(facts)).map(|target| {
            let words = words::target(lang, policy, role, target);
            html! { <option value={target.key(facts)} selected={target == chosen}>{ words }</option> }
        });
        let choose = {
            let (bench, sheets) = (bench.clone(), sheets.to_vec());
            Callback::from(move |event: yew::Event| {
                let Some(select) = event.target_dyn_into::<HtmlSelectElement>() else { return };
                let key = select.value();
                let before = sheets.get(number).and_then(|sheet| {
                    let mut others = sheet.columns.iter().enumerate().filter(|(other, _)| *other != place);
                    others.find(|(_, column)| !key.is_empty() && column.target == key)
                });
                if let Some((_, column)) = before {
                    bench.desk.dispatch(Event::Tell(false, moved_words(bench.lang(), &column.head)));
                }
                bench.desk.dispatch(Event::Planned(with(&sheets, number, |sheet| {
                    // A target stands for one column of a sheet.
                    for (other, column) in sheet.columns.iter_mut().enumerate() {
                        if other == place {
                            let facts = &bench.desk.policy().facts;
                            column.zeros = unit::zeros(facts, Target::from_key(&key, facts), &column.head);
                            column.target.clone_from(&key);
                        } else if column.target == key {
                            column.target.clear();
                        }
                    }
                })));
            })
        };
        let unit = unit_of(bench, sheets, (number, place), column);
        let label = [lang.t("含义：", "Meaning of "), &column.head].concat();
        html! {
            <tr data-ignored={(chosen == Target::Ignored).to_string()}>
                <th scope="row">{ column.head.clone() }</th>
                <td class="muted">{ column.sample.join(lang.t("；", "; ")) }</td>
                <td><span class="select"><select aria-label={label} onchange={choose}>{ for targets }</select></span>{ " " }{ unit }</td>
            </tr>
        }
    });
    html! {
        <div class="desk-scroll" tabindex="0" role="region" aria-label={sheet.name.clone()}>
            <table class="desk-columns">
                <thead><tr><th scope="col">{ lang.t("表头", "Head") }</th><th scope="col">{ lang.t("前几个值", "First values") }</th><th scope="col">{ lang.t("含义", "Meaning") }</th></tr></thead>
                <tbody>{ for rows }</tbody>
            </table>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::EMBEDDED_POLICY;
    use crate::policy::Bundle;

    #[test]
    fn amounts_without_a_unit_are_counted() {
        let facts = Bundle::from_json(EMBEDDED_POLICY).unwrap().policy.facts;
        let targets = SheetRole::Table(0).targets(&facts);
        let money = targets.into_iter().find(|target| unit::is_money(&facts, *target)).unwrap();
        let column = |head: &str, target: Target, zeros| PlannedColumn {
            head: head.into(),
            target: target.key(&facts),
            zeros,
            sample: Vec::new(),
        };
        let columns = [("费用", money, 0), ("费用（元）", money, 0), ("费用", money, 4), ("名称", Target::Name, 0)];
        let sheet = PlannedSheet {
            name: String::new(),
            role: SheetRole::Table(0).key(&facts),
            head_row: 1,
            columns: columns.map(|(head, target, zeros)| column(head, target, zeros)).into(),
            complete: false,
            known: false,
        };
        assert_eq!(unsaid(&sheet, &facts), 1);
    }

    #[test]
    fn a_list_without_a_column_of_names_is_noticed() {
        let facts = Bundle::from_json(EMBEDDED_POLICY).unwrap().policy.facts;
        let column = |target: Target| PlannedColumn {
            head: String::new(),
            target: target.key(&facts),
            zeros: 0,
            sample: Vec::new(),
        };
        let sheet = |role: SheetRole, target| PlannedSheet {
            name: "企业".into(),
            role: role.key(&facts),
            head_row: 1,
            columns: vec![column(target)],
            complete: false,
            known: false,
        };
        assert!(lacks_names(&sheet(SheetRole::Applicants, Target::Code), &facts));
        assert!(!lacks_names(&sheet(SheetRole::Applicants, Target::Owner), &facts));
        assert!(!lacks_names(&sheet(SheetRole::Table(0), Target::Code), &facts));
    }
}
