//! What running text says in words that decides a score by rule: that something was not done, that all of something is as it
//! should be. Sentences in, [`Said`] out; which rule they decide is told where rules are evaluated.

use crate::lexicon::{Lexicon, folded};
use crate::model::{Block, Denial, Document, Layer, Layout, Said, Text, Whole};
use std::ops::Range;

/// The most statements that are kept; a report has a few.
const MOST: usize = 200;
/// What was not done has a name of at least so many letters, and at most so many.
const NAMED: Range<usize> = 4..40;

/// Reads the statements of a report's paragraphs.
pub(super) fn read(document: &Document, layout: &Layout, lexicon: &Lexicon, said: &mut Said) {
    for index in layout.blocks.clone().filter(|&b| !layout.is_repeat(b)) {
        let Some(Block::Paragraph(text)) = document.blocks.get(index as usize) else { continue };
        if text.layer != Layer::Body {
            continue;
        }
        let chars = folded(document, index);
        let mut start = 0;
        while start < chars.len() {
            let end =
                chars[start..].iter().position(|c| matches!(c, '。' | ';' | '!')).map_or(chars.len(), |p| start + p);
            sentence(text, index, chars, start..end, lexicon, said);
            start = end + 1;
        }
    }
}

fn sentence(text: &Text, block: u32, chars: &[char], range: Range<usize>, lexicon: &Lexicon, said: &mut Said) {
    let words = &lexicon.said;
    let sentence = &chars[range.clone()];
    if said.wholes.len() < MOST
        && let Some(kind) = words.whole_in(sentence)
    {
        said.wholes.push(Whole { kind, at: text.locate(block, None, range.clone()) });
    }
    let denied = words.denied.each_in(sentence).next().map(|(from, length, ())| (from, from + length));
    let Some((from, verb_end)) = denied.filter(|_| said.denials.len() < MOST && !words.no_denial.any_in(sentence))
    else {
        return;
    };
    let end = sentence[verb_end..].iter().position(|c| matches!(c, ',' | ':')).map_or(sentence.len(), |p| verb_end + p);
    let what: String = sentence[verb_end..end].iter().filter(|c| !c.is_whitespace()).collect();
    if NAMED.contains(&what.chars().count()) {
        said.denials.push(Denial { what, at: text.locate(block, None, range.start + from..range.start + end) });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> Said {
        let text = Text { content: text.to_owned(), ..Text::default() };
        let document = Document { blocks: vec![Block::Paragraph(text)], ..Document::default() };
        let mut said = Said::default();
        read(&document, &Layout { blocks: 0..1, ..Layout::default() }, Lexicon::builtin(), &mut said);
        said
    }

    #[test]
    fn what_was_not_done() {
        for (text, expected) in [
            ("因机构合并，全年未开展应急物资盘点工作，已列入明年计划。", Some("应急物资盘点工作")),
            ("本年度没有进行内部审计评价。", Some("内部审计评价")),
            ("未开展内部审计的，扣2分。", None),
            ("如未开展内部审计评价，应当说明原因。", None),
            ("全年开展内部审计评价2次。", None),
        ] {
            let found = said(text);
            assert_eq!(found.denials.first().map(|d| d.what.as_str()), expected, "{text}");
        }
    }

    #[test]
    fn all_of_something() {
        for (text, expected) in [
            ("截至年末，固定资产原值210.5万元，全部投入使用。", true),
            ("我局固定资产均在用，无闲置。", true),
            ("固定资产200万元，均未投入使用。", false),
            ("固定资产应全部投入使用。", false),
            ("固定资产基本全部在用。", false),
            ("办公用房全部投入使用。", false),
        ] {
            assert_eq!(!said(text).wholes.is_empty(), expected, "{text}");
        }
    }
}
