//! Every example of `patterns/relations.toml` holds.

use super::super::figures::prose_figures;
use super::relations;
use crate::lexicon::Lexicon;
use crate::model::{Block, Document, Figure, Layout, Relation, RelationKind, Report, Text, Wording};

/// A relation as the pattern file writes it.
fn show(relation: &Relation, figures: &[Figure]) -> String {
    let amount = |id: &crate::model::FigureId| figures[id.0 as usize].measure.quantity.amount.to_string();
    let whole = amount(&relation.whole);
    let parts: Vec<String> = relation.parts.iter().map(amount).collect();
    let claim = match (relation.kind, relation.wording) {
        (RelationKind::Sum, Wording::Likely) => " ~",
        (RelationKind::Subset, _) => " ?",
        _ => "",
    };
    let falling = if relation.falls { " falling" } else { "" };
    match relation.kind {
        RelationKind::Sum | RelationKind::Subset | RelationKind::Same => {
            format!("{whole} = {}{claim}", parts.join(" + "))
        }
        RelationKind::Ratio => format!("{whole} = {}", parts.join(" / ")),
        RelationKind::Difference => format!("{whole} = {}", parts.join(" - ")),
        RelationKind::Change => format!("{whole} = {}{falling}", parts.join(" over ")),
        RelationKind::Increase => format!("{whole} = {} into {}{falling}", parts[1], parts[0]),
        RelationKind::Split => format!("{whole} = {}", parts.join(" of both ")),
        RelationKind::Average => format!("{whole} = {}", parts.join(" per ")),
        RelationKind::Product => format!("{whole} = {}", parts.join(" x ")),
        RelationKind::Balance => format!("{whole} = {} + {} - {}", parts[0], parts[1], parts[2]),
        RelationKind::Hundred => format!("{whole} = 100 - {}", parts.join(" - ")),
        RelationKind::Formula => format!("{whole} = formula of {}", parts.join(", ")),
        RelationKind::Count => format!("{whole} = {} items", relation.items),
    }
}

fn read(text: &str) -> String {
    let lexicon = Lexicon::builtin();
    let text = Text { content: text.into(), ..Text::default() };
    let document = Document { blocks: vec![Block::Paragraph(text)], ..Document::default() };
    let layout = Layout { blocks: 0..1, ..Layout::default() };
    let figures = prose_figures(&document, &layout, lexicon, &[]);
    let found: Vec<String> =
        relations(&document, &Report::default(), &figures, lexicon).iter().map(|r| show(r, &figures)).collect();
    if found.is_empty() { "-".into() } else { found.join(" ; ") }
}

#[test]
fn the_examples_of_the_pattern_file_hold() {
    let wrong: Vec<String> = Lexicon::with_examples()
        .relations
        .examples
        .iter()
        .filter_map(|e| {
            let got = read(&e.text);
            (got != e.states).then(|| format!("{}\n  expected {}\n  got      {got}", e.text, e.states))
        })
        .collect();
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn long_texts_take_linear_time() {
    for piece in ["其中3件，", "由3件", "(3件", "一是", "占5%", "共3个、", "各1件，", "合计3件，", "增加3万元"]
    {
        let text = piece.repeat(20_000);
        let started = std::time::Instant::now();
        let _ = read(&text);
        assert!(started.elapsed().as_secs() < 20, "{piece}");
    }
}
