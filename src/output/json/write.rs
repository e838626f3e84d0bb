//! Writing a record: values in, JSON text out.
//!
//! A record is mostly keys and texts without a character to escape; those are copied as they stand.

use super::Form;
use super::record::Exact;
use crate::model::push_digits;
use std::borrow::Cow;
use std::fmt::Write as _;

/// What can be a value of a record.
pub(super) trait Json {
    /// Writes the value.
    fn write(&self, writer: &mut Writer);

    /// Whether a key that may be left out is worth writing.
    fn says_something(&self) -> bool {
        true
    }
}

/// The JSON of a value.
pub(super) fn json(value: &impl Json, form: Form) -> String {
    let mut writer = Writer { text: String::with_capacity(1 << 12), form, depth: 0, begun: false };
    value.write(&mut writer);
    writer.text
}

/// JSON being written.
pub(super) struct Writer {
    text: String,
    form: Form,
    /// How many lists and objects are open.
    depth: usize,
    /// Whether the innermost of them holds something.
    begun: bool,
}

impl Writer {
    /// Opens a list or an object.
    pub(super) fn open(&mut self, mark: char) {
        self.text.push(mark);
        self.depth += 1;
        self.begun = false;
    }

    /// Closes it.
    pub(super) fn close(&mut self, mark: char) {
        self.depth -= 1;
        if std::mem::replace(&mut self.begun, true) {
            self.line();
        }
        self.text.push(mark);
    }

    /// Begins what an object holds under a key, which comes with its marks: `,"key":`. Records have so many keys that
    /// each is written at once.
    pub(super) fn key(&mut self, key: &str) {
        let first = key.strip_prefix(',').unwrap_or(key);
        match self.form {
            Form::Line => self.text.push_str(if std::mem::replace(&mut self.begun, true) { key } else { first }),
            Form::Pretty => {
                self.item();
                self.text.push_str(first);
                self.text.push(' ');
            }
        }
    }

    /// Begins what a list or an object holds next.
    fn item(&mut self) {
        if std::mem::replace(&mut self.begun, true) {
            self.text.push(',');
        }
        self.line();
    }

    fn line(&mut self) {
        if self.form == Form::Pretty {
            self.text.push('\n');
            (0..self.depth).for_each(|_| self.text.push_str("  "));
        }
    }

    fn list<'v, T: Json + 'v>(&mut self, values: impl IntoIterator<Item = &'v T>) {
        self.open('[');
        for value in values {
            self.item();
            value.write(self);
        }
        self.close(']');
    }

    fn escaped(&mut self, c: char) {
        match c {
            '"' => self.text.push_str("\\\""),
            '\\' => self.text.push_str("\\\\"),
            '\n' => self.text.push_str("\\n"),
            '\r' => self.text.push_str("\\r"),
            '\t' => self.text.push_str("\\t"),
            '\u{8}' => self.text.push_str("\\b"),
            '\u{c}' => self.text.push_str("\\f"),
            '\0'..='\u{1f}' => _ = write!(self.text, "\\u{:04x}", u32::from(c)),
            _ => self.text.push(c),
        }
    }
}

impl Json for str {
    fn write(&self, writer: &mut Writer) {
        let special = |b: u8| b < b' ' || matches!(b, b'"' | b'\\');
        writer.text.push('"');
        // No branch for each byte, so that many are looked at at once.
        if self.bytes().fold(false, |any, b| any | special(b)) {
            self.chars().for_each(|c| writer.escaped(c));
        } else {
            writer.text.push_str(self);
        }
        writer.text.push('"');
    }
}

impl Json for String {
    fn write(&self, writer: &mut Writer) {
        self.as_str().write(writer);
    }
}

impl Json for Cow<'_, str> {
    fn write(&self, writer: &mut Writer) {
        (**self).write(writer);
    }
}

impl<T: Json + ?Sized> Json for &T {
    fn write(&self, writer: &mut Writer) {
        (**self).write(writer);
    }
}

impl Json for u64 {
    fn write(&self, writer: &mut Writer) {
        if *self > 9 {
            (self / 10).write(writer);
        }
        writer.text.push(char::from(b'0' + u8::try_from(self % 10).unwrap_or_default()));
    }
}

impl Json for Exact {
    fn write(&self, writer: &mut Writer) {
        push_digits(self.0, &mut writer.text);
    }
}

impl Json for bool {
    fn write(&self, writer: &mut Writer) {
        writer.text.push_str(if *self { "true" } else { "false" });
    }

    fn says_something(&self) -> bool {
        *self
    }
}

impl<T: Json> Json for Option<T> {
    fn write(&self, writer: &mut Writer) {
        match self {
            Some(value) => value.write(writer),
            None => writer.text.push_str("null"),
        }
    }

    fn says_something(&self) -> bool {
        self.is_some()
    }
}

impl<T: Json> Json for Vec<T> {
    fn write(&self, writer: &mut Writer) {
        writer.list(self);
    }
}

impl<T: Json> Json for [T] {
    fn write(&self, writer: &mut Writer) {
        writer.list(self);
    }
}

impl<T: Json, const N: usize> Json for [T; N] {
    fn write(&self, writer: &mut Writer) {
        writer.list(self);
    }
}

/// Whole numbers of other widths.
macro_rules! whole {
    ($($number:ty)*) => {$(
        impl Json for $number {
            fn write(&self, writer: &mut Writer) {
                u64::try_from(*self).unwrap_or(u64::MAX).write(writer);
            }
        }
    )*};
}

whole! { u8 u16 u32 usize }

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_escaped_as_json_asks() {
        for text in ["", "得分", "a\"b\\c", "\n\r\t\u{8}\u{c}\u{1}\u{1f}\u{7f}", "/"] {
            assert_eq!(json(&text, Form::Line), serde_json::to_string(text).expect("a text"));
        }
    }

    #[test]
    fn lists_are_laid_out_as_usual() {
        let lists: Vec<Vec<u32>> = vec![vec![], vec![0, 10, 4_294_967_295]];
        assert_eq!(json(&lists, Form::Line), "[[],[0,10,4294967295]]");
        assert_eq!(json(&lists, Form::Pretty), serde_json::to_string_pretty(&lists).expect("lists"));
    }
}
