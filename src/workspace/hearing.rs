//! What the state becomes by what the workers say.

use std::rc::Rc;

use super::desk::{Desk, Differences, Former, Near, Part, Stage, Tab};
use super::protocol::{Keeping, Printed, Reply, Work};
use super::words;

impl Desk {
    pub(super) fn say(&mut self, wrong: bool, zh: &'static str, en: &'static str) {
        self.notice = Some((wrong, self.lang.t(zh, en).to_owned()));
    }

    /// Another list is there.
    fn new_list(&mut self) {
        *self = Self {
            ready: true,
            stage: Stage::Settling,
            keeping: self.keeping,
            own: self.own,
            version: self.version + 1,
            changes: self.changes,
            notice: self.notice.take(),
            former: self.former.take(),
            ..Self::new(self.assessor, self.lang)
        };
    }

    /// A worker has said something.
    pub(super) fn hear(&mut self, reply: Reply) {
        match reply {
            Reply::Ready { kept } => {
                self.ready = true;
                self.found = kept && !self.keeping;
            }
            Reply::Planned { sheets, .. } => self.stage = Stage::Planning(Rc::new(sheets)),
            Reply::Replanned { number, sheet } => {
                if let Stage::Planning(sheets) = &mut self.stage
                    && let Some(slot) = Rc::make_mut(sheets).get_mut(number)
                {
                    *slot = sheet;
                }
            }
            Reply::Progress { work: work @ (Work::Reading | Work::Assessing), share, count } => {
                self.stage = Stage::Working { work, share, count };
            }
            Reply::Progress { work, share, count } => self.busy = Some((work, Some((share, count)))),
            Reply::Cancelled => {
                self.busy = None;
                self.say(false, "已取消，名单没有变。", "Stopped; the list is as before.");
            }
            Reply::Refused(..) | Reply::NoApplicants | Reply::Nobody { .. } | Reply::Mixed | Reply::Unread => {
                self.refused(&reply);
            }
            Reply::Imported { kept } => {
                self.former = None;
                self.new_list();
                self.keeps(kept);
                // Where it goes on being kept, or is not to be, nothing is new.
                if matches!(kept, Keeping::Lost | Keeping::Refused) {
                    self.tell_kept(kept);
                }
            }
            Reply::ReadFormer => {
                self.stage = Stage::Idle;
                self.busy = Some((Work::Former, None));
            }
            Reply::Print { sheets, left_out } => self.print(sheets, left_out),
            Reply::Kept(kept) => self.kept(kept),
            Reply::Restored { kept, anew } => {
                self.former = None;
                self.new_list();
                self.keeps(kept);
                if anew && self.keeping {
                    self.say(
                        false,
                        "名单已恢复。它是按另一版政策数据保存的，现已按本版重新测算。",
                        "The list is back. It was kept under another version of the policy and has been assessed anew under this one.",
                    );
                } else {
                    self.tell_kept(kept);
                }
            }
            Reply::Wiped => {
                *self = Self {
                    ready: true,
                    changes: self.changes,
                    version: self.version + 1,
                    ..Self::new(self.assessor, self.lang)
                };
                self.say(
                    false,
                    "名单和保存在这台设备上的内容都已清除。",
                    "The list and all that was kept on this machine are gone.",
                );
            }
            Reply::File { left_out, .. } => {
                self.busy = None;
                if left_out > 0 {
                    let words = match self.lang.t("zh", "en") {
                        "zh" => format!("文件已写出；“原因”表放不下的 {left_out} 行没有写入。"),
                        _ => format!("The file is written; {left_out} rows of reasons did not fit."),
                    };
                    self.notice = Some((false, words));
                }
            }
            other => self.hear_of_list(other),
        }
    }

    /// The worker says something of the list that it holds.
    fn hear_of_list(&mut self, reply: Reply) {
        match reply {
            Reply::Changed => {
                self.version += 1;
                self.near = Near::default();
            }
            Reply::MendedInPart { left } => {
                self.hear(Reply::Changed);
                let words = match self.lang.t("zh", "en") {
                    "zh" => format!("已改正；另有 {left} 处相同的值不能这样改，仍在列表里。"),
                    _ => format!("Mended; {left} others that hold the same cannot be mended so and are still listed."),
                };
                self.notice = Some((false, words));
            }
            Reply::Former { count, told, faults } => {
                self.busy = None;
                self.former = Some(Rc::new(Former { count, told, faults }));
                self.differences = None;
                self.tab = Tab::Compare;
            }
            Reply::Rows { view, total, from, rows } => {
                self.part = Rc::new(Part { view, total, from, rows: rows.into_iter().map(Rc::new).collect() });
            }
            Reply::Overview(overview) => {
                self.overview = Some(Rc::from(overview));
                if self.stage == Stage::Settling {
                    self.stage = Stage::Idle;
                }
            }
            Reply::Faults(part) => self.faults = Rc::new(part),
            Reply::NotMended { fault, typed, reason } => drop(self.not_mended.insert(fault, (typed, reason))),
            Reply::Closing { list, counts } => self.closing = Rc::new((list, counts)),
            Reply::Near { list, found, done, total } if self.near.looking => {
                let mut all = (*self.near.list).clone();
                all.extend(list);
                self.near =
                    Near { list: Rc::new(all), found, done, total, looking: done < total, asked: true, stopped: false };
            }
            Reply::Differences { list, count, policy } => {
                self.busy = None;
                self.differences = Some(Rc::new(Differences { list, count, policy }));
            }
            Reply::NotAPolicy(why) => {
                self.busy = None;
                let words = [self.lang.t("不能用作比较的政策：", "This policy cannot be used: "), &why].concat();
                self.notice = Some((true, words));
            }
            _ => {}
        }
    }

