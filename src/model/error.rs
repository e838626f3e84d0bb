//! Errors about files. What a report says wrongly is a finding, never an error.

use std::fmt;

/// A file that could not be read, a pattern file that is wrong, or a call that makes no sense.
#[derive(Debug)]
pub struct Error {
    /// What went wrong.
    pub kind: ErrorKind,
    /// The file, folder or pattern file.
    pub path: String,
    /// What was found there: Chinese, ` / ` and English, or the words of the format or library as they are; may be empty.
    pub detail: String,
    /// The underlying error.
    pub source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

/// The kinds of [`Error`], each with a remedy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ErrorKind {
    /// The path does not exist.
    NotFound,
    /// The path may not be read.
    Forbidden,
    /// Reading failed for another reason.
    Io,
    /// The file is empty.
    Empty,
    /// The content is of no format that fuhe reads.
    UnknownFormat,
    /// The file needs a password.
    Encrypted,
    /// The content is damaged beyond reading.
    Damaged,
    /// An archive that has to be unpacked by another program first.
    Packed,
    /// An archive without a single document.
    NoDocuments,
    /// The file is larger, deeper or slower to read than the limits allow.
    TooLarge,
    /// A pattern file does not hold what it should.
    Pattern,
    /// A program that was asked for is not installed.
    ToolMissing,
    /// A page cannot be drawn as a picture.
    NotDrawn,
}

impl ErrorKind {
    /// The name in the record.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::NotFound => "not-found",
            Self::Forbidden => "forbidden",
            Self::Io => "io",
            Self::Empty => "empty",
            Self::UnknownFormat => "unknown-format",
            Self::Encrypted => "encrypted",
            Self::Damaged => "damaged",
            Self::Packed => "packed",
            Self::NoDocuments => "no-documents",
            Self::TooLarge => "too-large",
            Self::Pattern => "pattern",
            Self::ToolMissing => "tool-missing",
            Self::NotDrawn => "not-drawn",
        }
    }

    fn words(self) -> (&'static str, &'static str, &'static str, &'static str) {
        match self {
            Self::NotFound => ("路径不存在", "请核对路径", "no such path", "check the path"),
            Self::Forbidden => (
                "没有读取权限",
                "请修改权限或换用有权限的账户",
                "permission denied",
                "change the permissions or use an account that has them",
            ),
            Self::Io => (
                "读取失败",
                "请检查磁盘或网络位置后重试",
                "reading failed",
                "check the disk or network location and try again",
            ),
            Self::Empty => {
                ("文件为空（0 字节）", "请重新取得该文件", "the file is empty (0 bytes)", "obtain the file again")
            }
            Self::UnknownFormat => (
                "无法识别的文件内容",
                "可读：PDF、OFD、DOCX、DOC、WPS、RTF、ODT、XLSX、XLS、ET、ODS、HTML、文本，以及 ZIP 和 7z 中的这些文件；请转换后重试",
                "the content is of no known format",
                "readable: PDF, OFD, DOCX, DOC, WPS, RTF, ODT, XLSX, XLS, ET, ODS, HTML, text, and these in ZIP and 7z archives; convert it and try again",
            ),
            Self::Encrypted => {
                ("文件已加密", "请去除密码后重试", "the file is encrypted", "remove the password and try again")
            }
            Self::Damaged => (
                "文件已损坏",
                "请重新取得该文件，或用原软件打开后另存",
                "the file is damaged",
                "obtain it again, or open and save it in its own program",
            ),
            Self::Packed => (
                "不能读取的压缩格式",
                "请先用解压软件解开，再给出解开后的文件夹",
                "an archive of a kind that is not read",
                "unpack it and name the folder instead",
            ),
            Self::NoDocuments => (
                "压缩包内没有可读的文档",
                "请核对压缩包的内容",
                "the archive holds no documents",
                "check what is in it",
            ),
            Self::TooLarge => (
                "超出读取上限",
                "请拆分文件，或用 --max-bytes、--max-seconds 放宽上限",
                "over the reading limits",
                "split the file, or raise the limit with --max-bytes or --max-seconds",
            ),
            Self::Pattern => (
                "词表文件有误",
                "请按 CONTRIBUTING 的格式修正",
                "a pattern file is wrong",
                "correct it as CONTRIBUTING describes",
            ),
            Self::ToolMissing => (
                "文字识别所需的程序没有安装好",
                "请安装 Tesseract 及其简体中文数据（Debian、Ubuntu：apt install tesseract-ocr tesseract-ocr-chi-sim；\
                 macOS：brew install tesseract tesseract-lang；Windows：在安装程序中勾选 Chinese (Simplified) 并加入 PATH），\
                 或去掉 --ocr",
                "the program for recognizing text is not installed completely",
                "install Tesseract and its data for simplified Chinese (Debian, Ubuntu: apt install tesseract-ocr \
                 tesseract-ocr-chi-sim; macOS: brew install tesseract tesseract-lang; Windows: tick Chinese (Simplified) \
                 in the installer and add it to PATH), or leave out --ocr",
            ),
            Self::NotDrawn => (
                "该页不能画成图片",
                "请核对 --page，并改用 PDF 文件",
                "the page cannot be drawn",
                "check --page, and name a PDF file",
            ),
        }
    }
}

impl Error {
    /// An error about a path.
    #[must_use]
    pub fn new(kind: ErrorKind, path: impl Into<String>, detail: impl Into<String>) -> Self {
        Self { kind, path: path.into(), detail: detail.into(), source: None }
    }

    /// The same error with its cause.
    #[must_use]
    pub fn because(mut self, source: impl std::error::Error + Send + Sync + 'static) -> Self {
        self.source = Some(Box::new(source));
        self
    }

    /// What happened, where, and what to do, in Chinese (`lang` = `Zh`) or English.
    #[must_use]
    pub fn message(&self, lang: super::Lang) -> String {
        let (zh, zh_remedy, en, en_remedy) = self.kind.words();
        let (zh_detail, en_detail) = self.detail.split_once(" / ").unwrap_or((&self.detail, &self.detail));
        match lang {
            super::Lang::Zh if zh_detail.is_empty() => format!("{}：{zh}；{zh_remedy}", self.path),
            super::Lang::Zh => format!("{}：{zh}（{zh_detail}）；{zh_remedy}", self.path),
            super::Lang::En if en_detail.is_empty() => format!("{}: {en}; {en_remedy}", self.path),
            super::Lang::En => format!("{}: {en} ({en_detail}); {en_remedy}", self.path),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message(super::Lang::Zh))
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_deref().map(|e| e as _)
    }
}

#[cfg(test)]
mod tests {
    use super::super::Lang;
    use super::*;

    #[test]
    fn a_detail_is_said_in_the_language_of_the_message() {
        let cases = [
            ("内容不完整 / cut off", "甲.odt：文件已损坏（内容不完整）；", "甲.odt: the file is damaged (cut off); "),
            ("bad magic", "甲.odt：文件已损坏（bad magic）；", "甲.odt: the file is damaged (bad magic); "),
            ("", "甲.odt：文件已损坏；", "甲.odt: the file is damaged; "),
        ];
        for (detail, zh, en) in cases {
            let error = Error::new(ErrorKind::Damaged, "甲.odt", detail);
            assert!(error.message(Lang::Zh).starts_with(zh), "{}", error.message(Lang::Zh));
            assert!(error.message(Lang::En).starts_with(en), "{}", error.message(Lang::En));
        }
    }
}
