//! Bytes in, characters out: which text encoding a file is in. Guesses only among the encodings that Chinese offices
//! use; a file cut in the middle of a character keeps its encoding.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{BIG5, Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};
use std::borrow::Cow;

/// How much of a file is looked at to tell its encoding.
const SAMPLE: usize = 1 << 20;

/// How many bytes from the first Chinese character on tell GB18030 from Big5; the detector weighs each of them for every
/// encoding that it knows, which costs more than all else that is done with a report.
const TELLING: usize = 2_048;

/// Decodes text: the characters, and the WHATWG name of the encoding. Undecodable bytes become U+FFFD; a byte order
/// mark is dropped.
pub(super) fn decode(bytes: &[u8]) -> (Cow<'_, str>, &'static str) {
    if let Some(text) = plain(bytes) {
        return (Cow::Borrowed(text), UTF_8.name());
    }
    let encoding = detect(bytes);
    let (text, _) = encoding.decode_with_bom_removal(bytes);
    (text, encoding.name())
}

/// As [`decode`], for text that names its encoding. What it names counts only where the bytes do not tell: pages that
/// name the wrong one are common.
pub(super) fn decode_declared<'a>(bytes: &'a [u8], declared: Option<&str>) -> (Cow<'a, str>, &'static str) {
    let detected = detect(bytes);
    let declared = declared.and_then(|label| Encoding::for_label(label.as_bytes()));
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let encoding = match declared {
        Some(declared) if detected == GB18030 || detected == BIG5 => {
            let declared = if declared == encoding_rs::GBK { GB18030 } else { declared };
            let chinese = declared == GB18030 || declared == BIG5;
            let wrong = errors(detected, sample);
            if (chinese || wrong > 0) && errors(declared, sample) <= wrong { declared } else { detected }
        }
        _ => detected,
    };
    let (text, _) = encoding.decode_with_bom_removal(bytes);
    (text, encoding.name())
}

/// Decodes the text of a part of a package, as [`decode`]; UTF-8, which nearly all are in, stays where it is.
pub(super) fn decode_owned(bytes: Vec<u8>) -> String {
    let zeros = bytes.contains(&0);
    match String::from_utf8(bytes) {
        Ok(text) if !zeros && !text.starts_with('\u{feff}') => text,
        Ok(text) => decode(text.as_bytes()).0.into_owned(),
        Err(error) => decode(error.as_bytes()).0.into_owned(),
    }
}

/// Whether the bytes are text in some encoding.
pub(super) fn is_text(bytes: &[u8]) -> bool {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let text = plain(sample).map_or_else(|| detect(sample).decode_with_bom_removal(sample).0, Cow::Borrowed);
    let is_control = |b: u8| matches!(b, 0..=8 | 0xe..=0x19 | 0x1b..=0x1f | 0x7f);
    // Clean text, as most is, is told without counting: no branch, so that many bytes are looked at at once.
    let clean = !text.bytes().fold(false, |any, b| any | is_control(b));
    let controls = if clean { 0 } else { text.bytes().filter(|&b| is_control(b)).count() };
    let odd = controls + memchr::memmem::find_iter(text.as_bytes(), "\u{FFFD}").count();
    let all = text.chars().count();
    // One odd character in fifty, and always a first few: a cut or scratched file is still text.
    odd <= all / 50 || (odd <= 2 && all > 4 * odd)
}

/// Well-formed UTF-8 without a byte order mark and without zero bytes, as most files are: nothing is left to guess.
fn plain(bytes: &[u8]) -> Option<&str> {
    let marked = Encoding::for_bom(bytes).is_some();
    if marked || bytes.contains(&0) {
        return None;
    }
    // Well-formed text is borrowed; Chinese characters are checked faster here than by the standard library.
    match UTF_8.decode_without_bom_handling_and_without_replacement(bytes)? {
        Cow::Borrowed(text) => Some(text),
        Cow::Owned(_) => None,
    }
}

fn detect(bytes: &[u8]) -> &'static Encoding {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return encoding;
    }
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let zeros = sample.split(|&b| b == 0).count() - 1;
    if zeros * 50 > sample.len() {
        // Only UTF-16 has zero bytes in text. When neither order fits, the bytes are no text in any encoding.
        return utf16(sample).unwrap_or(UTF_8);
    }
    if is_utf8(bytes) {
        return UTF_8;
    }
    // UTF-16 without a single letter, digit or line end has no zero bytes; it is no GB18030 either.
    let other = if zeros > 0 || errors(GB18030, sample) > 1 { utf16(sample) } else { None };
    other.unwrap_or_else(|| legacy(sample))
}

/// Whether the bytes are UTF-8, allowing for scratches: ill-formed places must be rare beside well-formed characters
/// outside ASCII, which text in another encoding hardly ever forms.
fn is_utf8(bytes: &[u8]) -> bool {
    if std::str::from_utf8(bytes).is_ok() {
        return true;
    }
    let (mut wrong, mut multibyte) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        wrong += usize::from(!chunk.invalid().is_empty());
        multibyte += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
    }
    // A lone wrong place at the very end or start is a cut.
    wrong * 20 <= multibyte || (wrong == 1 && multibyte > 0 && cut_only(bytes))
}

/// Whether the only ill-formed place is a character cut off at the end.
fn cut_only(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_err_and(|e| e.error_len().is_none())
}

/// UTF-16 without a byte order mark, told by how many code units are characters that Chinese text is made of.
fn utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let (mut little, mut big, mut all) = (0usize, 0usize, 0usize);
    for pair in bytes.chunks_exact(2) {
        let unit = [pair[0], pair[1]];
        little += usize::from(is_usual(u16::from_le_bytes(unit)));
        big += usize::from(is_usual(u16::from_be_bytes(unit)));
        all += 1;
    }
    let (best, encoding) = if little >= big { (little, UTF_16LE) } else { (big, UTF_16BE) };
    (all > 0 && best * 20 >= all * 19 && little != big).then_some(encoding)
}

fn is_usual(unit: u16) -> bool {
    matches!(unit, 0x09 | 0x0A | 0x0C | 0x0D | 0x20..=0x7E | 0xA0..=0xFF | 0x2000..=0x206F | 0x2190..=0x22FF
        | 0x2460..=0x25FF | 0x3000..=0x303F | 0x4E00..=0x9FFF | 0xFE30..=0xFE4F | 0xFF00..=0xFFEF)
}

/// GB18030 (with GBK and GB2312 inside it) or Big5. Any other guess of the detector loses to the one of the two that
/// decodes with fewer errors: a Chinese office writes no other.
fn legacy(sample: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    let start = sample.iter().position(|b| !b.is_ascii()).unwrap_or(0);
    // Not fed as the last piece: a character cut at the end must not rule its encoding out.
    detector.feed(&sample[start..sample.len().min(start + TELLING)], false);
    let guess = detector.guess(None, Utf8Detection::Deny);
    if guess == BIG5 || guess == encoding_rs::GBK || guess == GB18030 {
        return if guess == BIG5 { BIG5 } else { GB18030 };
    }
    if errors(GB18030, sample) <= errors(BIG5, sample) { GB18030 } else { BIG5 }
}

fn errors(encoding: &'static Encoding, sample: &[u8]) -> usize {
    let (text, _) = encoding.decode_without_bom_handling(sample);
    text.chars().filter(|&c| c == char::REPLACEMENT_CHARACTER).count()
}
