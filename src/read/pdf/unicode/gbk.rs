//! GBK text in the bytes of a Western font: bytes in, ideographs with their offsets out.
//!
//! A simple font addresses one glyph by one byte. Old Chinese producers wrote two-byte text through such fonts all the
//! same and relied on the viewer's system font. Deliberately absent: Big5 and Shift-JIS, which such files do not use.

use encoding_rs::GBK;

/// What speaks for GBK besides the bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::read::pdf) enum Evidence {
    /// No simple font of the file lacks its program: whatever these bytes are, the file draws them as letters.
    None,
    /// Some simple font is not embedded.
    Possible,
    /// A simple font that is not embedded has a name in GBK.
    Named,
}

/// Fewest pairs that show GBK without a font's name.
const ENOUGH: usize = 3;

/// The pairs of a text: offset of the first byte and the character. `None` when the bytes are not GBK text.
pub(in crate::read::pdf) fn pairs(bytes: &[u8], evidence: Evidence) -> Option<Vec<(usize, char)>> {
    let mut pairs = Vec::new();
    let mut common = 0;
    let mut at = 0;
    while let Some(&lead) = bytes.get(at) {
        if lead < 0x80 {
            at += 1;
            continue;
        }
        // One byte that pairs with nothing shows that the text is not GBK.
        let pair = bytes.get(at..at + 2)?;
        pairs.push((at, character(pair)?));
        // Marks, digits and the 3,755 everyday ideographs of GB 2312: what nearly all of a Chinese text is made of, and
        // what pairs of accented letters nearly never give.
        let trail = pair.last().copied().unwrap_or_default();
        common += usize::from(trail >= 0xA1 && matches!(lead, 0xA1 | 0xA3 | 0xB0..=0xD7));
        at += 2;
    }
    let shown = match evidence {
        Evidence::None => false,
        Evidence::Possible => pairs.len() >= ENOUGH && common * 10 >= pairs.len() * 9,
        Evidence::Named => !pairs.is_empty(),
    };
    shown.then_some(pairs)
}

/// Whether the name of a font is written in GBK.
pub(super) fn is_name(name: &[u8]) -> bool {
    !name.is_ascii() && std::str::from_utf8(name).is_err() && pairs(name, Evidence::Named).is_some()
}

fn character(pair: &[u8]) -> Option<char> {
    let text = GBK.decode_without_bom_handling_and_without_replacement(pair)?;
    let mut chars = text.chars();
    chars.next().filter(|_| chars.next().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(bytes: &[u8], evidence: Evidence) -> Option<String> {
        pairs(bytes, evidence).map(|pairs| pairs.into_iter().map(|(_, c)| c).collect())
    }

    #[test]
    fn bytes_to_text() {
        let report = GBK.encode("2023年绩效自评报告").0.into_owned();
        assert_eq!(text(&report, Evidence::Possible).as_deref(), Some("年绩效自评报告"));
        assert_eq!(text(&report, Evidence::None), None);
        let offsets = pairs(&report, Evidence::Possible).expect("text");
        assert_eq!(offsets.first(), Some(&(4, '年')));
        let short = GBK.encode("宋").0.into_owned();
        assert_eq!(text(&short, Evidence::Possible), None, "one pair shows nothing");
        assert_eq!(text(&short, Evidence::Named).as_deref(), Some("宋"));
        // “quoted” in Windows-1252, and accented letters.
        assert_eq!(text(b"\x93Hello\x94", Evidence::Possible), None);
        assert_eq!(text(b"na\xEFve caf\xE9", Evidence::Possible), None);
        assert_eq!(text(b"plain", Evidence::Named), None);
        // Cyrillic in Windows-1251: pairs, but of rare ideographs.
        assert_eq!(text(b"\xEE\xF2\xF7\xE5\xF2\xE0\xEC\xE8", Evidence::Possible), None);
    }

    #[test]
    fn names() {
        assert!(is_name(b"\xCB\xCE\xCC\xE5"));
        assert!(is_name(b"\xBF\xAC\xCC\xE5_GB2312,Bold"));
        assert!(!is_name(b"SimSun"));
        assert!(!is_name("宋体".as_bytes()));
    }
}
