//! The arguments as typed. Help texts are Chinese here; help.rs holds the English ones.

use clap::{ArgAction, Parser, Subcommand, ValueEnum};
use fuhe::model::{Lang, Severity};
use fuhe::output::json;
use std::path::PathBuf;

/// 复核：读取绩效自评报告，还原成结构化数据，并逐项重算其中的数字
#[derive(Debug, Parser)]
#[command(
    name = "fuhe",
    version,
    hide_possible_values = true,
    arg_required_else_help = true,
    disable_help_subcommand = true,
    disable_help_flag = true,
    disable_version_flag = true
)]
pub(super) struct Args {
    #[command(subcommand)]
    pub(super) command: Command,
    #[command(flatten)]
    pub(super) global: Global,
    /// 显示版本
    #[arg(short = 'V', long, action = ArgAction::Version)]
    version: Option<bool>,
}

/// Flags that every command takes.
#[derive(Debug, clap::Args)]
pub(super) struct Global {
    /// 输出语言：zh（默认）、en
    #[arg(long, value_name = "LANG", value_enum, default_value = "zh", hide_default_value = true, global = true)]
    pub(super) lang: Language,
    /// 用该文件夹中的词表替换内置词表（同名文件逐个替换）
    #[arg(long, value_name = "DIR", global = true)]
    pub(super) patterns: Option<PathBuf>,
    /// 是否使用颜色：auto（默认）、always、never
    #[arg(long, value_name = "WHEN", value_enum, default_value = "auto", hide_default_value = true, global = true)]
    pub(super) color: Color,
    /// 出现该级别或更重的问题时退出码为 1：error（默认）、warning、notice、never
    #[arg(
        long,
        value_name = "SEVERITY",
        value_enum,
        default_value = "error",
        hide_default_value = true,
        global = true
    )]
    pub(super) fail_on: FailOn,
    /// 单个文件的读取上限，可写 64M、2G（默认 1G）
    #[arg(long, value_name = "BYTES", value_parser = bytes, global = true)]
    pub(super) max_bytes: Option<u64>,
    /// 单个文件的读取时限（秒，默认 60）
    #[arg(long, value_name = "SECONDS", global = true)]
    pub(super) max_seconds: Option<u64>,
    /// 并行线程数，0（默认）为自动；输出不随线程数变化
    #[arg(short = 'j', long, value_name = "N", default_value_t = 0, hide_default_value = true, global = true)]
    pub(super) threads: usize,
    /// 显示帮助
    #[arg(short, long, action = ArgAction::Help, global = true)]
    help: Option<bool>,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// 检查报告，在终端列出问题，最重的在前
    Check(Check),
    /// 提取每份报告的完整记录（JSON）
    Extract(Extract),
    /// 说明一个检查项：查什么、为什么、依据、例
    Explain(Explain),
    /// 列出全部检查项
    Checks,
    /// 输出记录的 JSON Schema
    Schema,
    /// 输出某一阶段的中间结果，供排查
    Dump(Dump),
}

/// `fuhe check`.
#[derive(Debug, clap::Args)]
pub(super) struct Check {
    /// 文件、文件夹（逐层查找文档）或 -（标准输入）
    #[arg(value_name = "PATH", required = true)]
    pub(super) paths: Vec<PathBuf>,
    /// 只看这些检查项：编码或编码开头，逗号分隔，如 SC,BG102
    #[arg(long, value_name = "CODES", value_delimiter = ',')]
    pub(super) select: Vec<String>,
    /// 不看这些检查项
    #[arg(long, value_name = "CODES", value_delimiter = ',')]
    pub(super) ignore: Vec<String>,
    /// 用 Tesseract 识别没有文字的 PDF 页；识别所得的数字一律标为存疑
    #[arg(long)]
    pub(super) ocr: bool,
}

