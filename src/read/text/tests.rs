//! Tests of reading text: shapes, encodings, artefacts, joins, places.

#![allow(clippy::print_stdout)] // skipped tests say so

use crate::model::{Block, Document, Layer, Notice, Text};
use crate::read::{Limits, Source, read as read_source};

fn read_bytes(bytes: &[u8]) -> (Document, Vec<Notice>) {
    let source = Source { path: "t".into(), part: None, bytes: bytes.to_vec() };
    let outcome = read_source(&source, &Limits::DEFAULT).expect("readable");
    (outcome.value, outcome.notices)
}

/// The blocks, one line each: `# heading`, `paragraph`, `[a|b][c]` for tables, `~ furniture`.
fn sketch(document: &Document) -> Vec<String> {
    let row = |t: &crate::model::Table, r: u32| {
        let cells: Vec<_> = t.row(r).map(|c| c.text.content.replace('\n', "/")).collect();
        format!("[{}]", cells.join("|"))
    };
    let table = |t: &crate::model::Table| (0..t.rows).map(|r| row(t, r)).collect::<Vec<_>>().concat();
    let block = |b: &Block| match b {
        Block::Heading(t) => format!("# {}", t.content),
        Block::Paragraph(t) if t.layer == Layer::Furniture => format!("~ {}", t.content),
        Block::Paragraph(t) => t.content.clone(),
        Block::Table(t) => table(t),
    };
    document.blocks.iter().map(block).collect()
}

/// Reads a text, checks the place of every character, gives the sketch.
fn check(text: &str) -> Vec<String> {
    let (document, _) = read_bytes(text.as_bytes());
    places(&document, text);
    sketch(&document)
}

/// Every character of every block stands where its anchors say.
fn places(document: &Document, source: &str) {
    let source = source.strip_prefix('\u{feff}').unwrap_or(source);
    let source = source.replace("\r\r\n", "\n").replace("\r\n", "\n").replace('\r', "\n");
    let lines: Vec<Vec<char>> = source.split('\n').map(|l| l.chars().collect()).collect();
    let one = |text: &Text| {
        assert!(text.anchors.windows(2).all(|w| w[0].from < w[1].from), "{:?}", text.anchors);
        assert!(text.anchors.first().is_some_and(|a| a.from == 0), "{text:?}");
        for (i, c) in text.content.chars().enumerate() {
            let spot = text.spot(u32::try_from(i).expect("small"));
            let (line, column) = (spot.line.expect("a line") as usize, spot.column.expect("a column") as usize);
            let line = &lines[line - 1];
            let there = line.get(column - 1).copied().unwrap_or('\n');
            // What stands for a tag or reference has its place; a blank that joins two words and the end of a line in a
            // cell that bars close have none.
            let stands_for = matches!(there, '<' | '&' | '\\' | '\u{b}' | '\u{85}' | '\u{2028}');
            assert!(
                there == c || stands_for || c == '\n' || (c == ' ' && there == '\n'),
                "{i} {c:?} {there:?} in {text:?}"
            );
        }
    };
    for block in &document.blocks {
        match block {
            Block::Heading(text) | Block::Paragraph(text) => one(text),
            Block::Table(table) => table.cells.iter().for_each(|c| one(&c.text)),
        }
    }
}

