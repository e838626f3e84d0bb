//! What the layout stage makes of drawn pages, feature by feature.

use super::sample::{EM, Sketch, shown};
use crate::model::{Block, Rect};
use crate::read::page::{Box2, Drawn, Rule};

const XS: [f32; 4] = [60.0, 160.0, 260.0, 360.0];
const YS: [f32; 4] = [100.0, 130.0, 160.0, 190.0];

fn ruled() -> Sketch {
    let rows: [&[&str]; 3] = [&["项目", "预算数", "决算数"], &["基本支出", "12.50", ""], &["项目支出", "", "8.00"]];
    Sketch::new(1).cells(&XS, &YS, &rows)
}

const RULED: &str = "项目│预算数│决算数\n基本支出│12.50│\n项目支出││8.00";

#[test]
fn a_table_however_its_lines_are_drawn() {
    let mut dashed = ruled();
    let mut double = ruled();
    let mut pieces = ruled();
    let mut boxes = ruled();
    for y in YS {
        let mut x = XS[0];
        while x < XS[3] {
            dashed = dashed.line((x, y), ((x + 4.0).min(XS[3]), y));
            x += 7.0;
        }
        double = double.line((XS[0], y), (XS[3], y)).line((XS[0] + 2.0, y + 2.0), (XS[3] - 2.0, y + 2.0));
        for ends in XS.windows(2) {
            pieces = pieces.line((ends[0] + 0.7, y + 0.3), (ends[1] - 0.9, y + 0.3));
        }
    }
    for x in XS {
        dashed = dashed.line((x, YS[0]), (x, YS[3]));
        double = double.line((x, YS[0]), (x, YS[3])).line((x + 2.0, YS[0]), (x + 2.0, YS[3]));
        for ends in YS.windows(2) {
            pieces = pieces.line((x - 0.2, ends[0]), (x - 0.2, ends[1]));
        }
    }
    for y in YS {
        let area = Box2 { x0: XS[0], y0: y - 0.3, x1: XS[3], y1: y + 0.3 };
        boxes.0.rules.push(Rule { area, drawn: Drawn::Bar });
    }
    for x in XS {
        boxes = boxes.line((x, YS[0]), (x, YS[3]));
    }
    let mut inner = ruled();
    for y in &YS[1..3] {
        inner = inner.line((XS[0], *y), (XS[3], *y));
    }
    for x in &XS[1..3] {
        inner = inner.line((*x, YS[0]), (*x, YS[3]));
    }
    let drawn = [
        ("full", ruled().grid(&XS, &YS)),
        ("dashed", dashed),
        ("double", double),
        ("pieces", pieces),
        ("boxes", boxes),
        ("inner rules only", inner),
    ];
    for (name, sketch) in drawn {
        assert_eq!(shown(vec![sketch]), [RULED], "{name}");
    }
}

#[test]
fn merged_and_empty_cells() {
    let sketch = Sketch::new(1)
        .grid(&[60.0, 360.0], &[100.0, 190.0])
        .line((60.0, 130.0), (360.0, 130.0))
        .line((160.0, 160.0), (360.0, 160.0))
        .line((160.0, 130.0), (160.0, 190.0))
        .line((260.0, 130.0), (260.0, 160.0))
        .cells(&XS, &YS, &[&["年度"] as &[&str], &["产出", "数量", ""], &["", "质量"]]);
    assert_eq!(shown(vec![sketch]), ["年度(1x3)\n产出(2x1)│数量│\n质量(1x2)"]);
}

#[test]
fn what_is_no_table() {
    let prose = |s: Sketch| s.write(80.0, 150.0, "本年度各项工作按计划完成。");
    let framed = prose(Sketch::new(1)).grid(&[40.0, 555.0], &[40.0, 800.0]);
    assert_eq!(shown(vec![framed]), ["本年度各项工作按计划完成。"], "a frame around the page");
    let underlined = prose(Sketch::new(1)).line((80.0, 153.0), (210.0, 153.0));
    assert_eq!(shown(vec![underlined]), ["本年度各项工作按计划完成。"], "an underline");
    let mut chart = Sketch::new(1);
    for k in 0..6 {
        #[expect(clippy::cast_precision_loss, reason = "small")]
        let y = 200.0 + 20.0 * k as f32;
        chart = chart.line((100.0, y), (300.0, y));
    }
    let chart =
        chart.line((100.0, 200.0), (100.0, 300.0)).line((300.0, 200.0), (300.0, 300.0)).write(120.0, 212.0, "图例");
    assert_eq!(shown(vec![chart]), ["图例"], "lines across a chart");
}

