//! Names of files: which are looked at in a folder or an archive, and how the names in archives are written. Names in,
//! verdicts and clean names out; contents are not looked at.

use encoding_rs::GB18030;
use std::borrow::Cow;

/// Extensions that are taken in folders and archives. Those of formats that cannot be read are among them where users
/// may expect it, so that they hear of each such file instead of missing it.
const DOCUMENTS: &[&str] = &[
    "txt", "text", "md", "markdown", "tsv", "csv", "pdf", "ofd", "doc", "docx", "wps", "rtf", "odt", "fodt", "xls",
    "xlsx", "xlsm", "xlsb", "et", "ods", "fods", "htm", "html", "mht", "mhtml", "zip", "7z", "rar",
];

/// Whether a file of this name is taken in a folder or an archive: by its extension, in either case of letters.
#[must_use]
pub fn is_document(name: &str) -> bool {
    let file = name.rsplit('/').next().unwrap_or(name);
    let extension = file.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
    extension.is_some_and(|extension| DOCUMENTS.contains(&extension.as_str()))
}

/// Whether a file or folder of this name is passed over: hidden ones, lock files of office programs (`~$`), and the
/// folder in which macOS keeps what Windows cannot show.
#[must_use]
pub fn is_hidden(name: &str) -> bool {
    name.starts_with('.') || name.starts_with("~$") || name == "__MACOSX"
}

/// The name of an archive's member as its bytes spell it: UTF-8, or else GB18030, in which Chinese Windows writes names.
pub(super) fn decoded(raw: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(raw) {
        Ok(name) if !is_gbk_in_disguise(raw) => Cow::Borrowed(name),
        _ => GB18030.decode_without_bom_handling(raw).0,
    }
}

/// Whether bytes that happen to be UTF-8 are rather GBK. A pair of bytes that stands for a common ideograph in GBK and
/// for a letter in UTF-8 gives one such as `Ĵ` or `ש`: a name of nothing but these and signs is in no language, while
/// words with accents have plain letters beside them, and Greek and Cyrillic ones letters outside the range.
fn is_gbk_in_disguise(raw: &[u8]) -> bool {
    let mut rest = raw;
    let mut pairs = 0;
    while let Some((&first, after)) = rest.split_first() {
        rest = match (first, after.split_first()) {
            (0xC2..=0xD7, Some((0xA1..=0xBF, after))) => {
                pairs += 1;
                after
            }
            // From the extension on, anything may follow.
            (b'.', _) if pairs > 0 && after.is_ascii() => break,
            (0..0x80, _) if !first.is_ascii_alphabetic() => after,
            _ => return false,
        };
    }
    pairs > 0
}

/// The name of a member as a relative path with `/`: no drive, no root, no way up, no control characters. `None` when
/// nothing is left, or when a part of it is hidden.
pub(super) fn member(name: &str) -> Option<String> {
    let clean: String = name.chars().filter(|c| !c.is_control()).map(|c| if c == '\\' { '/' } else { c }).collect();
    let is_drive = |part: &str| part.len() == 2 && part.ends_with(':');
    let parts = clean.split('/').filter(|part| !matches!(*part, "" | "." | "..") && !is_drive(part));
    let parts: Vec<&str> = parts.collect();
    let shown = !parts.is_empty() && !parts.iter().any(|part| is_hidden(part));
    shown.then(|| parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_taken() {
        for (name, taken) in [
            ("报告.docx", true),
            ("下/报告.PDF", true),
            ("a.zip/readme", false),
            ("照片.jpg", false),
            ("docx", false),
            ("", false),
        ] {
            assert_eq!(is_document(name), taken, "{name}");
        }
    }

    #[test]
    fn members_have_clean_names() {
        for (name, expected) in [
            ("附件\\自评表.docx", Some("附件/自评表.docx")),
            ("./a//b.txt", Some("a/b.txt")),
            ("/etc/passwd", Some("etc/passwd")),
            ("../../x.txt", Some("x.txt")),
            ("C:\\报告\\a.doc", Some("报告/a.doc")),
            ("a\0b\n.txt", Some("ab.txt")),
            ("__MACOSX/._a.docx", None),
            (".git/a.txt", None),
            ("下/~$a.docx", None),
            ("..", None),
        ] {
            assert_eq!(member(name).as_deref(), expected, "{name}");
        }
    }

    #[test]
    fn names_in_either_encoding() {
        for name in ["附件2：自评表.docx", "plain.txt", "汉.txt"] {
            assert_eq!(decoded(name.as_bytes()), name);
            assert_eq!(decoded(&GB18030.encode(name).0), name);
        }
        // 模模 is C4 A3 twice, which UTF-8 reads as a letter twice.
        assert_eq!(decoded(b"1-\xC4\xA3\xC4\xA3.txt"), "1-模模.txt");
        for name in ["Ünïcödé.txt", "Отчёт.docx", "Σχέδιο.doc"] {
            assert_eq!(decoded(name.as_bytes()), name);
        }
        assert!(decoded(b"\xFF\xFE.txt").ends_with(".txt"), "no encoding at all: something, and no panic");
    }
}