#[test]
fn shapes() {
    let cases: &[(&str, &[&str])] = &[
        // Tabs: empty cells stay, a blank line ends the block, ragged rows lose nothing.
        ("a\tb\tc\n\t\td\t\n\ne\tf\tg\n", &["[a|b|c][||d|]", "[e|f|g]"]),
        ("表题\n名称\t金额\n办公费\t3\n说明文字。\n", &["表题", "[名称|金额][办公费|3]", "说明文字。"]),
        // A blank row inside a table is a row; alone it is nothing.
        ("a\tb\n\t\nc\td", &["[a|b][|][c|d]"]),
        ("前文。\n\t\t\n后文。", &["前文。", "后文。"]),
        // A page may hold one row.
        ("合计\t100\t98.5\n", &["[合计|100|98.5]"]),
        ("a\tb\nc\td\n\ne\tf\n", &["[a|b][c|d]", "[e|f]"]),
        // Tabs that make no table.
        ("一、\t概况\n", &["一、\t概况"]),
        ("1.\t做好监测\n2.\t做好执法\n3.\t做好宣传", &["1.\t做好监测", "2.\t做好执法", "3.\t做好宣传"]),
        ("负责人：甲\t电话：1\n", &["负责人：甲\t电话：1"]),
        (
            "\t本局认真组织开展了年度绩效自评工作。\n\t自评得分为九十六分，等级为优，详见后表。\n",
            &["本局认真组织开展了年度绩效自评工作。", "自评得分为九十六分，等级为优，详见后表。"],
        ),
        // A row that a line end inside a cell cut.
        ("a\tb\tc\nd\te\nf\ng\th\ni\tj\tk\n", &["[a|b|c][d|e/f/g|h][i|j|k]"]),
        // One cell per line.
        (
            "附表\n\t一级\n指标\n\t分值\n\t得分\n\n\t产出\n\t\n\t9\n\n\n正文。",
            &["附表", "[一级/指标|分值|得分][产出||9]", "正文。"],
        ),
        ("\t甲\n\t 2\u{3000}\n\n\t合并行\n\n\t乙\n\t\u{a0}\n", &["[甲| 2\u{3000}][合并行][乙|\u{a0}]"]),
        ("\t首行合并\n\n\t乙\n\t3\n", &["[首行合并][乙|3]"]),
        // Markdown.
        ("| 名称 | 值 |\n|---|:--:|\n| 甲\\|乙 | |\n", &["[名称|值][甲|乙|]"]),
        ("名称 | 值\n--- | ---\n甲 | 3\n", &["[名称|值][甲|3]"]),
        ("|a|b|\n|c|d|\n\n文字|竖线", &["[a|b][c|d]", "文字|竖线"]),
        ("# 题\n### 一、概况 ##\n#3楼\n正文", &["# 题", "# 一、概况", "#3楼", "正文"]),
        // White space.
        ("\u{3000}\u{3000}甲 乙 \u{a0}\n \u{a0}\n\u{a0}丙", &["甲 乙", "丙"]),
    ];
    for (text, expected) in cases {
        assert_eq!(check(text), *expected, "{text:?}");
    }
}

#[test]
fn rows_of_web_pages_are_filled_up_with_pipes() {
    let source = "某局自评表 | ||||\n(2023年度) |\n||||\n指标 |\n年度\n指标值 |\n分值 | 得分 | 备注 |\n清淤 | 12公里 | 30 | 30 | |\n\
                  1.建站点;\n2.修路 | 8处 | 20 | 18 | 雨季 |\n合计 | 50 | 48 | ||\n附注：无";
    let wanted = [
        "[某局自评表||||][(2023年度)||||][指标|年度/指标值|分值|得分|备注][清淤|12公里|30|30|][1.建站点;/2.修路|8处|20|18|雨季]\
         [合计|50|48||]",
        "附注：无",
    ];
    assert_eq!(check(source), wanted);
    // A line between two tables is no cell of either.
    let source = "甲表 | |||\n数 | 值 | 分 | 注 |\n一 | 2 | ||\n乙表\n数 | 值 | 分 | 注 |\n二 | 3 | ||";
    assert_eq!(check(source), ["[甲表|||][数|值|分|注][一|2||]", "乙表", "[数|值|分|注][二|3||]"]);
    // Pipes in running text make no table.
    assert_eq!(check("首页 | 机构 | 公开\n上一篇 || 下一篇"), ["首页 | 机构 | 公开", "上一篇 || 下一篇"]);
}

#[test]
fn escaped_pipes_are_one_cell() {
    let (document, _) = read_bytes("|a|b|\n|---|---|\n|x\\|y|z|\n".as_bytes());
    let table = document.blocks[0].table().expect("a table");
    assert_eq!((table.rows, table.cols), (2, 2));
    assert_eq!(table.cell(1, 0).expect("a cell").text.content, "x|y");
}

