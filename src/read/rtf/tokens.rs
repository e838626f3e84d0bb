//! The syntax: bytes in, groups, control words and characters out. Knows no meaning of any word but `\bin`, whose data
//! is no syntax.

/// A piece of syntax.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token<'a> {
    Open,
    Close,
    /// A control word with its number.
    Word(&'a str, Option<i32>),
    /// A control symbol other than escaped characters.
    Symbol(u8),
    /// A byte of text, escaped or not.
    Byte(u8),
}

/// The tokens of a file.
pub(super) struct Tokens<'a> {
    rest: &'a [u8],
}

impl<'a> Tokens<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// Takes bytes off the front while they are of a kind.
    fn take_while(&mut self, kind: impl Fn(u8) -> bool) -> &'a str {
        let length = self.rest.iter().position(|&b| !kind(b)).unwrap_or(self.rest.len());
        let (taken, rest) = self.rest.split_at(length);
        self.rest = rest;
        std::str::from_utf8(taken).unwrap_or_default()
    }

    fn next_byte(&mut self) -> Option<u8> {
        let (&first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(first)
    }

    fn word(&mut self) -> Token<'a> {
        let name = self.take_while(|b| b.is_ascii_alphabetic());
        let minus = self.rest.first() == Some(&b'-') && self.rest.get(1).is_some_and(u8::is_ascii_digit);
        if minus {
            self.rest = &self.rest[1..];
        }
        let digits = self.take_while(|b| b.is_ascii_digit());
        // A number too large for the format says as much as none.
        let number = digits.parse::<i32>().ok().map(|n| if minus { -n } else { n });
        if self.rest.first() == Some(&b' ') {
            self.rest = &self.rest[1..];
        }
        if name == "bin" {
            let length = number.and_then(|n| usize::try_from(n).ok()).unwrap_or(0).min(self.rest.len());
            self.rest = &self.rest[length..];
        }
        Token::Word(name, number)
    }

    fn hex(&mut self) -> Token<'a> {
        let digit = |b: Option<&u8>| b.and_then(|b| char::from(*b).to_digit(16)).and_then(|d| u8::try_from(d).ok());
        match (digit(self.rest.first()), digit(self.rest.get(1))) {
            (Some(high), Some(low)) => {
                self.rest = &self.rest[2..];
                Token::Byte(high << 4 | low)
            }
            _ => Token::Symbol(b'\''),
        }
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            return Some(match self.next_byte()? {
                b'{' => Token::Open,
                b'}' => Token::Close,
                b'\r' | b'\n' | 0 => continue,
                b'\t' => Token::Word("tab", None),
                b'\\' => match *self.rest.first()? {
                    b if b.is_ascii_alphabetic() => self.word(),
                    b => {
                        self.rest = &self.rest[1..];
                        match b {
                            b'\'' => self.hex(),
                            b'\\' | b'{' | b'}' => Token::Byte(b),
                            b'\r' | b'\n' => Token::Word("par", None),
                            b'\t' => Token::Word("tab", None),
                            b => Token::Symbol(b),
                        }
                    }
                },
                b => Token::Byte(b),
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn syntax() {
        let found: Vec<Token<'_>> = Tokens::new(b"{\\rtf1\\u-10 ?\\'d6\\'zz\\*\\b0 a\r\n\\{\\bin3 }}}\\~}\\").collect();
        let expected = [
            Token::Open,
            Token::Word("rtf", Some(1)),
            Token::Word("u", Some(-10)),
            Token::Byte(b'?'),
            Token::Byte(0xD6),
            Token::Symbol(b'\''),
            Token::Byte(b'z'),
            Token::Byte(b'z'),
            Token::Symbol(b'*'),
            Token::Word("b", Some(0)),
            Token::Byte(b'a'),
            Token::Byte(b'{'),
            Token::Word("bin", Some(3)),
            Token::Symbol(b'~'),
            Token::Close,
        ];
        assert_eq!(found, expected);
        assert_eq!(Tokens::new(b"\\u99999999999 x").next(), Some(Token::Word("u", None)));
        assert_eq!(Tokens::new(b"\\bin999 x").count(), 1);
    }
}
