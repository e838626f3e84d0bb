//! Small pages as strings: what is read of them, as lines.

use super::*;
use crate::model::{Block, Table};
use crate::read::read as read_any;

fn source(path: &str, bytes: &[u8]) -> Source {
    Source { path: path.into(), part: None, bytes: bytes.to_vec() }
}

fn document(page: &str) -> Document {
    read_any(&source("page.html", page.as_bytes()), &Limits::DEFAULT).expect("a page").value
}

/// One line a row, cells with their spans.
fn grid(table: &Table) -> Vec<String> {
    (0..table.rows)
        .map(|row| {
            let cell = |c: &crate::model::Cell| {
                let spans = if (c.row_span, c.col_span) == (1, 1) {
                    String::new()
                } else {
                    format!("{}×{}", c.row_span, c.col_span)
                };
                format!("{}:{}{spans}", c.col, c.text.content.replace('\n', "/"))
            };
            table.row(row).map(cell).collect::<Vec<_>>().join(" ")
        })
        .collect()
}

fn lines(document: &Document) -> Vec<String> {
    let mut out = Vec::new();
    for block in &document.blocks {
        match block {
            Block::Heading(text) => out.push(format!("# {}", text.content.replace('\n', "/"))),
            Block::Paragraph(text) => out.push(text.content.clone()),
            Block::Table(table) => out.extend(grid(table).into_iter().map(|row| format!("| {row}"))),
        }
    }
    out
}

#[test]
fn paragraphs_headings_and_lists() {
    let cases: &[(&str, &[&str])] = &[
        ("<html><h1>绩效<br>报告</h1><p>第一段<p>第二段", &["# 绩效/报告", "第一段", "第二段"]),
        ("<html><p>得分<span>9</span><b>6</b>.<font>5</font>分</p>", &["得分96.5分"]),
        ("<html><div>一<br>二<br/>三</div>", &["一", "二", "三"]),
        ("<html>前<div>中</div>后", &["前", "中", "后"]),
        ("<html><p>5 < 6 且 a<b</p>", &["5 < 6 且 a"]),
        ("<html><p>&nbsp;&ge;95%&#12288;</p><p>&nbsp;</p>", &["≥95%"]),
        ("<html><ol><li>甲<li><p>乙</p><p>丙</p></ol>", &["1. 甲", "2. 乙", "丙"]),
        ("<html><ol start=3 type=a><li>甲<li value=5>乙</ol>", &["c. 甲", "e. 乙"]),
        ("<html><ol type=I><li>甲<ol><li>子</ol><li>乙</ol><ul><li>点</ul>", &["I. 甲", "1. 子", "II. 乙", "点"]),
        ("<html><ol reversed><li>甲<li>乙</ol>", &["2. 甲", "1. 乙"]),
        (
            "<html><ol style='list-style-type:cjk-ideographic'><li>甲</ol><ol style='list-style:none'><li>乙</ol>",
            &["一、甲", "乙"],
        ),
        ("<html><ol><li>1、有自己的编号<li>（二）也有</ol>", &["1、有自己的编号", "（二）也有"]),
        ("<html><pre>a  b\n c</pre>", &["a  b", "c"]),
        (
            "<html><p>显<span style='display: none'>隐</span><i hidden>藏</i><em style='visibility:hidden'>隐</em></p>",
            &["显"],
        ),
        (
            "<html><p>文<script>document.write('1<p>2')</script><style>p{}</style><textarea>3</textarea>本</p>",
            &["文本"],
        ),
        ("<html><noscript>请启用</noscript><select><option>1</select><!-- 注 --><p>文", &["文"]),
        ("<html><h2>表<table><tr><td>a<td>b</table></h2>", &["表", "| 0:a 1:b"]),
    ];
    for (page, wanted) in cases {
        assert_eq!(lines(&document(page)), *wanted, "{page}");
    }
}

