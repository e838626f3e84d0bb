//! Agreement: two readings of one line in, the figures of the first that the second does not give marked as doubtful.

use super::hocr::Character;

/// Characters that both ends of a figure may be misplaced by, as parts of its usual character's width.
const SLACK: usize = 3;

/// Whether a character belongs to a figure.
fn in_figure(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '.' | ',' | '%' | '％' | '-' | '/')
}

/// Takes all confidence from figures that another reading of the same line does not confirm, character by character.
pub(super) fn doubt(line: &mut [Character], other: &[Character]) {
    let mut rest = line;
    while let Some(start) = rest.iter().position(|c| in_figure(c.text)) {
        let (_, from) = rest.split_at_mut(start);
        let length = from.iter().take_while(|c| in_figure(c.text)).count();
        let (figure, after) = from.split_at_mut(length);
        let has_digit = figure.iter().any(|c| c.text.is_ascii_digit());
        if has_digit && !is_confirmed(figure, other) {
            for character in figure {
                character.confidence = 0.0;
            }
        }
        rest = after;
    }
}

/// Whether the other reading has the same digits between the ends of a figure, and no sign between them that this
/// one lacks.
fn is_confirmed(figure: &[Character], other: &[Character]) -> bool {
    let (Some(first), Some(last)) = (figure.first(), figure.last()) else { return true };
    let slack = (last.x.1.saturating_sub(first.x.0) / figure.len().max(1)) / SLACK;
    let (from, to) = (first.x.0.saturating_sub(slack), last.x.1 + slack);
    let inside = other.iter().filter(|c| (from..=to).contains(&c.x.0.midpoint(c.x.1)));
    let own: Vec<char> = figure.iter().map(|c| plain(c.text)).collect();
    inside.map(|c| plain(c.text)).eq(own)
}

/// Signs that look alike count as one.
fn plain(c: char) -> char {
    match c {
        '％' => '%',
        '，' => ',',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each character ten dots wide, spaces left out.
    fn line(text: &str) -> Vec<Character> {
        let place = |(i, text): (usize, char)| Character { text, x: (10 * i, 10 * i + 9), confidence: 99.0, word: 0 };
        text.chars().enumerate().map(place).filter(|c| c.text != ' ').collect()
    }

    #[test]
    fn figures_that_only_one_reading_gives_are_doubtful() {
        let cases = [
            ("得 12.5 分", "F 12.5 4}", "得12.5分"),
            ("得 12.5 分", "F 12.8 4}", "得????分"),
            // What stands beside a figure does not matter.
            ("6个", "64", "6个"),
            // A sign that the first reading lost.
            ("1  2分值", "1 / 2S", "??分值"),
            ("率为 97% 和 3", "xx 97% x 3", "率为97%和3"),
            ("率为 97% 和 3", "xx 9 % x 3", "率为???和3"),
            ("没有数字", "", "没有数字"),
            ("5", "", "?"),
        ];
        for (first, second, expected) in cases {
            let mut found = line(first);
            doubt(&mut found, &line(second));
            let shown: String = found.iter().map(|c| if c.confidence > 0.0 { c.text } else { '?' }).collect();
            assert_eq!(shown, expected, "{first} {second}");
        }
    }
}
