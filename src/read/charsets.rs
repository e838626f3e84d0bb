//! The encodings that word processors name by number: character sets of fonts, code pages and languages in, encodings
//! out (DOC before Word 97, RTF).

use encoding_rs::{
    BIG5, EUC_KR, Encoding, GB18030, MACINTOSH, SHIFT_JIS, UTF_8, WINDOWS_874, WINDOWS_1250, WINDOWS_1251,
    WINDOWS_1252, WINDOWS_1253, WINDOWS_1254, WINDOWS_1255, WINDOWS_1256, WINDOWS_1257, WINDOWS_1258,
};

/// The encoding of a font's character set; `None` for those that say nothing (ANSI, default, symbols).
pub(super) fn of_font(charset: u8) -> Option<&'static Encoding> {
    Some(match charset {
        77 => MACINTOSH,
        128 => SHIFT_JIS,
        129 => EUC_KR,
        134 => GB18030,
        136 => BIG5,
        161 => WINDOWS_1253,
        162 => WINDOWS_1254,
        163 => WINDOWS_1258,
        177 => WINDOWS_1255,
        178 => WINDOWS_1256,
        186 => WINDOWS_1257,
        204 => WINDOWS_1251,
        222 => WINDOWS_874,
        238 => WINDOWS_1250,
        _ => return None,
    })
}

/// The encoding of a Windows code page; Western European when it is none of them.
pub(super) fn of_code_page(page: u16) -> &'static Encoding {
    match page {
        932 => SHIFT_JIS,
        936 | 54936 => GB18030,
        949 => EUC_KR,
        950 => BIG5,
        874 => WINDOWS_874,
        1250 => WINDOWS_1250,
        1251 => WINDOWS_1251,
        1253 => WINDOWS_1253,
        1254 => WINDOWS_1254,
        1255 => WINDOWS_1255,
        1256 => WINDOWS_1256,
        1257 => WINDOWS_1257,
        1258 => WINDOWS_1258,
        10000 => MACINTOSH,
        65001 => UTF_8,
        _ => WINDOWS_1252,
    }
}

/// The encoding in which Windows writes a language (LCID).
pub(super) fn of_language(language: u16) -> &'static Encoding {
    of_code_page(match (language & 0x3FF, language) {
        // Taiwan, Hong Kong and Macao; all other Chinese is simplified.
        (0x04, 0x0404 | 0x0C04 | 0x1404) => 950,
        (0x04, _) => 936,
        (0x11, _) => 932,
        (0x12, _) => 949,
        (0x1E, _) => 874,
        (0x05 | 0x0E | 0x15 | 0x18 | 0x1B | 0x24, _) => 1250,
        (0x02 | 0x19 | 0x22 | 0x23, _) => 1251,
        (0x08, _) => 1253,
        (0x1F, _) => 1254,
        (0x0D, _) => 1255,
        (0x01 | 0x29, _) => 1256,
        (0x25..=0x27, _) => 1257,
        (0x2A, _) => 1258,
        _ => 1252,
    })
}

/// Whether a byte opens a character of two bytes in an encoding.
pub(super) fn is_lead(encoding: &'static Encoding, byte: u8) -> bool {
    if encoding == SHIFT_JIS {
        return matches!(byte, 0x81..=0x9F | 0xE0..=0xFC);
    }
    (encoding == GB18030 || encoding == BIG5 || encoding == EUC_KR) && matches!(byte, 0x81..=0xFE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_chinese_files_name() {
        assert_eq!(of_font(134), Some(GB18030));
        assert_eq!((of_font(0), of_font(2)), (None, None));
        assert_eq!((of_code_page(936), of_code_page(950), of_code_page(7)), (GB18030, BIG5, WINDOWS_1252));
        assert_eq!((of_language(0x0804), of_language(0x0404), of_language(0x0409)), (GB18030, BIG5, WINDOWS_1252));
        assert!(is_lead(GB18030, 0xD6) && !is_lead(GB18030, b'A') && !is_lead(WINDOWS_1252, 0xD6));
    }
}
