//! Marks that Chinese typesetting keeps away from the ends of a line (GB/T 15834-2011, 5.1): what was set in lines was
//! broken around them, and what is wrapped must be.

/// Whether no line begins with a mark: it stays with the character before it.
#[must_use]
pub fn begins_no_line(c: char) -> bool {
    matches!(
        c,
        '，' | '。'
            | '、'
            | '；'
            | '：'
            | '！'
            | '？'
            | '）'
            | '》'
            | '」'
            | '』'
            | '】'
            | '〕'
            | '”'
            | '’'
            | '％'
            | '…'
            | '%'
            | ','
            | '.'
            | ';'
            | ':'
            | '!'
            | '?'
            | ')'
            | ']'
            | '}'
    )
}

/// Whether no line ends with a mark: it stays with the character behind it.
#[must_use]
pub fn ends_no_line(c: char) -> bool {
    matches!(c, '（' | '《' | '「' | '『' | '【' | '〔' | '“' | '‘' | '(' | '[')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_and_stops_stay_with_what_they_belong_to() {
        assert!("）。%".chars().all(begins_no_line) && !"（90".chars().any(begins_no_line));
        assert!("（《".chars().all(ends_no_line) && !"）。9".chars().any(ends_no_line));
    }
}
