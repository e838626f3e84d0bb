//! The report's identity and its stated results, from the title lines and head fields that locating found.
//!
//! Full-mark claims and which of the stated totals is compared with which are decided elsewhere.

use super::ledger::Ledger;
use super::measures::read_measure;
use super::scale;
use crate::lexicon::{Lexicon, fold};
use crate::model::{
    Document, FigureRole, Grade, Head, HeadField, HeadKind, Layout, Location, Measure, Notice, Report, ReportKind,
    Stated,
};

/// Builds the head. `table_total` is the total that the form prints; without one the first total in running text holds.
pub(super) fn head(ledger: &mut Ledger<'_>, layout: &Layout, table_total: Option<Stated<Measure>>) -> Head {
    let (document, lexicon) = (ledger.document, ledger.lexicon);
    let of = |kind: HeadKind| layout.head.iter().filter(move |f| f.kind == kind);
    let title = title(document, &layout.title);
    let project = of(HeadKind::Project).find_map(|f| text(document, f));
    let kind = title.as_ref().and_then(|t| t.value.as_deref()).map_or(ReportKind::Unknown, |t| lexicon.forms.kind(t));
    let kind = match (kind, &project) {
        (ReportKind::Unknown, Some(_)) => ReportKind::Project,
        (kind, _) => kind,
    };
    // A total row may also read as a label with its value.
    let again = |at: &Location| table_total.as_ref().is_some_and(|t| at.cell.is_some() && t.at.same_text(at));
    let further = of(HeadKind::TotalScore).filter(|f| !again(&f.value));
    let further: Vec<Stated<Measure>> = further.filter_map(|f| points(ledger, f, "自评得分")).collect();
    let mut full_score = of(HeadKind::FullScore).filter(|_| table_total.is_none() && !further.is_empty());
    let full_score = full_score.find_map(|f| points(ledger, f, "满分"));
    let stated_scores: Vec<Stated<Measure>> = table_total.into_iter().chain(further).collect();
    Head {
        title,
        organization: organization(document, layout),
        project: project.filter(|_| kind != ReportKind::Department),
        year: of(HeadKind::Year).find_map(|f| year(document, f)),
        kind,
        total_score: stated_scores.first().cloned(),
        full_score,
        grade: of(HeadKind::Grade).find_map(|f| grade(document, f, lexicon)),
        stated_scores,
        grade_scale: scale::printed(document, layout.blocks.clone(), lexicon),
        claims: Vec::new(),
    }
}

/// The fields that a report needs and that could not be told.
pub(super) fn missing(report: &Report) -> Vec<Notice> {
    let head = &report.head;
    let scored = !report.indicators.is_empty() || !report.groups.is_empty();
    let wanted = [
        (HeadKind::Organization, head.organization.is_none()),
        (HeadKind::Project, head.kind == ReportKind::Project && head.project.is_none()),
        (HeadKind::Year, head.year.is_none()),
        (HeadKind::TotalScore, scored && head.total_score.is_none()),
    ];
    wanted.into_iter().filter(|(_, missing)| *missing).map(|(kind, _)| Notice::HeadMissing(kind)).collect()
}

/// The reporting body: the one named as such, else the one that carries the project out. Where many do (各乡镇卫生院), it is
/// the local body above them, which the form of a transfer names behind the one of the center.
fn organization(document: &Document, layout: &Layout) -> Option<Stated<String>> {
    let of = |kind| layout.head.iter().filter(move |f| f.kind == kind).filter_map(|f| text(document, f));
    let several = |body: &Stated<String>| body.raw.contains(['、', '各', '等']);
    let first = of(HeadKind::Organization).next();
    let implementer = of(HeadKind::Implementer).next();
    let one = implementer.clone().filter(|body| !several(body));
    first.or(one).or_else(|| of(HeadKind::Supervisor).next()).or(implementer)
}

/// The title lines as one title, white space removed.
fn title(document: &Document, lines: &[Location]) -> Option<Stated<String>> {
    let at = lines.first()?.clone();
    let raw: String = lines.iter().map(|line| document.quote(line)).collect();
    let value = without_spaces(&raw);
    (!value.is_empty()).then_some(Stated { value: Some(value), raw, at, figure: None })
}

fn text(document: &Document, field: &HeadField) -> Option<Stated<String>> {
    let raw = document.quote(&field.value);
    let value = without_spaces(&raw);
    (!value.is_empty()).then(|| Stated { value: Some(value), raw, at: field.value.clone(), figure: None })
}

fn without_spaces(text: &str) -> String {
    text.chars().filter(|c| crate::lexicon::fold_char(*c).is_some()).collect()
}

