//! `fuhe explain` and `fuhe checks`.

use super::args::{Explain, Global};
use super::{Failure, Status, terminal};
use fuhe::checks::{CHECKS, Check};
use fuhe::output::explain::{self, Entry};

fn entry(check: &'static Check) -> Entry<'static> {
    Entry { code: check.code.0, name: check.name, severity: check.severity, docs: check.docs, docs_en: check.docs_en }
}

pub(super) fn page(explain: &Explain, global: &Global) -> Result<Status, Failure> {
    let wanted = explain.check.trim();
    let found = CHECKS.iter().find(|check| check.code.0.eq_ignore_ascii_case(wanted) || check.name == wanted);
    let Some(check) = found else {
        return Err(Failure::Call(
            format!("没有名为 {wanted} 的检查项；fuhe checks 列出全部"),
            format!("there is no check {wanted}; fuhe checks lists them all"),
        ));
    };
    terminal::print(&explain::page(&entry(check), global.lang.into(), terminal::columns()), global)?;
    Ok(Status::Clean)
}

pub(super) fn list(global: &Global) -> Result<Status, Failure> {
    let entries: Vec<Entry<'_>> = CHECKS.iter().map(entry).collect();
    terminal::print(&explain::list(&entries, global.lang.into()), global)?;
    Ok(Status::Clean)
}
