//! Pages kept as a message (MHTML, Word's “single file web page”): headers and parts in, the bytes of the page out.

/// The page of a message.
pub(super) struct Part {
    pub(super) bytes: Vec<u8>,
    /// The encoding that its headers name.
    pub(super) charset: Option<String>,
}

/// Names in lower case, with their values.
type Headers = Vec<(String, String)>;

/// How deep parts may hold parts.
const DEPTH: usize = 4;

/// Whether the content opens with the headers of a message that holds a page.
pub(super) fn is_mhtml(opening: &[u8]) -> bool {
    let Some((headers, _)) = headers(opening) else { return false };
    let kind = value(&headers, "content-type").unwrap_or_default().to_ascii_lowercase();
    value(&headers, "mime-version").is_some() && (kind.starts_with("multipart/") || kind.starts_with("text/html"))
}

/// The page of a message; `None` when the content is none.
pub(super) fn page(bytes: &[u8]) -> Option<Part> {
    is_mhtml(bytes).then(|| part(bytes, 0)).flatten()
}

fn part(bytes: &[u8], depth: usize) -> Option<Part> {
    let (headers, body) = headers(bytes)?;
    let kind = value(&headers, "content-type").unwrap_or_default();
    let lower = kind.to_ascii_lowercase();
    if lower.starts_with("text/html") {
        let encoding = value(&headers, "content-transfer-encoding").unwrap_or_default().to_ascii_lowercase();
        let bytes = match encoding.trim() {
            "quoted-printable" => quoted_printable(body),
            "base64" => base64(body),
            _ => body.to_vec(),
        };
        return Some(Part { bytes, charset: parameter(kind, "charset") });
    }
    let boundary = parameter(kind, "boundary").filter(|_| lower.starts_with("multipart/") && depth < DEPTH)?;
    let line = format!("--{boundary}");
    let mut starts = Vec::new();
    let mut at = 0;
    for text in body.split_inclusive(|b| *b == b'\n') {
        if text.starts_with(line.as_bytes()) {
            starts.push((at, at + text.len()));
        }
        at += text.len();
    }
    let ends = starts.iter().skip(1).map(|(start, _)| *start).chain([body.len()]);
    starts.iter().zip(ends).find_map(|((_, start), end)| part(body.get(*start..end)?, depth + 1))
}

/// The headers, and what follows the blank line after them.
fn headers(bytes: &[u8]) -> Option<(Headers, &[u8])> {
    const MOST: usize = 200;
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii_start();
    let mut found = Headers::new();
    let mut at = 0;
    for line in bytes.split_inclusive(|b| *b == b'\n').take(MOST) {
        at += line.len();
        let text = String::from_utf8_lossy(line);
        let text = text.trim_end();
        if text.is_empty() {
            break;
        }
        if text.starts_with([' ', '\t']) {
            // A header goes on.
            found.last_mut()?.1.push_str(&text[1..]);
            continue;
        }
        let (name, value) = text.split_once(':')?;
        if !name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') {
            return None;
        }
        found.push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
    (!found.is_empty()).then_some((found, &bytes[at..]))
}

fn value<'a>(headers: &'a [(String, String)], name: &str) -> Option<&'a str> {
    headers.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
}

/// A parameter of a header such as `text/html; charset="gb2312"`.
fn parameter(value: &str, name: &str) -> Option<String> {
    let mut parts = value.split(';').skip(1).filter_map(|part| part.split_once('='));
    let (_, value) = parts.find(|(n, _)| n.trim().eq_ignore_ascii_case(name))?;
    Some(value.trim().trim_matches('"').to_owned()).filter(|v| !v.is_empty())
}

fn quoted_printable(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        if byte != b'=' {
            out.push(byte);
            continue;
        }
        let digit = |at: usize| after.get(at).and_then(|b| char::from(*b).to_digit(16));
        if let (Some(high), Some(low)) = (digit(0), digit(1)) {
            out.extend(u8::try_from(high * 16 + low));
            rest = &after[2..];
        } else if after.starts_with(b"\r\n") {
            rest = &after[2..];
        } else if after.starts_with(b"\n") {
            rest = &after[1..];
        } else {
            out.push(byte);
        }
    }
    out
}

fn base64(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut count) = (0u32, 0);
    for byte in text {
        let six = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            b'=' => break,
            _ => continue,
        };
        bits = bits << 6 | u32::from(six);
        count += 6;
        if count >= 8 {
            count -= 8;
            out.extend(u8::try_from(bits >> count & 0xFF));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_in_messages() {
        let plain = b"MIME-Version: 1.0\r\nContent-Type: text/html;\r\n charset=\"gb2312\"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<p>=D6=D0=\r\n=CE=C4 a=3Db</p>";
        let found = page(plain).expect("a page");
        assert_eq!(
            (found.bytes.as_slice(), found.charset.as_deref()),
            (&b"<p>\xD6\xD0\xCE\xC4 a=b</p>"[..], Some("gb2312"))
        );
        let parts = b"From: <Saved>\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary=\"--X\"\n\nno part\n----X\nContent-Type: image/png\n\nx\n----X\nContent-Type: text/html\nContent-Transfer-Encoding: base64\n\nPHA+5L2g\n5aW9PC9wPg==\n----X--\n";
        let found = page(parts).expect("a page");
        assert_eq!(found.bytes, "<p>你好</p>".as_bytes());
        for other in
            [&b""[..], b"hello", b"Subject: x\n\ny", b"MIME-Version: 1.0\nContent-Type: image/png\n\nx", b"\xFF\xFE"]
        {
            assert!(page(other).is_none(), "{other:?}");
        }
    }
}