#[test]
fn line_ends_and_artefacts() {
    let plain = check("一、概况\n\n得分\t分值\t备注\n1\t2\t\n");
    for end in ["\r\n", "\r", "\r\r\n"] {
        assert_eq!(check(&"一、概况\n\n得分\t分值\t备注\n1\t2\t\n".replace('\n', end)), plain);
    }
    let cases: &[(&str, &[&str])] = &[
        ("前\n\r后\r\n末", &["前", "后", "末"]),
        ("第一页\u{c}第二页", &["第一页", "第二页"]),
        ("a\tb\u{c}c\td\n", &["a\tb", "c\td"]),
        ("手动\u{b}换行", &["手动", "换行"]),
        ("a\tb\u{b}c\td\n", &["[a|b/c|d]"]),
        ("a\t<p>甲</p><p>乙<br>丙<BR/></p>\tc\n", &["[a|甲/乙/丙/|c]"]),
        ("<p class=\"x\">甲</p>&nbsp;乙&lt;5", &["甲 乙<5"]),
        ("<p>\u{200b}</p>", &[]),
        ("率<100%，a<b，<得分>，<progress>，x<p", &["率<100%，a<b，<得分>，<progress>，x<p"]),
        ("\u{feff}[bookmark: _GoBack]甲\u{200b}乙[1]", &["甲乙[1]"]),
    ];
    for (text, expected) in cases {
        assert_eq!(check(text), *expected, "{text:?}");
    }
}

#[test]
fn form_feed_keeps_the_line_number() {
    let (document, _) = read_bytes("甲。\u{c}乙。\n丙。".as_bytes());
    let spots: Vec<_> = document.blocks.iter().filter_map(Block::text).map(|t| t.spot(0)).collect();
    assert_eq!(
        spots.iter().map(|s| (s.line, s.column)).collect::<Vec<_>>(),
        [(Some(1), Some(1)), (Some(1), Some(4)), (Some(2), Some(1))]
    );
}

#[test]
fn encodings_give_the_same_blocks() {
    const SIMPLE: &str = "某县水务局二〇二二年度部门整体绩效自评报告\n\n一、基本情况：在编人员23人，预算执行率98.5%。\n\n指标\t分值\t得分\n产出\t50\t48.5\n";
    const COMPLEX: &str = "某縣水務局績效自評報告\n\n一、基本情況：在編人員23人，預算執行率為98.5%，資產總額與負債總額均無變動，財務管理規範。\n";
    let utf16 = |text: &str, little: bool, mark: bool| -> Vec<u8> {
        let mark = mark.then_some(0xFEFF);
        mark.into_iter()
            .chain(text.encode_utf16())
            .flat_map(|u| if little { u.to_le_bytes() } else { u.to_be_bytes() })
            .collect()
    };
    let simple = [
        (SIMPLE.as_bytes().to_vec(), "UTF-8"),
        ([b"\xEF\xBB\xBF", SIMPLE.as_bytes()].concat(), "UTF-8"),
        (encoding_rs::GB18030.encode(SIMPLE).0.into_owned(), "gb18030"),
        (encoding_rs::GBK.encode(SIMPLE).0.into_owned(), "gb18030"),
        (utf16(SIMPLE, true, true), "UTF-16LE"),
        (utf16(SIMPLE, false, true), "UTF-16BE"),
        (utf16(SIMPLE, true, false), "UTF-16LE"),
        (utf16(SIMPLE, false, false), "UTF-16BE"),
    ];
    let complex = [(COMPLEX.as_bytes().to_vec(), "UTF-8"), (encoding_rs::BIG5.encode(COMPLEX).0.into_owned(), "Big5")];
    for group in [&simple[..], &complex] {
        let expected = read_bytes(&group[0].0).0.blocks;
        for (bytes, name) in group {
            let (document, notices) = read_bytes(bytes);
            assert_eq!(document.origin.encoding.as_deref(), Some(*name));
            assert_eq!(document.blocks, expected, "{name}");
            assert_eq!(notices, []);
        }
    }
}

