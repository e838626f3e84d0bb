//! The help in the language that the call asks for.

use super::args::Args;
use clap::{Command, CommandFactory};

/// The command with its help in Chinese, or in English when the call says `--lang en`.
pub(super) fn command() -> Command {
    let command = Args::command();
    if asks_for_english() { english(command) } else { chinese(command) }
}

/// Whether the call asks for English; told before its arguments are read, since reading them may be what fails.
pub(super) fn asks_for_english() -> bool {
    is_english(std::env::args_os().skip(1))
}

fn is_english(args: impl Iterator<Item = std::ffi::OsString>) -> bool {
    let mut after_lang = false;
    for arg in args {
        if arg == "--lang=en" || (after_lang && arg == "en") {
            return true;
        }
        after_lang = arg == "--lang";
    }
    false
}

/// The headings, which clap has in English only.
fn chinese(command: Command) -> Command {
    let headed = |command: Command| {
        let mut template = String::from("{about-with-newline}\n用法：{usage}\n");
        if command.has_subcommands() {
            template.push_str("\n命令：\n{subcommands}\n");
        }
        if command.get_positionals().next().is_some() {
            template.push_str("\n参数：\n{positionals}\n");
        }
        template.push_str("\n选项：\n{options}\n");
        command.help_template(template)
    };
    headed(command).mut_subcommands(headed)
}

const PATHS: &str = "file, folder (searched for documents) or - (standard input)";

const OCR: &str = "recognize PDF pages without text with Tesseract; every figure from them is marked doubtful";

/// Argument and command texts in English, by identifier.
const ARGUMENTS: &[(&str, &[(&str, &str)])] = &[
    (
        "",
        &[
            ("lang", "language of the output: zh (the default) or en"),
            ("help", "print help"),
            ("version", "print version"),
            ("patterns", "use the pattern files of this folder in place of those compiled in, file by file"),
            ("color", "whether to use color: auto (the default), always or never"),
            (
                "fail_on",
                "exit with 1 when there is a finding of this severity or worse: error (the default), warning, notice or never",
            ),
            ("max_bytes", "largest file to read, such as 64M or 2G (1G by default)"),
            ("max_seconds", "longest time to read a file, in seconds (60 by default)"),
            ("threads", "number of threads, 0 (the default) for automatic; the output does not depend on it"),
        ],
    ),
    (
        "check",
        &[
            ("paths", PATHS),
            ("select", "only these checks: codes or beginnings of codes, such as SC,BG102"),
            ("ignore", "all but these checks"),
            ("ocr", OCR),
        ],
    ),
    (
        "extract",
        &[
            ("paths", PATHS),
            ("output", "write to this file; an existing folder or a path that ends in / gets one file per report"),
            (
                "to",
                "json (indented) for one file, jsonl (one line each) for several unless given; json makes several an array; csv gives a table",
            ),
            ("table", "what the lines of csv are: reports, indicators (the default), budget, figures or findings"),
            ("ocr", OCR),
        ],
    ),
    ("explain", &[("check", "code or name of the check, such as SC102")]),
    (
        "dump",
        &[
            ("stage", "the stage: document, layout or report"),
            ("page", "the page to draw, with --png (PDF only)"),
            ("png", "draw the page of --page with the rules and cells found on it, as a PNG picture"),
            ("ocr", OCR),
            ("path", "file or - (standard input)"),
        ],
    ),
];

const COMMANDS: &[(&str, &str)] = &[
    ("check", "check reports and list what is wrong, worst first"),
    ("extract", "give the whole record of each report as JSON"),
    ("explain", "what a check looks for, why, and an example"),
    ("checks", "list all checks"),
    ("schema", "print the JSON Schema of the record"),
    ("dump", "print what one stage gave, for finding out what went wrong"),
];

fn english(command: Command) -> Command {
    let about = "fuhe reads performance self-evaluation reports, turns them into data and recomputes their figures";
    let mut command = command.about(about);
    for (name, arguments) in ARGUMENTS {
        let describe = |mut command: Command| {
            for (id, text) in *arguments {
                command = command.mut_arg(id, |arg| arg.help(*text));
            }
            command
        };
        command = if name.is_empty() { describe(command) } else { command.mut_subcommand(name, describe) };
    }
    for (name, about) in COMMANDS {
        command = command.mut_subcommand(name, |sub| sub.about(*about));
    }
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    fn has_chinese(text: &str) -> bool {
        text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c))
    }

    #[test]
    fn every_text_has_its_english() {
        let mut command = english(Args::command());
        assert!(!has_chinese(&command.render_long_help().to_string()), "{}", command.render_long_help());
        for sub in command.get_subcommands_mut() {
            assert!(!has_chinese(&sub.render_long_help().to_string()), "{}", sub.render_long_help());
        }
    }

    #[test]
    fn english_is_asked_for_in_either_spelling() {
        let asks = |args: &[&str]| is_english(args.iter().map(Into::into));
        assert!(asks(&["--lang", "en", "check"]));
        assert!(asks(&["check", "--lang=en"]));
        assert!(!asks(&["check", "en", "--lang", "zh"]));
    }
}
