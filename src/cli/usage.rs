//! What is wrong with a call, in the language of the call: clap speaks English only.

use clap::error::{ContextKind, ContextValue, ErrorKind};

/// The message in Chinese. `None` where clap's own words are not an error (help, version) or are better than ours.
pub(super) fn chinese(error: &clap::Error) -> Option<String> {
    let get = |kind| error.get(kind).map(shown).filter(|text| !text.is_empty());
    let argument = || get(ContextKind::InvalidArg).unwrap_or_default();
    let value = || get(ContextKind::InvalidValue).unwrap_or_default();
    let (what, meant) = match error.kind() {
        ErrorKind::InvalidSubcommand => {
            let command = get(ContextKind::InvalidSubcommand).unwrap_or_default();
            (format!("没有命令 {command}"), get(ContextKind::SuggestedSubcommand))
        }
        ErrorKind::UnknownArgument => (format!("没有选项 {}", argument()), get(ContextKind::SuggestedArg)),
        ErrorKind::MissingRequiredArgument => (format!("缺少 {}", argument()), None),
        ErrorKind::ArgumentConflict => {
            let other = get(ContextKind::PriorArg).unwrap_or_default();
            (format!("{} 不能与 {other} 同用", argument()), None)
        }
        ErrorKind::InvalidValue if value().is_empty() => (format!("{} 后面缺少取值", argument()), None),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            (format!("{} 不能取“{}”", argument(), value()), get(ContextKind::SuggestedValue))
        }
        _ => return None,
    };
    let mut message = what;
    if let Some(valid) = get(ContextKind::ValidValue) {
        message = format!("{message}，可取：{valid}");
    }
    if let Some(meant) = meant {
        message = format!("{message}；是否想用 {meant}");
    }
    Some(format!("{message}；用法见 fuhe --help"))
}

fn shown(value: &ContextValue) -> String {
    match value {
        ContextValue::Strings(all) => all.join("、"),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::args::Args;
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn wrong_calls_are_told_in_chinese() {
        for (call, expected) in [
            ("fuhe chek", "没有命令 chek；是否想用 "),
            ("fuhe check", "缺少 <PATH>...；用法见"),
            ("fuhe check --bogus x", "没有选项 --bogus；用法见"),
            ("fuhe extract --to xml x", "--to <FORMAT> 不能取“xml”，可取：json、jsonl"),
            ("fuhe check --max-bytes 3X x", "--max-bytes <BYTES> 不能取“3X”；用法见"),
            ("fuhe dump --stage report --png p --page 1 x", " 不能与 "),
        ] {
            let error = Args::command().try_get_matches_from(call.split(' ')).expect_err(call);
            let message = chinese(&error).unwrap_or_default();
            assert!(message.contains(expected), "{call}: {message}");
        }
        let help = Args::command().try_get_matches_from(["fuhe", "--help"]).expect_err("help");
        assert_eq!(chinese(&help), None);
    }
}
