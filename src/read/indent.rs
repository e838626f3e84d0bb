//! Indents of paragraphs in cells, where they show which item is part of which: lengths of word processors in, half-width
//! characters out.

/// The widest indent that shows anything, in half-width characters.
const WIDEST: i32 = 40;
/// A half-width character of the usual size, in twips.
const HALF_WIDTH: i32 = 105;

/// A length in half-width characters: counted in hundredths of a character, or else in twips.
pub(super) fn columns(hundredths: i32, twips: i32) -> i32 {
    if hundredths == 0 { twips / HALF_WIDTH } else { hundredths / 50 }
}

/// Where the first line of a paragraph begins; `first` is negative when it hangs out.
pub(super) fn first_line(left: i32, first: i32) -> usize {
    usize::try_from(left.saturating_add(first).min(WIDEST)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths() {
        assert_eq!((columns(200, 9), columns(0, 420), columns(0, -210)), (4, 4, -2));
        assert_eq!((first_line(4, -2), first_line(0, -2), first_line(i32::MAX, i32::MAX)), (2, 0, 40));
    }
}
