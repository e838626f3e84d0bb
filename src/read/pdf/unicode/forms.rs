//! Ideographs in disguise: a character in, the plain ideograph out.
//!
//! Fonts draw 长 and the radical ⻓ with one glyph, and file makers may state either. Only radicals and compatibility
//! ideographs are folded; full-width digits and the like are what the author wrote, and stay.

use unicode_normalization::char::decompose_compatible;

/// The radicals that stand for whole ideographs but have no, or another, compatibility mapping (Unicode Character Database,
/// EquivalentUnifiedIdeograph.txt). Radicals that are only parts of ideographs stay.
const RADICALS: &[(char, char)] = &[
    ('⺁', '厂'),
    ('⺄', '乙'),
    ('⺈', '刀'),
    ('⺊', '卜'),
    ('⺌', '小'),
    ('⺍', '小'),
    ('⺎', '兀'),
    ('⺒', '巳'),
    ('⺓', '幺'),
    ('⺜', '日'),
    ('⺝', '月'),
    ('⺠', '民'),
    ('⺧', '牛'),
    ('⺩', '王'),
    ('⺬', '示'),
    ('⺶', '羊'),
    ('⺼', '月'),
    ('⺽', '臼'),
    ('⻁', '虎'),
    ('⻄', '西'),
    ('⻅', '见'),
    ('⻆', '角'),
    ('⻉', '贝'),
    ('⻊', '足'),
    ('⻋', '车'),
    ('⻑', '長'),
    ('⻓', '长'),
    ('⻔', '门'),
    ('⻗', '雨'),
    ('⻘', '青'),
    ('⻙', '韦'),
    ('⻚', '页'),
    ('⻛', '风'),
    ('⻜', '飞'),
    ('⻝', '食'),
    ('⻢', '马'),
    ('⻣', '骨'),
    ('⻤', '鬼'),
    ('⻥', '鱼'),
    ('⻦', '鸟'),
    ('⻧', '卤'),
    ('⻨', '麦'),
    ('⻩', '黄'),
    ('⻪', '黾'),
    ('⻫', '斉'),
    ('⻬', '齐'),
    ('⻭', '歯'),
    ('⻮', '齿'),
    ('⻯', '竜'),
    ('⻰', '龙'),
    ('⻱', '龜'),
    ('⻲', '亀'),
    // Its compatibility mapping is 戶, but fonts for simplified Chinese draw it and 户 with one glyph.
    ('⼾', '户'),
];

/// The plain ideograph of a radical or compatibility ideograph; any other character itself.
pub(super) fn unified(c: char) -> char {
    match c {
        '\u{2E80}'..='\u{2FDF}' | '\u{F900}'..='\u{FAFF}' | '\u{2F800}'..='\u{2FA1F}' => {
            if let Ok(at) = RADICALS.binary_search_by_key(&c, |(radical, _)| *radical) {
                return RADICALS.get(at).map_or(c, |(_, plain)| *plain);
            }
            let mut plain = c;
            decompose_compatible(c, |part| plain = part);
            plain
        }
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_forms() {
        let cases = [
            ('⼀', '一'),
            ('⾦', '金'),
            ('⽆', '无'),
            ('⻓', '长'),
            ('⻚', '页'),
            ('⺠', '民'),
            ('⺟', '母'),
            ('⼾', '户'),
            ('⻳', '龟'),
            ('\u{F9F4}', '林'),
            ('\u{2F804}', '你'),
            // Parts of ideographs, full-width forms and all else stay.
            ('⺡', '⺡'),
            ('５', '５'),
            ('长', '长'),
            ('①', '①'),
        ];
        for (form, plain) in cases {
            assert_eq!(unified(form), plain, "{form}");
        }
    }

    #[test]
    fn radicals_are_in_order() {
        assert!(RADICALS.is_sorted_by_key(|(radical, _)| *radical));
    }
}