#[test]
fn several_tables_on_a_page() {
    let (left, right) = ([60.0, 120.0, 180.0], [300.0, 360.0, 420.0]);
    let ys = [100.0, 130.0, 160.0];
    let side = Sketch::new(1)
        .grid(&right, &ys)
        .cells(&right, &ys, &[&["丙", "3"], &["丁", "4"]])
        .grid(&left, &ys)
        .cells(&left, &ys, &[&["甲", "1"], &["乙", "2"]]);
    assert_eq!(shown(vec![side]), ["甲│1\n乙│2", "丙│3\n丁│4"]);
    let below = [300.0, 330.0, 360.0];
    let stacked = Sketch::new(1)
        .grid(&left, &ys)
        .cells(&left, &ys, &[&["甲", "1"], &["乙", "2"]])
        .write(60.0, 220.0, "表二")
        .grid(&left, &below)
        .cells(&left, &below, &[&["丙", "3"], &["丁", "4"]]);
    assert_eq!(shown(vec![stacked]), ["甲│1\n乙│2", "表二", "丙│3\n丁│4"]);
}

#[test]
fn lines_of_a_cell_are_joined_as_they_were_broken() {
    // Beside its padding the cell holds three ideographs or seven digits.
    let xs = [60.0, 104.0, 300.0];
    let ys = [100.0, 180.0];
    let cases = [
        ("97.445|5%", "97.4455%"),
        ("1002.|59", "1002.59"),
        ("1000000|0", "10000000"),
        ("12|15", "12⏎15"),
        ("97445|1%", "974451%"),
        ("（含|、八成", "（含、八成"),
        ("一级指|标", "一级指标"),
        ("决策|过程", "决策⏎过程"),
        ("产|出|指|标", "产出指标"),
        ("按期完|成。|①甲|②乙", "按期完成。⏎①甲⏎②乙"),
        ("total|cost", "total cost"),
    ];
    for (lines, joined) in cases {
        let sketch = Sketch::new(1).grid(&xs, &ys).cells(&xs, &ys, &[&[lines, "值"]]);
        assert_eq!(shown(vec![sketch]), [format!("{joined}│值")], "{lines}");
    }
}

#[test]
fn labels_in_vertical_lines() {
    let stacked = |s: Sketch, x: f32, text: &str| {
        text.chars().zip(0u8..).fold(s, |s, (c, k)| s.write(x, 115.0 + EM * f32::from(k), c.encode_utf8(&mut [0; 4])))
    };
    let grid = || Sketch::new(1).grid(&[60.0, 104.0, 300.0], &[100.0, 180.0]).write(110.0, 120.0, "值");
    let two = stacked(stacked(grid(), 85.0, "产出指标"), 65.0, "四十分");
    assert_eq!(shown(vec![two]), ["产出指标⏎四十分│值"]);
    // What stands close beside each other is written from left to right.
    let level = stacked(stacked(grid(), 75.0, "产出"), 65.0, "一级");
    assert_eq!(shown(vec![level]), ["一产级出│值"]);
}

#[test]
fn labels_set_sideways_and_scripts() {
    let sketch = Sketch::new(1)
        .grid(&[60.0, 100.0, 300.0], &[100.0, 180.0])
        .write_up(85.0, 170.0, "产出指标")
        .write(110.0, 120.0, "面积12m")
        .write_sized(145.0, 116.0, "2", 6.0);
    assert_eq!(shown(vec![sketch]), ["产出指标│面积12m2"]);
}

