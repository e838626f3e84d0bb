//! RD106: something that belongs to the file was not read.

use super::wording::remark;
use super::{Check, Evidence, declare_check};
use crate::model::{Embedded, Finding, Notice, Unread};

declare_check! {
    /// # 检查什么
    /// 工作簿有隐藏的工作表；网页链接了附件；DOCX 中有嵌入的工作簿等对象、图表、SmartArt 图形或插入文件；文件名是文档，内容却是一个简短的网页（多为下载时得到的错误页）。
    /// # 为什么
    /// 这些内容没有读取，指标表和金额可能就在其中，结论只对读到的部分有效。
    /// # 依据
    /// 《政府网站发展指引》（国办发〔2017〕47号）：网页的附件与正文一并发布；核对时应当一并取得。
    /// # 例
    /// 网页正文之后链接了“附件：项目支出绩效自评表.xlsx”，需另行下载后一并核对。
    "RD106", "content-not-read", Notice, run,
    en: "A workbook has hidden sheets, a web page links to files with documents, a DOCX file embeds workbooks, charts or other files, or a short web page stands under the name of a document, as downloads that failed leave it. What is there was not read.",
}

fn run(check: &Check, evidence: &Evidence<'_>) -> Vec<Finding> {
    let find = |notice: &Notice| match notice {
        Notice::NotRead { what, at } => {
            let (zh, en) = words(what);
            Some(remark(check, at, zh, en, Vec::new()))
        }
        _ => None,
    };
    evidence.notices.iter().filter_map(find).collect()
}

fn words(what: &Unread) -> (String, String) {
    match what {
        Unread::HiddenSheet(name) => (
            format!("工作表「{name}」是隐藏的，没有读取；如含应核对的内容，请取消隐藏后重试"),
            format!("the sheet {name} is hidden and was not read; unhide it if it holds what is to be checked"),
        ),
        Unread::Attachment(name) => (
            format!("网页的附件「{name}」是另一个文件，没有读取，请下载后一并核对"),
            format!("the attachment {name} of the page is a file of its own and was not read; download it too"),
        ),
        Unread::Embedded(embedded) => {
            let (zh, en) = name(embedded);
            (
                format!("文档中的{zh}没有读取；如含应核对的内容，请另存或改为正文后重试"),
                format!(
                    "{en} in the document was not read; if it holds what is to be checked, make it text of the document"
                ),
            )
        }
        Unread::Document(title) if title.is_empty() => (
            "文件名是文档，内容却是一个简短的网页，多为下载时得到的错误页，请重新下载".to_owned(),
            "the name is a document's, the content a short web page, as failed downloads leave it; download it again"
                .to_owned(),
        ),
        Unread::Document(title) => (
            format!("文件名是文档，内容却是网页「{title}」，多为下载时得到的错误页，请重新下载"),
            format!("the name is a document's, the content the web page “{title}”; download the file again"),
        ),
    }
}

fn name(embedded: &Embedded) -> (String, String) {
    match embedded {
        Embedded::Chunk => ("插入文件（altChunk）".to_owned(), "an inserted file (altChunk)".to_owned()),
        Embedded::Object(program) => (format!("嵌入对象（{program}）"), format!("an embedded object ({program})")),
        Embedded::Chart => ("图表".to_owned(), "a chart".to_owned()),
        Embedded::Diagram => ("SmartArt 图形".to_owned(), "a SmartArt diagram".to_owned()),
    }
}