/// `fuhe extract`.
#[derive(Debug, clap::Args)]
pub(super) struct Extract {
    /// 文件、文件夹（逐层查找文档）或 -（标准输入）
    #[arg(value_name = "PATH", required = true)]
    pub(super) paths: Vec<PathBuf>,
    /// 写入文件；写入已有文件夹或以 / 结尾的路径时，每份报告一个文件
    #[arg(short, long, value_name = "FILE|DIR")]
    pub(super) output: Option<PathBuf>,
    /// 格式：单个文件默认 json（缩进），多个文件默认 jsonl（一行一条）；多个文件用 json 时为数组；csv 为表格
    #[arg(long, value_name = "FORMAT", value_enum)]
    pub(super) to: Option<Format>,
    /// csv 的内容，一行一条：reports（报告）、indicators（指标，默认）、budget（资金）、figures（数字）、findings（问题）
    #[arg(long, value_name = "TABLE", value_enum)]
    pub(super) table: Option<Table>,
    /// 用 Tesseract 识别没有文字的 PDF 页；识别所得的数字一律标为存疑
    #[arg(long)]
    pub(super) ocr: bool,
}

/// `fuhe explain`.
#[derive(Debug, clap::Args)]
pub(super) struct Explain {
    /// 检查项的编码或名称，如 SC102
    #[arg(value_name = "CHECK")]
    pub(super) check: String,
}

/// `fuhe dump`.
#[derive(Debug, clap::Args)]
pub(super) struct Dump {
    /// 阶段：document、layout、report
    #[arg(long, value_name = "STAGE", value_enum, required_unless_present = "png", conflicts_with = "png")]
    pub(super) stage: Option<Stage>,
    /// 画哪一页，与 --png 同用（仅 PDF）
    #[arg(long, value_name = "N", requires = "png")]
    pub(super) page: Option<u32>,
    /// 把 --page 指定的页连同找到的表格线和单元格画成 PNG 图片
    #[arg(long, value_name = "FILE", requires = "page")]
    pub(super) png: Option<PathBuf>,
    /// 用 Tesseract 识别没有文字的 PDF 页
    #[arg(long)]
    pub(super) ocr: bool,
    /// 文件或 -（标准输入）
    #[arg(value_name = "FILE")]
    pub(super) path: PathBuf,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum Language {
    Zh,
    En,
}

impl From<Language> for Lang {
    fn from(language: Language) -> Self {
        match language {
            Language::Zh => Self::Zh,
            Language::En => Self::En,
        }
    }
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum Color {
    Auto,
    Always,
    Never,
}

impl From<Color> for anstream::ColorChoice {
    fn from(color: Color) -> Self {
        match color {
            Color::Auto => Self::Auto,
            Color::Always => Self::Always,
            Color::Never => Self::Never,
        }
    }
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum FailOn {
    Error,
    Warning,
    Notice,
    Never,
}

impl FailOn {
    /// The least severity that counts; `None` for never.
    pub(super) fn severity(self) -> Option<Severity> {
        match self {
            Self::Error => Some(Severity::Error),
            Self::Warning => Some(Severity::Warning),
            Self::Notice => Some(Severity::Notice),
            Self::Never => None,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    Json,
    Jsonl,
    Csv,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Table {
    Reports,
    Indicators,
    Budget,
    Figures,
    Findings,
}

impl From<Table> for json::Table {
    fn from(table: Table) -> Self {
        match table {
            Table::Reports => Self::Reports,
            Table::Indicators => Self::Indicators,
            Table::Budget => Self::Budget,
            Table::Figures => Self::Figures,
            Table::Findings => Self::Findings,
        }
    }
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum Stage {
    Document,
    Layout,
    Report,
}

/// A size such as `4096`, `64k`, `64M` or `2G`, in powers of 1024.
fn bytes(text: &str) -> Result<u64, String> {
    let text = text.trim();
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let factor = match text[digits.len()..].to_ascii_lowercase().as_str() {
        "" | "b" => 1,
        "k" | "kb" => 1 << 10,
        "m" | "mb" => 1 << 20,
        "g" | "gb" => 1 << 30,
        _ => return Err("64M, 2G, 1048576 …".to_string()),
    };
    let number: u64 = digits.parse().map_err(|_| "64M, 2G, 1048576 …".to_string())?;
    number.checked_mul(factor).ok_or_else(|| "64M, 2G, 1048576 …".to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_with_their_suffix() {
        for (text, expected) in
            [("4096", Some(4096)), ("64k", Some(65536)), ("2G", Some(2 << 30)), ("", None), ("2X", None), ("-1", None)]
        {
            assert_eq!(bytes(text).ok(), expected, "{text}");
        }
    }

    #[test]
    fn the_arguments_are_well_formed() {
        <Args as clap::CommandFactory>::command().debug_assert();
    }
}
