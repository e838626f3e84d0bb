//! TIFF with many pages: the form in which one call of Tesseract takes many pictures from its standard input.

/// A picture in shades of gray.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Image {
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) gray: Vec<u8>,
}

/// Dots per inch that are stated; recognition goes by them.
const RESOLUTION: u32 = 300;
/// Entries of a page's directory, 12 bytes each.
const ENTRIES: u16 = 11;

/// The pages of a file, uncompressed, in order.
pub(super) fn pages(images: &[Image]) -> Vec<u8> {
    let size = images.iter().map(|i| i.gray.len() + 160).sum::<usize>() + 8;
    let mut out = Vec::with_capacity(size);
    out.extend_from_slice(b"II\x2a\0");
    // Where the place of the next directory must be written.
    let mut link = out.len();
    out.extend_from_slice(&[0; 4]);
    for image in images {
        let data = number(out.len());
        out.extend_from_slice(&image.gray);
        out.resize(out.len().next_multiple_of(2), 0);
        let ratio = number(out.len());
        for value in [RESOLUTION, 1] {
            out.extend_from_slice(&value.to_le_bytes());
        }
        let directory = number(out.len());
        if let Some(place) = out.get_mut(link..link + 4) {
            place.copy_from_slice(&directory.to_le_bytes());
        }
        out.extend_from_slice(&ENTRIES.to_le_bytes());
        // Tag, type (3: 16 bits, 4: 32 bits, 5: a ratio), value.
        let entries: [(u16, u16, u32); ENTRIES as usize] = [
            (256, 4, number(image.width)),
            (257, 4, number(image.height)),
            (258, 3, 8),
            (259, 3, 1),
            (262, 3, 1),
            (273, 4, data),
            (277, 3, 1),
            (278, 4, number(image.height)),
            (279, 4, number(image.gray.len())),
            (282, 5, ratio),
            (283, 5, ratio),
        ];
        for (tag, kind, value) in entries {
            out.extend_from_slice(&tag.to_le_bytes());
            out.extend_from_slice(&kind.to_le_bytes());
            out.extend_from_slice(&1u32.to_le_bytes());
            out.extend_from_slice(&value.to_le_bytes());
        }
        link = out.len();
        out.extend_from_slice(&[0; 4]);
    }
    out
}

/// A size or place; strips of a page are far smaller than four gigabytes.
fn number(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}