#[test]
fn a_cut_character_does_not_change_the_encoding() {
    const TEXT: &str = "某县水务局绩效自评报告，得分96分，等级为优，完成率百分之百";
    let gb = encoding_rs::GB18030.encode(TEXT).0;
    let utf16: Vec<u8> = TEXT.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let cases: &[(&[u8], &str)] = &[
        (&TEXT.as_bytes()[..TEXT.len() - 1], "UTF-8"),
        (&TEXT.as_bytes()[..TEXT.len() - 2], "UTF-8"),
        (&gb[..gb.len() - 1], "gb18030"),
        (&utf16[..utf16.len() - 1], "UTF-16LE"),
    ];
    for (bytes, name) in cases {
        let (document, notices) = read_bytes(bytes);
        assert_eq!(document.origin.encoding.as_deref(), Some(*name));
        let [Notice::UndecodableBytes { count: 1, at }] = &notices[..] else { panic!("{notices:?}") };
        assert_eq!(document.quote(at), "\u{fffd}");
        assert_eq!((at.block, at.spot.line), (0, Some(1)));
    }
}

/// Text of a given number of characters without a mark in it.
fn filler(n: usize) -> String {
    "完善各项管理制度并持续提升服务能力和保障水平".chars().cycle().take(n).collect()
}

#[test]
fn page_cuts() {
    // Pages break where printed lines of 28 characters are full; the first has an indent of two.
    let cut = format!("全年工作有序推进，{}", filler(54 - 9));
    let short = format!("全年工作有序推进，{}", filler(54 - 9 - 14));
    let joined: &[(String, &str)] = &[
        (cut.clone(), "保障有力，成效明显。"),
        (format!("（3）{cut}")[..].chars().take(54).collect(), "保障有力，成效明显。"),
        ("共处置各类事件，包括一般事件6宗、较大事件3宗、其他零星事件合计2".into(), "，均已办结。"),
        ("制定印发了《某某县水务局节约用水监督管理办法》《某某县河道采砂专".into(), "项整治方案》等制度。"),
        ("全年围绕节水型社会建设中心任务组织开展了系列活动以及针对性强".into(), "的专题培训，效果良好。"),
        (
            "修订了制度，包括《某某县水务局财务管理办法》《某某县水务局内部控制手册》".into(),
            "《某某县水务局内部资产管理办法》等，执行良好。",
        ),
        (format!("我局{}", filler(24)), "工作落实到位，未发生事故。"),
    ];
    for (a, b) in joined {
        assert_eq!(check(&format!("{a}\n\n{b}\n")), [format!("{a}{b}")]);
        assert_eq!(check(&format!("{a}\n\n- 3 -\n\n{b}\n")), [format!("{a}{b}"), "~ - 3 -".to_owned()]);
        // Without a gap, for a table or heading between, after an indent, or before a marker nothing is joined.
        assert_eq!(check(&format!("{a}\n{b}\n")).len(), 2);
        assert_eq!(check(&format!("{a}\n\n\u{3000}\u{3000}{b}\n")).len(), 2);
        assert_eq!(check(&format!("{a}\n\n2、{b}\n")).len(), 2);
        assert_eq!(check(&format!("{a}\n\n# 题\n\n{b}\n")).len(), 3);
    }
    let apart: &[(String, &str)] = &[
        (format!("{cut}。"), "保障有力，成效明显。"),
        (short, "保障有力，成效明显。"),
        ("某某县某某街道办事处2022年度部门整体支出绩效自评报告".into(), "根据有关要求，现将情况报告如下。"),
        ("（一）聚焦主责主业，强化统筹协调，确保各项目标任务圆满完成".into(), "全年各项工作有序推进，成效明显。"),
        ("一、资金管理，".into(), "全年采购执行率为100%。"),
        ("部门名称（公章）：某某市某某区某某公共卫生服务管理中心".into(), "为深入推进改革，提高资金效益，形成本报告。"),
        ("某某市水利项目支出绩效评价指标体系框架说明（2021年修订）".into(), "本框架供各单位参照，可作调整。"),
        (cut.clone(), "项目监管："),
        (cut.clone(), "预算编制情况：编制合理。"),
        (cut.clone(), "（四）保障有力，成效明显。"),
        (cut, "二是保障有力，成效明显。"),
    ];
    for (a, b) in apart {
        assert_eq!(check(&format!("{a}\n\n{b}\n")), [a.as_str(), b]);
    }
}