#[test]
fn a_page_drawn_sideways() {
    // The same table, turned: text runs up, rows follow from left to right.
    let mut sketch = Sketch::new(1);
    for (x, row) in [(112.0, ["项目", "金额"]), (142.0, ["材料", "5"])] {
        sketch = sketch.write_up(x, 700.0, row[0]).write_up(x, 600.0, row[1]);
    }
    let sketch = sketch.grid(&[100.0, 130.0, 160.0], &[503.0, 603.0, 703.0]);
    assert_eq!(shown(vec![sketch]), ["项目│金额\n材料│5"]);
}

#[test]
fn text_that_outgrows_its_cell_stays_whole() {
    let sketch = ruled().grid(&XS, &YS).write(63.0, 155.0, "这一名称比它的格子长出许多字来");
    let blocks = shown(vec![sketch]);
    assert!(blocks[0].contains("这一名称比它的格子长出许多字来│12.50│"), "{blocks:?}");
}

#[test]
fn texts_that_touch_over_a_border_are_two() {
    let sketch = ruled().grid(&XS, &YS).write(62.9, 185.0, "这一格刚好写到边线上").write(163.0, 185.0, "另一格");
    let blocks = shown(vec![sketch]);
    assert!(blocks[0].contains("这一格刚好写到边线上│另一格│"), "{blocks:?}");
}

fn lines_of(number: u32, x: f32, lines: &[(f32, f32, &str)]) -> Sketch {
    lines.iter().fold(Sketch::new(number), |s, (indent, y, text)| s.write(x + indent, *y, text))
}

#[test]
fn paragraphs() {
    let full = "甲乙丙丁戊己庚辛壬癸甲乙丙丁戊己庚辛壬癸";
    let sketch = lines_of(
        1,
        80.0,
        &[
            (50.0, 100.0, "单位自评报告"),
            (20.0, 130.0, &full[..54]),
            (0.0, 146.0, full),
            (0.0, 162.0, "末行"),
            (20.0, 178.0, &full[..54]),
            (0.0, 194.0, full),
            (20.0, 210.0, "（一）小题"),
            (0.0, 260.0, full),
        ],
    );
    let one = format!("{}{full}末行", &full[..54]);
    let two = format!("{}{full}", &full[..54]);
    assert_eq!(shown(vec![sketch]), ["单位自评报告", &one, &two, "（一）小题", full]);
}

#[test]
fn two_columns_are_read_one_after_the_other() {
    let mut sketch = Sketch::new(1).write(200.0, 80.0, "跨栏的大标题写在两栏上方的中间位置");
    // The last line on the left is full: the sentence goes on at the top of the right column.
    let mut wanted = (String::new(), String::new());
    for (k, c) in "春夏秋冬晨昏".chars().enumerate() {
        #[expect(clippy::cast_precision_loss, reason = "small")]
        let y = 120.0 + 16.0 * k as f32;
        let (left, right) = (c.to_string().repeat(22), c.to_string().repeat(21) + "右");
        sketch = sketch.write(60.0, y, &left).write(310.0, y, &right);
        wanted.0 += &left;
        wanted.1 += &right;
    }
    assert_eq!(shown(vec![sketch]), ["跨栏的大标题写在两栏上方的中间位置".to_owned(), wanted.0 + &wanted.1]);
}

/// A page whose body is one long line, so that the text area is known.
fn body(number: u32) -> Sketch {
    let text = "甲".repeat(47);
    let sketch = Sketch::new(number).write(60.0, 40.0, "某局年度报告").write(290.0, 810.0, &format!("- {number} -"));
    [100.0, 116.0, 740.0, 756.0].iter().fold(sketch, |s, y| s.write(60.0, *y, &text))
}

#[test]
fn furniture_and_sentences_over_pages() {
    let blocks = shown(vec![body(1), body(2), body(3)]);
    let kinds: Vec<&str> = blocks.iter().map(|b| if b.starts_with('[') { b.as_str() } else { "text" }).collect();
    assert_eq!(kinds.iter().filter(|k| **k == "[某局年度报告]").count(), 3, "{kinds:?}");
    assert_eq!(kinds.iter().filter(|k| k.starts_with("[-")).count(), 3, "{kinds:?}");
    // Two paragraphs on each page; the lower one goes on at the top of the next page.
    assert_eq!(kinds.iter().filter(|k| **k == "text").count(), 4, "{kinds:?}");
    let alone = shown(vec![Sketch::new(1).write(60.0, 300.0, "正文").write(290.0, 810.0, "第1页")]);
    assert_eq!(alone, ["正文", "[第1页]"]);
}