#[test]
fn tables_with_spans() {
    let cases: &[(&str, &[&str])] = &[
        ("<table><tr><td rowspan=2>a<td colspan=2>b<tr><td>c<td>d</table>", &["| 0:a2×1 1:b1×2", "| 1:c 2:d"]),
        ("<table><tr><td rowspan=0>a<td>b<tr><td>c<tr><td rowspan=9>d</table>", &["| 0:a3×1 1:b", "| 1:c", "| 1:d"]),
        ("<table><tr><td colspan=0>a<td colspan=-3>b<td colspan='2px'>c</table>", &["| 0:a 1:b 2:c1×2"]),
        (
            "<table><tfoot><tr><td>合计<td>3</tfoot><caption>表一</caption><thead><tr><th>甲<th>乙</thead><tr><td>1<td>2</table>",
            &["表一", "| 0:甲 1:乙", "| 0:1 1:2", "| 0:合计 1:3"],
        ),
        ("<table><tr><td><p>甲</p><p>乙</p><td>丙<br>丁<td>&nbsp;</table>", &["| 0:甲/乙 1:丙/丁 2:"]),
        ("<table><tr style='display:none'><td>x<td>y<tr><td>a<td style='display:none'>z<td>b</table>", &["| 0:a 1:b"]),
        // A table in a cell of data is a block of its own.
        (
            "<table><tr><td>名称很长的项目<td>说明文字也很长<table><tr><td>1<td>2</table></table>",
            &["| 0:名称很长的项目 1:说明文字也很长", "| 0:1 1:2"],
        ),
        // Tables that lay out a page.
        (
            "<table><tr><td><h1>标题</h1><p>正文</p><table><tr><td>a<td>b<tr><td>c<td>d</table></table>",
            &["# 标题", "正文", "| 0:a 1:b", "| 0:c 1:d"],
        ),
        ("<table><tr><td>一行<tr><td>又一行</table>", &["一行", "又一行"]),
        ("<table></table>", &[]),
    ];
    for (page, wanted) in cases {
        assert_eq!(lines(&document(page)), *wanted, "{page}");
    }
}

#[test]
fn pages_of_word() {
    let page = "<html xmlns:v='urn:schemas-microsoft-com:vml' xmlns:o='urn:schemas-microsoft-com:office:office'><body>\
        <!--[if gte mso 9]><xml><w:WordDocument>x</w:WordDocument></xml><![endif]-->\
        <p class=MsoNormal><span lang=EN-US>2023<o:p></o:p></span><span style='mso-hide:all'>隐</span>年度</p>\
        <p><![if !supportLists]><span style='mso-list:Ignore'>一、<span>&nbsp;</span></span><![endif]>概况</p>\
        <p>前<!--[if gte vml 1]><v:shape><v:textbox><![if !mso]><table><tr><td><![endif]><div><p>框内</p></div>\
        <![if !mso]></td></tr></table><![endif]></v:textbox></v:shape><![endif]--><![if !vml]><img src=a.gif><![endif]>后</p>\
        <table><![if !supportMisalignedColumns]><tr height=0 style='display:none'><td width=1></td><td></td></tr><![endif]>\
        <tr><td>a</td><td>b</td></tr></table><div title=\"footer\"><p>第 1 页</p></div></body></html>";
    assert_eq!(lines(&document(page)), ["2023年度", "一、 概况", "前", "框内", "后", "| 0:a 1:b"]);
}

