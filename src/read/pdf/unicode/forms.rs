//! Ideographs in disguise: a character in, the plain ideograph out.
//!
//! Fonts draw 长 and the radical ⻓ with one glyph, and file makers may state either. Only radicals, compatibility
//! ideographs and the forms of vertical lines are folded; full-width digits and the like are what the author wrote, and
//! stay.

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

/// Punctuation as it is drawn in vertical lines, with what it is in level ones, by code.
const UPRIGHT: &[(char, char)] = &[
    ('\u{FE10}', '，'),
    ('\u{FE11}', '、'),
    ('\u{FE12}', '。'),
    ('\u{FE13}', '：'),
    ('\u{FE14}', '；'),
    ('\u{FE15}', '！'),
    ('\u{FE16}', '？'),
    ('\u{FE31}', '—'),
    ('\u{FE32}', '–'),
    ('\u{FE35}', '（'),
    ('\u{FE36}', '）'),
    ('\u{FE37}', '｛'),
    ('\u{FE38}', '｝'),
    ('\u{FE39}', '〔'),
    ('\u{FE3A}', '〕'),
    ('\u{FE3B}', '【'),
    ('\u{FE3C}', '】'),
    ('\u{FE3D}', '《'),
    ('\u{FE3E}', '》'),
    ('\u{FE3F}', '〈'),
    ('\u{FE40}', '〉'),
    ('\u{FE41}', '「'),
    ('\u{FE42}', '」'),
    ('\u{FE43}', '『'),
    ('\u{FE44}', '』'),
];

/// What a table of forms says of a character.
fn listed(forms: &[(char, char)], c: char) -> Option<char> {
    forms.binary_search_by_key(&c, |(form, _)| *form).ok().and_then(|at| forms.get(at)).map(|(_, plain)| *plain)
}

/// The plain character of a radical, compatibility ideograph or vertical form; any other character itself.
pub(in crate::read::pdf) fn unified(c: char) -> char {
    match c {
        '\u{FE10}'..='\u{FE44}' => listed(UPRIGHT, c).unwrap_or(c),
        '\u{2E80}'..='\u{2FDF}' | '\u{F900}'..='\u{FAFF}' | '\u{2F800}'..='\u{2FA1F}' => listed(RADICALS, c)
            .unwrap_or_else(|| {
                let mut plain = c;
                decompose_compatible(c, |part| plain = part);
                plain
            }),
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
            ('︵', '（'),
            ('﹂', '」'),
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
    fn forms_are_in_order() {
        for forms in [RADICALS, UPRIGHT] {
            assert!(forms.is_sorted_by_key(|(form, _)| *form));
        }
    }
}
