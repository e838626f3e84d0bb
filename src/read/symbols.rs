//! Signs of symbol fonts (Wingdings, Symbol) that forms use: the font's own code in, the Unicode character out.

/// Boxes that are ticked or not, and the bullets and arrows that texts hold. Codes of Wingdings, where not said
/// otherwise; programs write them from U+F000 on.
const SIGNS: &[(u16, char)] = &[
    (0x52, '☑'),
    (0x53, '☒'),
    (0x54, '☒'),
    (0x6C, '●'),
    (0x6E, '■'),
    (0x6F, '□'),
    (0x71, '❑'),
    (0x72, '❒'),
    (0x75, '◆'),
    (0x76, '❖'),
    (0x9E, '·'),
    (0x9F, '•'),
    (0xA7, '▪'),
    (0xA8, '□'),
    // Symbol: the bullet.
    (0xB7, '·'),
    (0xD8, '➢'),
    (0xE0, '→'),
    (0xFB, '✗'),
    (0xFC, '✓'),
    (0xFD, '☒'),
    (0xFE, '☑'),
];

/// The character for a code of a symbol font; the code itself when it is none of those that forms use.
pub(super) fn shown(code: u16) -> char {
    let low = if code >> 8 == 0xF0 { code & 0xFF } else { code };
    let sign = SIGNS.iter().find(|(code, _)| *code == low).map(|(_, sign)| *sign);
    sign.unwrap_or_else(|| char::from_u32(u32::from(code)).unwrap_or(char::REPLACEMENT_CHARACTER))
}

/// The same for a character of the text: only those from U+F000 on are codes of symbol fonts.
pub(super) fn shown_char(c: char) -> char {
    match u16::try_from(u32::from(c)) {
        Ok(code @ 0xF000..=0xF0FF) => shown(code),
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxes_and_ticks() {
        assert_eq!([shown(0xF0FE), shown(0xFE), shown(0xF0A8), shown(0xF052)], ['☑', '☑', '□', '☑']);
        assert_eq!((shown(0xF041), shown(0xD800)), ('\u{f041}', '\u{fffd}'));
        assert_eq!((shown_char('R'), shown_char('\u{f0fc}')), ('R', '✓'));
    }
}