#[test]
fn encodings_declared_wrong_or_not_at_all() {
    let text = "<p>绩效自评得分为九十六分，项目完成情况较好。</p>";
    let gbk = |head: &str| encoding_rs::GB18030.encode(&format!("<html>{head}{text}")).0.into_owned();
    let big5 = |head: &str| {
        encoding_rs::BIG5.encode(&format!("<html>{head}<p>績效評估報告，得分為九十六分。</p>")).0.into_owned()
    };
    let utf16: Vec<u8> = format!("\u{feff}<html>{text}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    let meta = |name: &str| format!("<meta charset={name}>");
    let cases: Vec<(Vec<u8>, &str, &str)> = vec![
        (gbk(&meta("gb2312")), "gb18030", "绩效自评"),
        (gbk(""), "gb18030", "绩效自评"),
        (gbk(&meta("utf-8")), "gb18030", "绩效自评"),
        (gbk(&meta("iso-8859-1")), "gb18030", "绩效自评"),
        (gbk("<meta http-equiv='Content-Type' content='text/html; charset=GBK'>"), "gb18030", "绩效自评"),
        (format!("<html>{}{text}", meta("gbk")).into_bytes(), "UTF-8", "绩效自评"),
        (format!("\u{feff}<html>{}{text}", meta("gbk")).into_bytes(), "UTF-8", "绩效自评"),
        (big5(&meta("big5")), "Big5", "績效評估"),
        (utf16, "UTF-16LE", "绩效自评"),
    ];
    for (bytes, encoding, words) in cases {
        let read = read_any(&source("page.html", &bytes), &Limits::DEFAULT).expect("a page").value;
        assert_eq!(read.origin.encoding.as_deref(), Some(encoding));
        assert!(lines(&read).concat().contains(words), "{encoding} {:?}", lines(&read));
    }
}

/// A page of a site: links around an article.
fn site(article: &str) -> String {
    let links = "<li><a href='/c/'>栏目名称</a></li>".repeat(9);
    format!(
        "<!DOCTYPE html><html><head><title>2023年度河道管护绩效自评报告_某县人民政府</title></head><body>\
         <div class='header'><img src=logo.png><ul>{links}</ul></div>\
         <div class='position'>您当前的位置：<a href='/'>首页</a> &gt; <a href='/x/'>信息公开</a> &gt; <a href='/y/'>绩效</a></div>\
         {article}\
         <div class='bdsharebuttonbox'>分享到：<a href='javascript:share(1)'>微信</a><a href='javascript:share(2)'>微博</a></div>\
         <div class='footer'><p>主办：某县人民政府办公室 联系电话：000-1234567</p><p><a href='/a'>网站地图</a> 备案号 12345678</p></div>\
         </body></html>"
    )
}

#[test]
fn the_article_is_cut_out_of_the_page() {
    let body = "<p>一、基本情况</p><p>项目年初预算100万元，全年执行98万元。管护河道12条。</p>\
        <table><tr><td>指标<td>得分<tr><td>管护长度<td>10<tr><td>巡查次数<td>20</table>\
        <p>二、自评结论</p><p>自评得分96分，等级为优。下一步加强日常巡查。</p>";
    let table = ["| 0:指标 1:得分", "| 0:管护长度 1:10", "| 0:巡查次数 1:20"];
    let mut wanted =
        vec!["# 2023年度河道管护绩效自评报告", "一、基本情况", "项目年初预算100万元，全年执行98万元。管护河道12条。"];
    wanted.extend(table);
    wanted.extend(["二、自评结论", "自评得分96分，等级为优。下一步加强日常巡查。"]);
    let title = "2023年度河道管护绩效自评报告";
    let layouts = [
        // Title outside of the text, with the line of source and font size.
        format!(
            "<div class='main'><h1>{title}</h1><div class='info'>发布时间：2024-05-06 浏览次数：120</div><div id='zoom'>{body}</div></div>"
        ),
        // Everything in tables, as old templates have it.
        format!(
            "<table><tr><td><h2>{title}</h2></td></tr><tr><td><table><tr><td>{body}</td></tr></table></td></tr></table>"
        ),
        // The title by the name that the head of the page gives.
        format!("<div><div class='bt'>{title}</div><div><div class='TRS_Editor'>{body}</div></div></div>"),
    ];
    for layout in layouts {
        let read = lines(&document(&site(&layout)));
        let kept: Vec<&str> = read.iter().map(String::as_str).filter(|line| !line.contains("发布时间")).collect();
        assert_eq!(kept, wanted, "{layout}");
    }
}

#[test]
fn a_page_without_navigation_is_kept_whole() {
    let page =
        "<html><body><p>见<a href='http://a.example/'>有关办法</a>。</p><div class='footer'>二〇二四年五月</div>";
    assert_eq!(lines(&document(page)), ["见有关办法。", "二〇二四年五月"]);
}

#[test]
fn attachments_and_pages_under_another_name_are_named() {
    let read =
        |path: &str, page: &str| read_any(&source(path, page.as_bytes()), &Limits::DEFAULT).expect("a page").notices;
    let of = |notices: Vec<Notice>| -> Vec<Unread> {
        notices
            .into_iter()
            .filter_map(|n| if let Notice::NotRead { what, .. } = n { Some(what) } else { None })
            .collect()
    };
    let page = "<html><p>附件：<a href='P02.doc'>1.自评\n表</a>、<a href='/f/b.XLSX' title='附表.xlsx'><img></a></p><p><a href='c.html'>无</a>";
    let attached = |name: &str| Unread::Attachment(name.to_owned());
    assert_eq!(of(read("a.html", page)), [attached("1.自评表"), attached("附表.xlsx")]);
    let missing =
        "<html><head><title>404 Not Found</title></head><body><h1>Not Found</h1><p>找不到页面</p></body></html>";
    assert_eq!(of(read("a/report.pdf", missing)), [Unread::Document("404 Not Found".to_owned())]);
    assert_eq!(of(read("report.html", missing)), []);
    assert_eq!(of(read("report.doc", "<html><table><tr><td>a<td>b</table>")), []);
}

#[test]
fn what_is_a_page() {
    let yes: &[&str] = &[
        "<!DOCTYPE html><p>x",
        "\u{feff} \n<HTML>",
        "<?xml version='1.0'?>\n<!DOCTYPE html PUBLIC '-//W3C//DTD XHTML 1.0'><html>",
        "<!-- saved --><html>",
        "<table><tr><td>1</table>",
        "<meta http-equiv=x><p>",
        "<style>p{}</style><table>",
    ];
    let no: &[&str] = &[
        "<p>一段带标签的文字",
        "<100%的指标",
        "文本<html>",
        "<?xml version='1.0'?><root/>",
        "<",
        "<!-- 未完",
        "< html>",
        "<span>1</span>",
    ];
    for page in yes {
        assert!(is_html(page.as_bytes()), "{page}");
    }
    for text in no {
        assert!(!is_html(text.as_bytes()), "{text}");
    }
}

#[test]
fn hostile_pages_are_bounded() {
    let deep = |open: &str, close: &str| format!("<html>{}深{}", open.repeat(100_000), close.repeat(100_000));
    for page in [
        deep("<div>", "</div>"),
        "<html><table><tr><td>".repeat(20_000),
        deep("<b></div>", ""),
        "<html><font color=1><p>".repeat(20_000),
        "<html><div/>".repeat(20_000),
        "<html><ul><li>".repeat(20_000),
        deep("<!--", ""),
        deep("<", ">"),
        deep("<a href=x>", "</a>"),
        deep("<svg><g>", ""),
        format!("<html><p {}>深", "a=1 ".repeat(100_000)),
    ] {
        let read = document(&page);
        assert!(read.blocks.len() <= 100_001, "{}", &page[..40]);
    }
    assert_eq!(lines(&document(&deep("<div>", "</div>"))), ["深"]);
    let small = Limits { lines: 3, cells: 3, ..Limits::DEFAULT };
    for page in ["<html><p>1<p>2<p>3<p>4", "<html><table><tr><td>1<td>2<td>3<td>4</table>"] {
        let error = read_any(&source("a.html", page.as_bytes()), &small).expect_err("too much");
        assert_eq!(error.kind, ErrorKind::TooLarge);
    }
}
