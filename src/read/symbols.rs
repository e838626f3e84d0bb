//! Characters of symbol fonts, where a letter is drawn as a sign: a font and a code in, the sign out. Only signs that
//! carry meaning in forms: check boxes, comparisons, operators; ornaments are left out.

/// Adobe Symbol, as far as office text uses it.
const SYMBOL: &[(u8, char)] = &[
    (0x2d, '−'),
    (0x5c, '∴'),
    (0x5e, '⊥'),
    (0x7e, '∼'),
    (0xa2, '′'),
    (0xa3, '≤'),
    (0xa4, '/'),
    (0xa5, '∞'),
    (0xab, '↔'),
    (0xac, '←'),
    (0xad, '↑'),
    (0xae, '→'),
    (0xaf, '↓'),
    (0xb0, '°'),
    (0xb1, '±'),
    (0xb2, '″'),
    (0xb3, '≥'),
    (0xb4, '×'),
    (0xb5, '∝'),
    (0xb7, '•'),
    (0xb8, '÷'),
    (0xb9, '≠'),
    (0xba, '≡'),
    (0xbb, '≈'),
    (0xbc, '…'),
    (0xce, '∈'),
    (0xd2, '®'),
    (0xd3, '©'),
    (0xd4, '™'),
    (0xd5, '∏'),
    (0xd6, '√'),
    (0xd7, '·'),
    (0xde, '⇒'),
    (0xe5, '∑'),
    (0xf2, '∫'),
    (0x61, 'α'),
    (0x62, 'β'),
    (0x67, 'γ'),
    (0x64, 'δ'),
    (0x65, 'ε'),
    (0x71, 'θ'),
    (0x6c, 'λ'),
    (0x6d, 'μ'),
    (0x70, 'π'),
    (0x72, 'ρ'),
    (0x73, 'σ'),
    (0x53, 'Σ'),
    (0x44, 'Δ'),
    (0x57, 'Ω'),
    (0x77, 'ω'),
    (0x6a, 'φ'),
];

/// Wingdings.
const WINGDINGS: &[(u8, char)] = &[
    (0x6c, '●'),
    (0x6e, '■'),
    (0x6f, '□'),
    (0x70, '□'),
    (0x71, '□'),
    (0x72, '□'),
    (0x75, '◆'),
    (0xa1, '○'),
    (0xa4, '◎'),
    (0xa7, '▪'),
    (0xa8, '□'),
    (0xab, '★'),
    (0xdf, '←'),
    (0xe0, '→'),
    (0xe1, '↑'),
    (0xe2, '↓'),
    (0xfb, '✗'),
    (0xfc, '✓'),
    (0xfd, '☒'),
    (0xfe, '☑'),
    (0x80, '⓪'),
    (0x81, '①'),
    (0x82, '②'),
    (0x83, '③'),
    (0x84, '④'),
    (0x85, '⑤'),
    (0x86, '⑥'),
    (0x87, '⑦'),
    (0x88, '⑧'),
    (0x89, '⑨'),
    (0x8a, '⑩'),
];

/// Wingdings 2.
const WINGDINGS_2: &[(u8, char)] = &[
    (0x4f, '✗'),
    (0x50, '✓'),
    (0x51, '☒'),
    (0x52, '☑'),
    (0x53, '☒'),
    (0x54, '☒'),
    (0x2a, '□'),
    (0xa2, '■'),
    (0xa3, '□'),
    (0xa4, '□'),
    (0x97, '●'),
    (0x99, '○'),
    (0x6a, '①'),
    (0x6b, '②'),
    (0x6c, '③'),
    (0x6d, '④'),
    (0x6e, '⑤'),
    (0x6f, '⑥'),
    (0x70, '⑦'),
    (0x71, '⑧'),
    (0x72, '⑨'),
    (0x73, '⑩'),
];

/// The signs of a symbol font.
#[derive(Clone, Copy, Debug)]
pub(super) struct SymbolFont {
    signs: &'static [(u8, char)],
    /// Whether letters and digits without a sign of their own stay what they are.
    keeps_letters: bool,
}

impl SymbolFont {
    /// The signs of a font by its name; `None` for a font whose letters are letters.
    pub(super) fn named(name: &str) -> Option<Self> {
        let signs = match name.trim() {
            n if n.eq_ignore_ascii_case("Symbol") => return Some(Self { signs: SYMBOL, keeps_letters: true }),
            n if n.eq_ignore_ascii_case("Wingdings") => WINGDINGS,
            n if n.eq_ignore_ascii_case("Wingdings 2") => WINGDINGS_2,
            // Arrows and webs: no sign with a meaning in forms.
            n if n.eq_ignore_ascii_case("Wingdings 3") || n.eq_ignore_ascii_case("Webdings") => &[],
            _ => return None,
        };
        Some(Self { signs, keeps_letters: false })
    }

    /// The sign for a code, which may be moved into the private use area. An ornament gives none; a Chinese character
    /// stays, because word processors draw it in another font.
    pub(super) fn sign(self, code: u32) -> Option<char> {
        let low = if (0xf000..=0xf0ff).contains(&code) { code - 0xf000 } else { code };
        let Ok(low) = u8::try_from(low) else { return char::from_u32(code) };
        let known = self.signs.iter().find(|(at, _)| *at == low).map(|(_, sign)| *sign);
        known.or_else(|| (low <= b' ' || self.keeps_letters && low.is_ascii()).then_some(char::from(low)))
    }

    /// A text that is set in the font.
    pub(super) fn text(self, text: &str) -> String {
        text.chars().filter_map(|c| self.sign(u32::from(c))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_by_font() {
        let cases = [
            ("Wingdings 2", "R", "☑"),
            ("Wingdings 2", "\u{a3}是\u{f052}否", "□是☑否"),
            ("wingdings", "\u{f0fe} \u{f0a8}", "☑ □"),
            ("Wingdings", "J", ""),
            ("Symbol", "\u{f0b3}95%", "≥95%"),
            ("Webdings", "a", ""),
        ];
        for (font, text, wanted) in cases {
            assert_eq!(SymbolFont::named(font).expect("a symbol font").text(text), wanted, "{font} {text}");
        }
        assert!(SymbolFont::named("宋体").is_none());
    }
}