    /// A file is not read; why.
    fn refused(&mut self, reply: &Reply) {
        self.stage = Stage::Idle;
        self.busy = None;
        match reply {
            Reply::Refused(fault, name) => {
                let why = words::book_fault(self.lang, fault);
                let of = name.as_ref().map(|name| match self.lang.t("zh", "en") {
                    "zh" => format!("“{name}”读不出，几个文件都没有导入。"),
                    _ => format!("“{name}” cannot be read, so none of the files was imported. "),
                });
                self.notice = Some((true, of.unwrap_or_default() + &why));
            }
            Reply::Unread => self.say(true, "浏览器没有读出这个文件。", "The browser could not read the file."),
            Reply::NoApplicants => self.say(
                true,
                "没有一张工作表是企业名单。请重新打开文件，把其中一张指定为企业名单。",
                "No sheet holds the applicants. Open the file again and say which one does.",
            ),
            Reply::Nobody { profiles: false } => self.say(
                true,
                "名单里没有企业：表头下面没有内容（示例行不算）。没有导入，名单没有变。",
                "The list holds no applicant: nothing but examples stands below its heads. Nothing was imported; the list is as before.",
            ),
            Reply::Nobody { profiles: true } => self.say(
                true,
                "文件里没有企业的填报数据。没有导入，名单没有变。",
                "The file holds no applicant's profile. Nothing was imported; the list is as before.",
            ),
            _ => self.say(
                true,
                "填报数据（.json、.jsonl）和表格不能一起导入，请分开选择。",
                "Profiles (.json, .jsonl) and tables cannot be imported together: choose them one after the other.",
            ),
        }
    }

    fn print(&mut self, sheets: Vec<Printed>, left_out: u32) {
        self.busy = None;
        let count = sheets.len();
        self.printed = Rc::new(sheets);
        if left_out > 0 {
            let words = match self.lang.t("zh", "en") {
                "zh" => format!("一次打印前 {count} 家；其余 {left_out} 家没有打印，请用筛选分批打印。"),
                _ => format!(
                    "The first {count} are printed; {left_out} more are not: filter the list and print in parts."
                ),
            };
            self.notice = Some((false, words));
        }
    }

    /// The worker says how it stands with what is kept.
    fn kept(&mut self, kept: Keeping) {
        // A list that should have come back does not; other work goes on.
        if matches!(self.busy, Some((Work::Restoring, _))) {
            self.busy = None;
        }
        self.found = false;
        self.keeps(kept);
        self.tell_kept(kept);
    }

    fn keeps(&mut self, kept: Keeping) {
        if kept == Keeping::Shared {
            return;
        }
        self.keeping = kept.number().is_some();
        self.other = None;
        match kept {
            Keeping::Other(number) => self.other = Some(number),
            // What was kept before may still be there.
            Keeping::Refused => {}
            _ => self.own = kept.number(),
        }
    }

    fn tell_kept(&mut self, kept: Keeping) {
        match kept {
            Keeping::On(_) => self.say(
                false,
                "名单会保存在这台设备上，意外关闭后可以恢复。",
                "The list is kept on this machine and can be brought back.",
            ),
            Keeping::Shared => self.say(
                false,
                "另一个窗口也在修改这份保存的名单；重新打开可以看到那边的改动。",
                "Another window changes this kept list too; open it again to see what was changed there.",
            ),
            Keeping::Off => {
                self.say(false, "名单不再保存在这台设备上。", "The list is no longer kept on this machine.");
            }
            Keeping::Lost => self.say(
                true,
                "这台设备上保存的名单已在另一个窗口被替换或清除；这里的改动没有再保存。",
                "The list kept on this machine has been replaced or wiped in another window; changes made here are no longer kept.",
            ),
            Keeping::Apart => self.say(
                true,
                "另一个窗口也修改了保存的名单，这项改动与那边的对不上；这里的改动没有再保存。",
                "Another window has changed the kept list too, and this change does not go with those there; changes made here are no longer kept.",
            ),
            Keeping::Refused => self.say(
                true,
                "浏览器没有保存或读出名单。请改用导出。",
                "The browser did not keep the list, or could not read it. Export it instead.",
            ),
            // That is asked where keeping was asked for.
            Keeping::Other(_) => {}
        }
    }