#[test]
fn other_printed_lines_are_learned() {
    // Three parts that fill lines of 36 characters; nothing else tells the width.
    let part = |n: usize| format!("全年工作有序推进，{}", filler(n - 9));
    let text = [part(34), part(70), part(106), part(70)].map(|p| format!("{p}\n\n保障有力，成效明显。\n\n")).concat();
    assert_eq!(check(&text).len(), 4);
    let odd = [part(34), part(40), part(51), part(65)].map(|p| format!("{p}\n\n保障有力，成效明显。\n\n")).concat();
    assert_eq!(check(&odd).len(), 8);
}

#[test]
fn hard_wrapped_text_is_joined() {
    let line = filler(30);
    let paragraph = format!("{line}\n{line}\n{line}\n{line}\n完成任务。\n");
    let text = format!("一、概况\n{}", paragraph.repeat(4));
    let blocks = check(&text);
    assert_eq!(blocks.len(), 5);
    assert_eq!(blocks[1], format!("{}完成任务。", line.repeat(4)));
}

#[test]
fn tables_of_converters() {
    let cases: &[(&str, &[&str])] = &[
        // HTML in Markdown, on one line or many, in either case, with text beside it.
        (
            "# 表\n\n<html><body><table><tr><td rowspan=\"2\">甲</td><td>乙<br/>丙</td></tr><tr><td><b>丁</b>&le;3</td></tr></table></body></html>\n后文。",
            &["# 表", "[甲|乙/丙][丁≤3]", "后文。"],
        ),
        (
            "表1<TABLE>\n<caption>单位：万元</caption>\n<TR>\n<TH colspan=2>\n甲\n</TH>\n</TR>\n<TR><TD>1</TD><TD></TD></TR>\n</TABLE>尾",
            &["表1", "单位：万元", "[甲][1|]", "尾"],
        ),
        ("甲<table>乙", &["甲<table>乙"]),
        // Signs that recognizers write as formulas; a price is none.
        ("a\t$\\geq 95\\%$\tb\t$5\n", &["[a|≥ 95%|b|$5]"]),
        // Comma-separated values: quoted fields, titles and headings on rows of their own.
        (
            "某表,,\n甲,乙,丙\n\"一,二\",\"三\n四\",\"五\"\"六\"\n注：无,,\n",
            &["某表", "[甲|乙|丙][一,二|三/四|五\"六]", "注：无"],
        ),
        ("一,二,三\n一,二\n一,二,三\n", &["一,二,三", "一,二", "一,二,三"]),
        // Pipes between cells and nowhere else.
        ("甲 | 乙 | 丙\n | 1 | \n丁 |  | 2\n", &["[甲|乙|丙][|1|][丁||2]"]),
        // Drawn cells, merged ones and such with several lines among them.
        ("┌──┬────┐\n│甲│乙  │\n│  ├──┬─┤\n│  │丙│1│\n└──┴──┴─┘", &["[甲|乙][丙|1]"]),
        (
            "+----+------+\n| 甲 | 乙乙 |\n|    | 丙   |\n+====+======+\n| 1  |      |\n+----+------+",
            &["[甲|乙乙/丙][1|]"],
        ),
        // Columns under dashes.
        ("甲    乙   丙\n----  ---  ----\n1     二   3\n           4\n", &["[甲|乙|丙][1|二|3][||4]"]),
        (
            "----------------\n甲    乙   丙\n----  ---  -----\n1     二   三三\n           三\n\n2          四\n----------------\n后",
            &["[甲|乙|丙][1|二|三三/三][2||四]", "后"],
        ),
        ("前\n----\n后\n", &["前", "----", "后"]),
    ];
    for (text, expected) in cases {
        assert_eq!(check(text), *expected, "{text:?}");
    }
}

