//! The running text of a document as characters, as printed and folded: made once and shared by every stage that reads it.

use super::fold::{chars, fold_char};
use crate::model::{Block, Document};

/// The characters of a heading or paragraph. Empty for tables. Worked out for the whole document when first asked for, so a
/// document must not change after that.
#[must_use]
pub fn printed(document: &Document, block: u32) -> &[char] {
    let texts = document.printed.get_or(|| {
        let printed = |block: &Block| block.text().map(|text| chars(&text.content)).unwrap_or_default();
        document.blocks.iter().map(printed).collect()
    });
    texts.get(block as usize).map_or(&[], Vec::as_slice)
}

/// The same folded in place: character `i` is character `i` of the block's text.
#[must_use]
pub fn folded(document: &Document, block: u32) -> &[char] {
    let texts = document.folded.get_or(|| {
        let fold = |block: u32| printed(document, block).iter().map(|&c| fold_char(c).unwrap_or(' ')).collect();
        (0..crate::model::offset(document.blocks.len())).map(fold).collect()
    });
    texts.get(block as usize).map_or(&[], Vec::as_slice)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Text;

    #[test]
    fn a_copy_is_folded_anew() {
        let paragraph = |content: &str| Block::Paragraph(Text { content: content.to_owned(), ..Text::default() });
        let document = Document { blocks: vec![paragraph("得 分：９")], ..Document::default() };
        assert_eq!(folded(&document, 0), ['得', ' ', '分', ':', '9']);
        assert_eq!(folded(&document, 1), []);
        let mut changed = document.clone();
        changed.blocks[0] = paragraph("５");
        assert_eq!(folded(&changed, 0), ['5']);
    }
}