    /// The worker that held the list has ended by itself.
    pub(super) fn desk_ended(&mut self, again: bool, kept: bool) {
        let had = self.has_roster();
        *self = Self {
            changes: self.changes,
            version: self.version + 1,
            stage: self.stage.clone(),
            ..Self::new(self.assessor, self.lang)
        };
        self.keeping = kept && again;
        if !again {
            self.say(
                true,
                "后台程序没有启动：文件没有下载完整，或浏览器不支持。请检查网络后重新打开本页。",
                "The worker did not start: its files did not arrive, or the browser does not support it. Check the network and open this page again.",
            );
        } else if kept {
            self.say(
                true,
                "后台程序意外停止，正在恢复保存的名单。",
                "The worker stopped unexpectedly; the list that was kept is brought back.",
            );
        } else if had {
            self.say(
                true,
                "后台程序意外停止，名单没有保存，需要重新导入。点“保存在这台设备上”可以避免再次丢失。",
                "The worker stopped unexpectedly. The list was not kept and has to be imported again; “Keep on this machine” avoids such a loss.",
            );
        } else {
            self.say(true, "后台程序意外停止，已重新启动。", "The worker stopped unexpectedly and was started again.");
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::OnceLock;

    use super::*;
    use crate::EMBEDDED_POLICY;
    use crate::app::words::Lang;
    use crate::policy::Bundle;
    use crate::report::Assessor;
    use crate::roster::view::Overview;

    fn desk() -> Desk {
        static READY: OnceLock<Assessor> = OnceLock::new();
        Desk::new(READY.get_or_init(|| Assessor::new(Bundle::from_json(EMBEDDED_POLICY).unwrap()).unwrap()), Lang::Zh)
    }

    fn after(all: &[Keeping]) -> (bool, Option<u32>, Option<u32>, Option<bool>) {
        let mut desk = desk();
        for kept in all {
            desk.notice = None;
            desk.hear(Reply::Kept(*kept));
        }
        (desk.keeping, desk.own, desk.other, desk.notice.map(|(wrong, _)| wrong))
    }

    #[test]
    fn a_window_claims_to_keep_only_what_is_its_own() {
        use Keeping::{Apart, Lost, Off, On, Other, Refused, Shared};
        assert_eq!(after(&[On(1)]), (true, Some(1), None, Some(false)));
        assert_eq!(after(&[On(1), Shared]), (true, Some(1), None, Some(false)));
        assert_eq!(after(&[On(1), Off]), (false, None, None, Some(false)));
        assert_eq!(after(&[On(1), Lost]), (false, None, None, Some(true)));
        assert_eq!(after(&[On(1), Apart]), (false, None, None, Some(true)));
        assert_eq!(after(&[Other(2)]), (false, None, Some(2), None));
        assert_eq!(after(&[Other(2), On(3)]), (true, Some(3), None, Some(false)));
        // What was kept before may be replaced unasked, if the browser takes it the next time.
        assert_eq!(after(&[On(1), Refused]), (false, Some(1), None, Some(true)));
    }

    #[test]
    fn a_list_that_is_not_kept_in_place_of_the_former_says_so() {
        for (kept, told) in [(Keeping::On(2), None), (Keeping::Off, None), (Keeping::Lost, Some(true))] {
            let mut desk = desk();
            desk.hear(Reply::Imported { kept });
            assert_eq!((desk.keeping, desk.own), (kept.number().is_some(), kept.number()));
            assert_eq!(desk.notice.map(|(wrong, _)| wrong), told);
        }
    }

    #[test]
    fn work_that_goes_on_is_not_ended_by_what_is_said_of_keeping() {
        let mut desk = desk();
        desk.busy = Some((Work::Writing, None));
        desk.hear(Reply::Kept(Keeping::Lost));
        assert!(desk.busy.is_some());
        desk.busy = Some((Work::Restoring, None));
        desk.hear(Reply::Kept(Keeping::Refused));
        assert!(desk.busy.is_none());
    }

    #[test]
    fn a_list_of_nobody_replaces_nothing_and_says_so() {
        let mut desk = desk();
        desk.hear(Reply::Overview(Box::new(Overview { applicants: 3, ..Overview::default() })));
        desk.hear(Reply::Progress { work: Work::Reading, share: 0.5, count: 1 });
        desk.hear(Reply::Nobody { profiles: false });
        assert_eq!((desk.stage.clone(), desk.has_roster()), (Stage::Idle, true));
        assert!(desk.notice.is_some_and(|(wrong, words)| wrong && words.starts_with("名单里没有企业")));
    }

    #[test]
    fn what_is_refused_stays_typed_whatever_else_is_mended() {
        let mut desk = desk();
        let refused =
            |fault, typed: &str| Reply::NotMended { fault, typed: typed.into(), reason: "应为 18 位".into() };
        desk.hear(refused(1, "1234"));
        desk.hear(refused(2, "5"));
        desk.hear(Reply::Changed);
        let typed: Vec<&str> = desk.not_mended.values().map(|(typed, _)| typed.as_str()).collect();
        assert_eq!(typed, ["1234", "5"]);
    }
}