#[test]
fn long_lines_take_linear_time() {
    // A fiftieth of the 50 MB that must not hang: enough to show quadratic work even in the debug profile.
    let limits = Limits::DEFAULT;
    for unit in [
        "绩",
        "\t",
        "a\tb",
        "|",
        "<",
        "<p",
        "[bookmark:",
        "&",
        "《",
        "1",
        "。",
        "(",
        "\u{c}x",
        "<br>x",
        "<p ",
        "<table",
        "$\\",
    ] {
        let source = Source { path: "t".into(), part: None, bytes: unit.repeat(1_000_000 / unit.len()).into_bytes() };
        let outcome = read_source(&source, &limits);
        assert!(outcome.is_ok_and(|o| o.value.blocks.len() <= 1) || unit == "\u{c}x", "{unit:?}");
    }
}

#[test]
fn cells_are_bounded() {
    let source = Source { path: "t".into(), part: None, bytes: b"a\tb\tc\n".repeat(1_000) };
    let few = Limits { cells: 2_999, ..Limits::DEFAULT };
    assert_eq!(read_source(&source, &few).expect_err("too many").kind, crate::model::ErrorKind::TooLarge);
    let narrow = Limits { columns: 2, ..Limits::DEFAULT };
    assert_eq!(read_source(&source, &narrow).expect("readable").value.blocks.len(), 1_000);
}

/// The real reports, when they stand beside the project.
#[test]
fn seeds() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/seeds");
    let Ok(entries) = std::fs::read_dir(&folder) else {
        println!("skipped: ../shared/seeds is not there");
        return;
    };
    let mut paths: Vec<_> = entries.filter_map(|e| e.ok().map(|e| e.path())).collect();
    paths.sort();
    for path in paths {
        let source = Source::from_path(&path, &Limits::DEFAULT).expect("readable");
        let document = read_source(&source, &Limits::DEFAULT).expect("readable").value;
        let text = std::str::from_utf8(&source.bytes).expect("UTF-8");
        places(&document, text);
        assert!(is_complete(&document, text), "{}", path.display());
        let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        let expected: &[u32] = match name.get(..3) {
            Some("001") => &[52, 66, 110, 155, 183, 261],
            // 33 and 35 hold the same words twice; they stay apart.
            Some("003") => &[55, 67, 75, 79, 87, 99, 103, 111, 125, 187, 225, 247, 269],
            _ => &[],
        };
        assert_eq!(joined(&document), expected, "{name}");
        // Blank lines between all lines prove no page break.
        let airy = read_bytes(text.replace('\n', "\n\n").as_bytes()).0;
        assert_eq!(joined(&airy), expected.iter().map(|l| l * 2 - 1).collect::<Vec<_>>(), "{name}");
    }
}

/// The first lines of paragraphs that were joined.
fn joined(document: &Document) -> Vec<u32> {
    let lines = |text: &Text| {
        let lines: Vec<_> = text.anchors.iter().filter_map(|a| a.spot.line).collect();
        (lines.first() != lines.last()).then(|| lines[0])
    };
    document.blocks.iter().filter_map(Block::text).filter_map(lines).collect()
}

/// Whether every character that is no white space, mark-up or artefact of the source is in some block.
fn is_complete(document: &Document, source: &str) -> bool {
    let mut source = source.to_owned();
    for gone in ["<p>", "</p>", "<br>", "<br/>", "[bookmark: _GoBack]", "#", "\u{feff}", "\u{200b}"] {
        source = source.replace(gone, "");
    }
    let texts = document.blocks.iter().flat_map(|b| match b {
        Block::Heading(t) | Block::Paragraph(t) => vec![t.content.as_str()],
        Block::Table(t) => t.cells.iter().map(|c| c.text.content.as_str()).collect(),
    });
    let blank = |c: &char| !c.is_whitespace();
    texts.flat_map(str::chars).filter(blank).eq(source.chars().filter(blank))
}