#[test]
fn a_title_on_every_page_is_no_furniture() {
    let page = |n| {
        Sketch::new(n).write_sized(200.0, 95.0, "自评表", 18.0).write(60.0, 150.0, "正文一行").write(
            60.0,
            170.0,
            "再一行",
        )
    };
    let blocks = shown(vec![page(1), page(2), page(3)]);
    assert_eq!(blocks.iter().filter(|b| *b == "自评表").count(), 3, "{blocks:?}");
}

/// Two pages with one table each: the first ends at the lower end of the page, the second begins at the upper one.
fn over_pages(first: &[&[&str]], second: &[&[&str]]) -> Vec<Sketch> {
    let top = [100.0, 130.0];
    let ys: Vec<f32> =
        top.iter().copied().chain((1..first.len()).map(|k| if k + 1 == first.len() { 780.0 } else { 700.0 })).collect();
    let mut below = vec![80.0];
    below.extend(second.iter().scan(80.0, |y, _| {
        *y += 60.0;
        Some(*y)
    }));
    let one = Sketch::new(1).grid(&XS, &ys).cells(&XS, &ys, first);
    let two = Sketch::new(2).grid(&XS, &below).cells(&XS, &below, second);
    vec![one, two]
}

#[test]
fn tables_over_pages() {
    let header: &[&str] = &["名称", "分值", "得分"];
    let repeated = over_pages(&[header, &["甲", "5", "5"]], &[header, &["乙", "3", "2"]]);
    assert_eq!(shown(repeated), ["名称│分值│得分\n甲│5│5\n乙│3│2"], "header repeated");
    let plain = over_pages(&[header, &["甲", "5", "5"]], &[&["乙", "3", "2"]]);
    assert_eq!(shown(plain), ["名称│分值│得分\n甲│5│5\n乙│3│2"], "header not repeated");
    let mut caption = over_pages(&[header, &["甲", "5", "5"]], &[header, &["乙", "3", "2"]]);
    caption[1] = std::mem::replace(&mut caption[1], Sketch::new(2)).write(200.0, 70.0, "续表1");
    assert_eq!(shown(caption), ["名称│分值│得分\n甲│5│5\n乙│3│2", "[续表1]"], "caption");
    let mut between = over_pages(&[header, &["甲", "5", "5"]], &[header, &["乙", "3", "2"]]);
    between[1] = std::mem::replace(&mut between[1], Sketch::new(2)).write(200.0, 70.0, "另一张表");
    assert_eq!(shown(between).len(), 3, "another table with a caption of its own");
    let short =
        Sketch::new(1).grid(&XS, &YS[..3]).cells(&XS, &YS, &[header, &["甲", "5", "5"]]).write(60.0, 790.0, "页末");
    let next = Sketch::new(2).grid(&XS, &YS[..2]).cells(&XS, &YS, &[&["乙", "3", "2"]]);
    assert_eq!(shown(vec![short, next]).len(), 3, "text between");
}

#[test]
fn rows_cut_by_the_page() {
    let header: &[&str] = &["名称", "评分标准", "得分"];
    // A column holds nine ideographs.
    let cut = over_pages(
        &[header, &["甲", "按期完成的得满分逾|期的每日扣零点五分", "5"]],
        &[&["", "扣完为止。", ""], &["乙", "酌情", "2"]],
    );
    assert_eq!(shown(cut), ["名称│评分标准│得分\n甲│按期完成的得满分逾期的每日扣零点五分扣完为止。│5\n乙│酌情│2"]);
    let whole = over_pages(&[header, &["甲", "按期完成的得满分逾|期不得分。", "5"]], &[&["乙", "按比例计分。", "2"]]);
    assert_eq!(shown(whole), ["名称│评分标准│得分\n甲│按期完成的得满分逾期不得分。│5\n乙│按比例计分。│2"]);
}

