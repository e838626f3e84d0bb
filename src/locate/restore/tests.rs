//! Tests of restoring tables.

use super::restore;
use crate::lexicon::Lexicon;
use crate::locate::sample::document;
use crate::model::Block;

/// The blocks after restoring, one line each: paragraphs as they stand, tables as `[a|b][c]`.
fn sketch(source: &str) -> Vec<String> {
    let document = restore(document(source), Lexicon::builtin());
    let table = |t: &crate::model::Table| {
        let row = |r| format!("[{}]", t.row(r).map(|c| c.text.content.as_str()).collect::<Vec<_>>().join("|"));
        (0..t.rows).map(row).collect::<String>()
    };
    let block = |block: &Block| match block {
        Block::Table(t) => table(t),
        Block::Heading(t) | Block::Paragraph(t) => t.content.clone(),
    };
    document.blocks.iter().map(block).collect()
}

#[test]
fn cells_parted_by_blanks() {
    let source = "2023年度项目支出绩效自评表\n一级指标 二级指标 三级指标 年度指标值 实际完成值 分值 得分\n\
                  产出指标 数量指标 清淤长度 ≥12公里 12.4公里 30 30\n新增站点 8处 7处 20 17.5\n\
                  效益指标 社会效益\n指标\n受益村 ≥20个 23个 40 40\n总分 90 87.5\n注:本表一式两份。";
    let wanted = [
        "2023年度项目支出绩效自评表",
        "[一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分][产出指标|数量指标|清淤长度|≥12公里|12.4公里|30|30]\
         [新增站点|8处|7处|20|17.5][效益指标|社会效益\n指标|受益村|≥20个|23个|40|40][总分|90|87.5]",
        "注:本表一式两份。",
    ];
    assert_eq!(sketch(source), wanted);
}

#[test]
fn cells_of_several_lines_below_wide_blanks() {
    let header = "一级指标    二级指标    三级指标      年度指标值    实际完成值    分值   得分\n";
    let top = "产出指标    数量指标    新建渠系        ≥12 公里      12.4 公里    30    30\n\
               \u{20}                       清淤\n\
               效益指标    社会效益    受益村数        ≥20 个        23 个        40    40\n\
               \u{20}           指标\n";
    // The name stands around the line of its row.
    let middle = "产出指标    数量指标    合格率          ≥95%         96%         30    30\n\
                  \u{20}                       改造老旧\n\
                  \u{20}           时效指标                 ≥20 处        23 处        40    40\n\
                  \u{20}                       站房数\n\
                  \u{20}                       培训技术\n\
                  效益指标    社会效益                 ≥20 人        23 人        20    20\n\
                  \u{20}                       人员数\n";
    let titles = "[一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分]";
    let wanted = "[产出指标|数量指标|新建渠系\n清淤|≥12 公里|12.4 公里|30|30]\
                  [效益指标|社会效益\n指标|受益村数|≥20 个|23 个|40|40]";
    assert_eq!(sketch(&format!("{header}{top}")), [format!("{titles}{wanted}")]);
    let wanted = "[产出指标|数量指标|合格率|≥95%|96%|30|30][时效指标|改造老旧\n站房数|≥20 处|23 处|40|40]\
                  [效益指标|社会效益|培训技术\n人员数|≥20 人|23 人|20|20]";
    assert_eq!(sketch(&format!("{header}{middle}")), [format!("{titles}{wanted}")]);
}

#[test]
fn a_form_that_became_one_line() {
    let source = "项目名称 渠系清淤 一级指标 二级指标 三级指标 年度指标值 实际完成值 分值 得分 产出指标 数量指标 清淤长度 \
                  ≥12公里 12.4公里 30 30 新增站点 8处 7处 20 17.5 效益指标 社会效益指标 受益村 ≥20个 23个 40 40 总分 90 87.5 无";
    let wanted = [
        "[项目名称|渠系清淤]",
        "[一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分][产出指标|数量指标|清淤长度|≥12公里|12.4公里|30|30]\
         [新增站点|8处|7处|20|17.5][效益指标|社会效益指标|受益村|≥20个|23个|40|40][总分|90|87.5]",
        "无",
    ];
    assert_eq!(sketch(source), wanted);
}

#[test]
fn a_cell_per_line() {
    let cells = "一级指标 二级指标 三级指标 年度指标值 实际完成值 分值 得分 产出指标 数量指标 清淤长度 ≥12公里 12.4公里 30 \
                 30 新增站点 8处 7处 20 17.5";
    let rows = "[一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分][产出指标|数量指标|清淤长度|≥12公里|12.4公里|30|30]\
                [新增站点|8处|7处|20|17.5]";
    assert_eq!(sketch(&cells.replace(' ', "\n")), [rows]);
    assert_eq!(sketch(&cells.replace(' ', "\n\n")), [rows]);
    assert_eq!(sketch(&(cells.replace(' ', " |\n") + " |")), [rows]);
}

#[test]
fn head_fields_with_a_cell_per_line() {
    let source = "项目名称 |\n渠系清淤 |\n实施单位 |\n云江县供水站 |\n年初预算数 |\n全年预算数 |\n全年执行数 |\n分值 |\n执行率 |\n\
                  得分 |\n年度资金总额 |\n80 |\n76 |\n76 |\n10 |\n100% |\n10 |\n年度总体目标 |\n清淤12公里 |\n";
    let found = sketch(source);
    assert_eq!(found[0], "[项目名称|渠系清淤][实施单位|云江县供水站]");
    assert_eq!(found[1], "[年初预算数|全年预算数|全年执行数|分值|执行率|得分][年度资金总额|80|76|76|10|100%|10]");
}

#[test]
fn text_stays_text() {
    let texts = [
        "一级指标 二级指标 三级指标 分值 得分 是自评表的主要栏目。\n各单位应当认真填写。\n按时报送。",
        "本表由 一级指标 二级指标 三级指标 年度指标值 四部分 组成",
        "张三\n李四\n王五\n赵六\n钱七\n孙八",
        "一、概况\n二、职责\n三、机构\n四、预算\n五、决算\n六、说明",
        "2023 年 1 月 至 12 月 共 收到 5 件 来信",
    ];
    for text in texts {
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(sketch(text), lines, "{text}");
    }
}
