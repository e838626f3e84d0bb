//! The control words that say where the content of a group goes, and those that stand for a character.

/// Groups whose content is not the text of the document, beside those marked as optional and unknown.
const NOT_TEXT: &[&str] = &[
    "aftncn",
    "aftnsep",
    "aftnsepc",
    "annotation",
    "atnauthor",
    "atnid",
    "colortbl",
    "comment",
    "filetbl",
    "fldinst",
    "footer",
    "footerf",
    "footerl",
    "footerr",
    "ftncn",
    "ftnsep",
    "ftnsepc",
    "header",
    "headerf",
    "headerl",
    "headerr",
    "info",
    "listoverridetable",
    "listtable",
    "nonesttables",
    "nonshppict",
    "pict",
    "pn",
    "private",
    "revtbl",
    "rsidtbl",
    "rxe",
    "shprslt",
    "sp",
    "tc",
    "txe",
    "xe",
];

/// Groups that are marked as optional and hold text or rows all the same.
const OPTIONAL_TEXT: &[&str] = &["do", "nesttableprops", "shpinst", "shptxt", "ud"];

/// Whether the content of the group that a word opens is left out.
pub(super) fn is_left_out(word: &str, optional: bool) -> bool {
    NOT_TEXT.contains(&word) || (optional && !OPTIONAL_TEXT.contains(&word))
}

/// The character that a control word stands for.
pub(super) fn character(word: &str) -> Option<char> {
    Some(match word {
        "tab" => '\t',
        "line" | "lbr" | "softline" => '\n',
        "emdash" => '—',
        "endash" => '–',
        "lquote" => '‘',
        "rquote" => '’',
        "ldblquote" => '“',
        "rdblquote" => '”',
        "bullet" => '•',
        "emspace" => '\u{2003}',
        "enspace" => '\u{2002}',
        "qmspace" => '\u{2005}',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_and_characters() {
        assert!(is_left_out("pict", false) && is_left_out("anything", true) && is_left_out("fldinst", true));
        assert!(!is_left_out("anything", false) && !is_left_out("shpinst", true));
        assert_eq!((character("emdash"), character("par")), (Some('—'), None));
        assert!(NOT_TEXT.is_sorted() && OPTIONAL_TEXT.is_sorted());
    }
}