#[test]
fn merged_labels_over_pages() {
    let first = Sketch::new(1)
        .grid(&[60.0, 360.0], &[600.0, 780.0])
        .line((160.0, 600.0), (160.0, 780.0))
        .line((160.0, 690.0), (360.0, 690.0))
        .cells(&[60.0, 160.0], &[600.0, 690.0], &[&["产出", "数量"], &["", "质量"]]);
    let second = Sketch::new(2).grid(&[60.0, 160.0, 360.0], &[80.0, 140.0, 200.0]).cells(
        &[60.0, 160.0],
        &[80.0, 140.0],
        &[&["", "时效"], &["效益", "社会"]],
    );
    assert_eq!(shown(vec![first, second]), ["产出(3x1)│数量\n质量\n时效\n效益│社会"]);
}

#[test]
fn what_is_left_of_a_row_with_one_text() {
    let first = Sketch::new(1).grid(&[60.0, 160.0, 360.0], &[700.0, 740.0, 780.0]).cells(
        &[60.0, 160.0],
        &[700.0, 740.0],
        &[&["存在问题", "无"], &["改进措施", "提前完成招标并按月通报各单位的支付情况"]],
    );
    let second = |from: f32| {
        let ys = [from, from + 40.0];
        Sketch::new(2).grid(&[60.0, 160.0, 360.0], &ys).cells(&[60.0, 160.0], &ys[..1], &[&["", "办结。"]])
    };
    let whole = "存在问题│无\n改进措施│提前完成招标并按月通报各单位的支付情况办结。";
    assert_eq!(shown(vec![first, second(80.0)]), [whole]);
    let prose = Sketch::new(1).write(60.0, 780.0, "正文。");
    assert_eq!(shown(vec![prose, second(80.0)]), ["正文。办结。"], "no table ends the page before");
}

#[test]
fn a_title_over_two_lines() {
    let title = Sketch::new(1).write_sized(69.0, 80.0, "某县某镇人民政府二〇二一年度部门整体支出绩效自评", 19.0);
    let rest = title.write_sized(278.5, 106.0, "报告", 19.0);
    let line = "本年度各项工作按计划完成，具体情况如下各段所述，数据截至年底为止，由各科室分别提供并核对无误后汇总。";
    let prose = [150.0, 170.0, 190.0].iter().fold(rest, |s, y| s.write(60.0, *y, &line[..3 * 47]));
    let found = shown(vec![prose]);
    assert_eq!(found.first().map(String::as_str), Some("某县某镇人民政府二〇二一年度部门整体支出绩效自评报告"));
}

#[test]
fn figures_that_begin_lines_are_no_list_numbers() {
    let lines = [
        "一、全年支出各项合计数如下列所示其中公用部分为",
        "11960.00万元，占全部支出的一成，其余用于人员的支出",
        "38840.00万元。",
    ];
    let sketch = lines.iter().zip([100.0, 118.0, 136.0]).fold(Sketch::new(1), |s, (text, y)| s.write(60.0, y, text));
    assert_eq!(shown(vec![sketch]), [lines.concat()]);
}

