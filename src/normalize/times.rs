//! When a sentence speaks: a rate or an amount behind `去年…，` or `截至6月底，` is none of the report's whole year.

use crate::lexicon::Labels;

/// How far behind the opening of a sentence its time still holds, in characters.
const REACH: usize = 120;
/// The last month: what is counted up to its end is of the year.
const DECEMBER: u32 = 12;

/// The words that set the figure at `at` into another time than the report's year: an earlier year or a plan that opens
/// the sentence, or a part of the year. `start` is where the sentence starts in the folded text.
pub(super) fn other_time(folded: &[char], start: usize, at: usize, words: &Labels) -> Option<String> {
    let sentence = folded.get(start..at).filter(|s| s.len() <= REACH)?;
    let opening = sentence.iter().position(|c| !matches!(c, ',' | ';' | ':' | '、' | '"')).unwrap_or(0);
    let text = sentence.get(opening..)?;
    if let Some(part) = up_to_month(text) {
        return Some(part);
    }
    let length = words.plan.prefix(text);
    // 上年结转 and 上年末 are where this year begins.
    let begins = matches!(text.get(length), Some('结' | '末' | '底'));
    let rest = text.get(length..)?;
    (length > 0 && !begins && !words.this_year.within(rest)).then(|| text.iter().take(length).collect())
}

/// `截至6月底`, `截止2023年9月30日`: what the text up to the figure says last of such.
fn up_to_month(text: &[char]) -> Option<String> {
    let from = (0..text.len()).rev().find(|&i| text[i] == '截' && matches!(text.get(i + 1), Some('至' | '止')))?;
    let mut digits = String::new();
    for &c in text.get(from + 2..)?.iter().take(12) {
        match c {
            '0'..='9' => digits.push(c),
            '年' | '至' | '到' => digits.clear(),
            '月' => {
                let month: u32 = digits.parse().ok()?;
                return (month < DECEMBER).then(|| format!("截至{month}月底"));
            }
            _ => return None,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::Lexicon;

    #[test]
    fn the_time_that_a_sentence_opens_with() {
        for (before, expected) in [
            ("去年执行率为81.3%，政府采购执行率为", Some("去年")),
            ("上年度三公经费控制率为", Some("上年度")),
            ("力争执行率达到95%，满意度达到", Some("力争")),
            ("截至6月底，预算执行率为", Some("截至6月底")),
            ("截止2023年9月30日，支出进度为", Some("截至9月底")),
            ("截至12月31日，预算执行率为", None),
            ("去年执行率为81.3%，今年执行率为", None),
            ("上年结转10万元，当年安排90万元，执行率为", None),
            ("上年结转10万元，年初预算90万元，执行率为", None),
            ("预算执行率比上年提高，达到", None),
        ] {
            let folded: Vec<char> = crate::lexicon::fold(before).chars().collect();
            let found = other_time(&folded, 0, folded.len(), &Lexicon::builtin().labels);
            assert_eq!(found.as_deref(), expected, "{before}");
        }
    }
}