fn year(document: &Document, field: &HeadField) -> Option<Stated<u16>> {
    let raw = document.quote(&field.value);
    let value = fold(&raw).parse().ok()?;
    Some(Stated { raw, value: Some(value), at: field.value.clone(), figure: None })
}

fn grade(document: &Document, field: &HeadField, lexicon: &Lexicon) -> Option<Stated<Grade>> {
    let raw = document.quote(&field.value);
    let value = lexicon.grades.read(&raw)?;
    Some(Stated { raw, value: Some(value), at: field.value.clone(), figure: None })
}

/// A number of points, entered in the ledger.
fn points(ledger: &mut Ledger<'_>, field: &HeadField, label: &str) -> Option<Stated<Measure>> {
    let raw = ledger.document.quote(&field.value);
    let value = read_measure(&format!("{raw}分"), ledger.lexicon)?;
    Some(ledger.state(raw, Some(value), field.value.clone(), FigureRole::Total, label))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Anchor, Block, Spot, Text, offset};

    /// A document of lines and a layout whose fields are the quoted words of those lines.
    fn sample(lines: &[&str], title: &[&str], fields: &[(HeadKind, &str)]) -> (Document, Layout) {
        let block = |(i, line): (usize, &&str)| {
            let spot = Spot { line: Some(offset(i + 1)), column: Some(1), ..Spot::default() };
            Block::Paragraph(Text {
                content: (*line).to_owned(),
                anchors: vec![Anchor { from: 0, spot }],
                ..Text::default()
            })
        };
        let document = Document { blocks: lines.iter().enumerate().map(block).collect(), ..Document::default() };
        let place = |words: &str| {
            let found = document.blocks.iter().enumerate().find_map(|(i, b)| {
                let text = b.text()?;
                let byte = text.content.find(words)?;
                let start = text.content[..byte].chars().count();
                Some(text.locate(offset(i), None, start..start + words.chars().count()))
            });
            found.expect("the words stand in a line")
        };
        let head = fields.iter().map(|(kind, words)| HeadField { kind: *kind, value: place(words) }).collect();
        let title = title.iter().map(|words| place(words)).collect();
        let layout = Layout { blocks: 0..offset(lines.len()), title, head, ..Layout::default() };
        (document, layout)
    }

    #[test]
    fn a_department_report_is_read() {
        let (document, layout) = sample(
            &[
                "云江县水务局2023年度",
                "部门整体支出绩效 自评报告",
                "单位：云江县 水务局",
                "自评得分９５.50分，等级为“良好”。",
            ],
            &["云江县水务局2023年度", "部门整体支出绩效 自评报告"],
            &[
                (HeadKind::Organization, "云江县 水务局"),
                (HeadKind::Year, "2023"),
                (HeadKind::TotalScore, "９５.50"),
                (HeadKind::Grade, "良好"),
            ],
        );
        let head = head(&mut Ledger::new(&document, Lexicon::builtin()), &layout, None);
        assert_eq!(head.title.and_then(|t| t.value).as_deref(), Some("云江县水务局2023年度部门整体支出绩效自评报告"));
        assert_eq!(head.organization.and_then(|t| t.value).as_deref(), Some("云江县水务局"));
        assert_eq!(head.year.and_then(|y| y.value), Some(2023));
        assert_eq!(head.kind, ReportKind::Department);
        assert_eq!(head.grade.and_then(|g| g.value), Some(Grade::Good));
        let total = head.total_score.expect("a total");
        assert_eq!(total.quantity().map(|q| (q.amount.to_string(), q.decimals)), Some(("95.50".to_owned(), 2)));
        assert_eq!((total.raw.as_str(), total.at.spot.line), ("９５.50", Some(4)));
    }

    #[test]
    fn the_form_goes_before_the_text_and_both_are_kept() {
        let lines = ["绩效自评表", "项目名称：管网改造", "自评得分95分", "97.5"];
        let fields = [(HeadKind::Project, "管网改造"), (HeadKind::TotalScore, "95")];
        let (document, layout) = sample(&lines, &["绩效自评表"], &fields);
        let (_, other) = sample(&lines, &[], &[(HeadKind::TotalScore, "97.5")]);
        let mut ledger = Ledger::new(&document, Lexicon::builtin());
        let table = points(&mut ledger, &other.head[0], "自评得分");
        let head = head(&mut ledger, &layout, table);
        assert_eq!(ledger.figures.len(), 2);
        assert_eq!(head.kind, ReportKind::Project);
        assert_eq!(head.project.and_then(|p| p.value).as_deref(), Some("管网改造"));
        assert_eq!(head.total_score.map(|t| t.raw).as_deref(), Some("97.5"));
        assert_eq!(head.stated_scores.iter().map(|s| s.raw.as_str()).collect::<Vec<_>>(), ["97.5", "95"]);
    }
}