#[test]
fn tables_without_rules() {
    let rows = [["地区", "户数", "金额"], ["东区", "12", "3.50"], ["西区", "8", "2.25"], ["合计", "20", "5.75"]];
    let mut sketch = Sketch::new(1);
    let mut only_level = Sketch::new(1);
    for (k, row) in rows.iter().enumerate() {
        #[expect(clippy::cast_precision_loss, reason = "small")]
        let y = 100.0 + 18.0 * k as f32;
        for (x, text) in [60.0, 200.0, 300.0].iter().zip(row) {
            sketch = sketch.write(*x, y, text);
            only_level = only_level.write(*x, y, text);
        }
    }
    let wanted = "地区│户数│金额\n东区│12│3.50\n西区│8│2.25\n合计│20│5.75";
    assert_eq!(shown(vec![sketch]), [wanted]);
    let only_level = [88.0, 106.0, 160.0].iter().fold(only_level, |s, y| s.line((58.0, *y), (330.0, *y)));
    assert_eq!(shown(vec![only_level]), [wanted]);
    let fields = [
        ("单位：某局", "日期：三月"),
        ("联系：某某", "电话：零"),
        ("地址：某路", "邮编：零"),
        ("主管：某局", "页数：一"),
    ];
    let mut form = Sketch::new(1);
    for (k, (left, right)) in fields.iter().enumerate() {
        #[expect(clippy::cast_precision_loss, reason = "small")]
        let y = 100.0 + 18.0 * k as f32;
        form = form.write(60.0, y, left).write(300.0, y, right);
    }
    assert!(shown(vec![form]).iter().all(|b| !b.contains('│')), "fields of a form");
}

#[test]
fn places_name_page_and_area() {
    let sketch = ruled().grid(&XS, &YS);
    let pages = [sketch.0];
    let (blocks, _) = super::blocks(&pages);
    let Block::Table(table) = &blocks[0] else { panic!("a table") };
    let spot = table.cell(1, 1).expect("a cell").text.spot(2);
    assert_eq!((spot.page, spot.area), (Some(1), Some(Rect { x0: 16_300, y0: 13_320, x1: 18_800, y1: 14_320 })));
    let empty = table.cell(1, 2).expect("a cell").text.spot(0);
    assert_eq!((empty.page, empty.area.map(|a| a.x0)), (Some(1), Some(26_000)));
}

#[test]
fn pages_full_of_lines_or_glyphs_end_soon() {
    let mut rules = Sketch::new(1);
    let mut glyphs = Sketch::new(1);
    for k in 0..50_000u16 {
        let (x, y) = (f32::from(k % 500), f32::from(k / 500) * 8.0);
        rules = rules.line((x, y), (x + 0.9 * EM, y)).line((x, y), (x, y + 0.9 * EM));
        if k % 10 == 0 {
            glyphs = glyphs.write(x, y, "密密麻麻");
        }
    }
    let start = std::time::Instant::now();
    assert!(shown(vec![rules]).len() <= 1);
    assert!(!shown(vec![glyphs]).is_empty());
    // Unoptimized and on a busy machine; quadratic work would take minutes.
    assert!(start.elapsed().as_secs() < 30, "{:?}", start.elapsed());
}

#[test]
fn indents_in_cells_set_flush_left() {
    let ys: Vec<f32> = (0..=5u8).map(|row| 100.0 + 30.0 * f32::from(row)).collect();
    let column = |texts: &[(f32, &str)]| {
        let drawn = Sketch::new(1).grid(&[60.0, 260.0, 360.0], &ys);
        let drawn = texts.iter().zip(&ys).fold(drawn, |s, ((x, text), y)| s.write(*x, y + 20.0, text));
        let drawn = ys[..5].iter().fold(drawn, |s, y| s.write(330.0, y + 20.0, "1.20"));
        shown(vec![drawn]).join("\n")
    };
    // Two half-width characters of this size are 10 wide. The fourth stands in the middle of its cell by chance.
    let parts = [(65.0, "公用经费"), (75.0, "其中：办公费"), (85.0, "水费"), (135.0, "培训费办"), (65.0, "合计")];
    let read = "公用经费│1.20\n  其中：办公费│1.20\n    水费│1.20\n              培训费办│1.20\n合计│1.20";
    assert_eq!(column(&parts), read);
    // Centered: the shorter, the farther from the border.
    let centered = [
        (150.0, "水费"),
        (140.0, "公用经费"),
        (125.0, "其中：办公经费"),
        (85.0, "一至十一月公务用车运行维护费用"),
        (150.0, "合计"),
    ];
    assert!(!column(&centered).contains("  "), "{}", column(&centered));
    // Flush right.
    let right = [(235.0, "水费"), (215.0, "公用经费"), (195.0, "其中：办公费"), (235.0, "电费"), (225.0, "差旅费")];
    assert!(!column(&right).contains("  "), "{}", column(&right));
}
