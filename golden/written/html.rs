//! A document as a page of a government site: the article between navigation and footer, a declared encoding that is
//! GBK, cells with spans, characters cut into several elements.

use super::package::xml;
use fuhe::model::{Block, Document, Table};
use std::fmt::Write as _;

const HEAD: &str = "<!DOCTYPE html>\n<html><head><meta http-equiv=\"Content-Type\" content=\"text/html; charset=gb2312\">\
    <title>正文</title><script>var a = '<p>12</p>';</script></head><body><div class=\"top\"><a href=\"/\">首页</a>\
    <a href=\"/zw/\">政务公开</a><a href=\"/hd/\">互动交流</a><a href=\"/fw/\">办事服务</a></div>\
    <div class=\"crumbs\">当前位置：<a href=\"/\">首页</a> &gt; <a href=\"/jx/\">绩效管理</a></div><div class=\"text\">\n";
const FOOT: &str = "</div>\n<div class=\"footer\">主办：办公室&nbsp;&nbsp;电话：000-12345678 <a href=\"/map\">网站地图</a></div>\
    </body></html>\n";

/// The document in GB18030.
pub(crate) fn write(document: &Document) -> Vec<u8> {
    let mut out = HEAD.to_owned();
    for block in &document.blocks {
        match block {
            Block::Heading(text) => writeln!(out, "<h2>{}</h2>", cut(&text.content)).expect("a string"),
            Block::Paragraph(text) => writeln!(out, "<p>&nbsp;&nbsp;{}</p>", cut(&text.content)).expect("a string"),
            Block::Table(of) => out += &table(of),
        }
    }
    out += FOOT;
    encoding_rs::GB18030.encode(&out).0.into_owned()
}

fn table(table: &Table) -> String {
    let mut out = "<table border=\"1\">\n".to_owned();
    for row in 0..table.rows {
        out += "<tr>";
        for cell in table.row(row) {
            let span = |name: &str, n: u32| if n > 1 { format!(" {name}=\"{n}\"") } else { String::new() };
            let (rows, cols) = (span("rowspan", cell.row_span), span("colspan", cell.col_span));
            // A blank cell holds a space, as editors leave it.
            let content = if cell.text.content.is_empty() { "&nbsp;".to_owned() } else { cut(&cell.text.content) };
            write!(out, "<td{rows}{cols}>\n  <p>{content}</p></td>\n").expect("a string");
        }
        out += "</tr>\n";
    }
    out + "</table>\n"
}

/// Text in two elements, with line breaks as elements.
fn cut(text: &str) -> String {
    let at = text.char_indices().nth(text.chars().count() / 2).map_or(0, |(at, _)| at);
    let (first, second) = text.split_at(at);
    let lines = |text: &str| xml(text).replace('\n', "<br>").replace("  ", "&nbsp;&nbsp;");
    format!("<span>{}</span><span style=\"color:red\">{}</span>", lines(first), lines(second))
}
