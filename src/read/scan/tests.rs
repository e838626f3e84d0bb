//! Pictures drawn by hand: how they are set straight, where their lines are found and how text is cut out of them.

use super::glyphs::Scale;
use super::hocr;
use super::ink::{Ink, Region};
use super::picture::Picture;
use super::rules::{Line, erase, rules};
use super::strips::{Strip, strips};
use super::tiff::{self, Image};

/// Dots to a point in these pictures.
const DOTS: f32 = 2.0;

fn paper(width: usize, height: usize) -> Picture {
    Picture { width, height, gray: vec![240; width * height] }
}

fn fill(picture: &mut Picture, [x0, y0, x1, y1]: [usize; 4]) {
    for y in y0..y1 {
        picture.gray[y * picture.width + x0..y * picture.width + x1].fill(30);
    }
}

/// A table of two columns and two rows, with a block of ink in three of its cells, and a line of text above.
fn table() -> Picture {
    let mut picture = paper(500, 300);
    for y in [60, 140, 220] {
        fill(&mut picture, [50, y, 452, y + 2]);
    }
    for x in [50, 250, 450] {
        fill(&mut picture, [x, 60, x + 2, 222]);
    }
    for (x, y) in [(70, 90), (290, 90), (70, 170)] {
        // Two characters side by side.
        fill(&mut picture, [x, y, x + 16, y + 20]);
        fill(&mut picture, [x + 20, y, x + 36, y + 20]);
    }
    fill(&mut picture, [180, 20, 300, 40]);
    picture
}

#[test]
fn lines_are_found_and_text_is_none() {
    let picture = table();
    let found = rules(&Ink::of(&picture), DOTS);
    let (level, upright): (Vec<Line>, Vec<Line>) = found.iter().copied().partition(|l| l.level);
    assert_eq!((level.len(), upright.len()), (3, 3), "{found:?}");
    assert!(level.iter().all(|l| l.area.width() >= 400 && l.area.height() <= 4));
    assert_eq!(upright.iter().map(|l| l.area.x0).collect::<Vec<_>>(), [50, 250, 450]);
}

#[test]
fn text_is_cut_out_cell_by_cell() {
    let mut ink = Ink::of(&table());
    let lines = rules(&ink, DOTS);
    erase(&mut ink, &lines);
    let cell = |x0, y0| Region { x0, y0, x1: x0 + 200, y1: y0 + 80 };
    let cells = [cell(50, 60), cell(250, 60), cell(50, 140), cell(250, 140)];
    let found = strips(&ink, &cells, DOTS);
    let pieces: Vec<Region> = found.iter().flat_map(|s| s.pieces.clone()).collect();
    assert_eq!(pieces.len(), 4, "{pieces:?}");
    assert!(pieces.contains(&Region { x0: 70, y0: 90, x1: 106, y1: 110 }), "{pieces:?}");
    assert!(pieces.contains(&Region { x0: 180, y0: 20, x1: 300, y1: 40 }), "{pieces:?}");
}

#[test]
fn characters_above_each_other_are_read_side_by_side() {
    let mut picture = paper(100, 300);
    for y in [40, 70, 100] {
        fill(&mut picture, [40, y, 60, y + 20]);
    }
    let ink = Ink::of(&picture);
    let found = strips(&ink, &[ink.whole()], DOTS);
    let [strip] = found.as_slice() else { panic!("{found:?}") };
    let image = strip.image(&picture, &ink);
    assert!(image.width > 3 * 20 && image.height < 60, "{}×{}", image.width, image.height);
    let (piece, x) = strip.on_page(12 + 20 + 12 + 5).expect("the second");
    assert_eq!((piece.y0, x), (70, 45));
}

#[test]
fn lines_that_touch_are_cut_and_large_type_is_not() {
    let mut picture = paper(400, 400);
    // Lines of text whose height tells the usual one.
    for y in [20, 60, 100, 140] {
        fill(&mut picture, [20, y, 300, y + 20]);
    }
    // Two lines with a speck between them.
    fill(&mut picture, [20, 200, 300, 220]);
    fill(&mut picture, [150, 220, 152, 224]);
    fill(&mut picture, [20, 224, 300, 244]);
    // One line of large type.
    (0..10).for_each(|i| fill(&mut picture, [20 + 28 * i, 300, 32 + 28 * i, 350]));
    let ink = Ink::of(&picture);
    let found = strips(&ink, &[], DOTS);
    let mut heights: Vec<usize> = found.iter().flat_map(|s| &s.pieces).map(Region::height).collect();
    heights.sort_unstable();
    assert_eq!((heights.len(), heights.last()), (7, Some(&50)), "{heights:?}");
}

#[test]
fn a_page_laid_in_askew_is_set_straight() {
    let mut picture = paper(800, 600);
    for row in 0..9 {
        for x in 60..740 {
            let y = 60 + row * 50 + x / 40;
            fill(&mut picture, [x, y, x + 1, y + 12]);
        }
    }
    let straight = Ink::of(&picture.straightened());
    let askew = |ink: &Ink| (0..ink.height).filter(|&y| ink.row(y, 0, ink.width).contains(&true)).count();
    let (before, after) = (askew(&Ink::of(&picture)), askew(&straight));
    assert!(after < 9 * 17 && before > 9 * 27, "{before} rows with ink before, {after} after");
    assert_eq!(table().straightened(), table(), "what is straight stays as it is");
}

#[test]
fn shading_is_paper() {
    let mut picture = paper(200, 200);
    picture.gray.iter_mut().skip(200 * 100).for_each(|d| *d = 180);
    fill(&mut picture, [50, 150, 60, 160]);
    let ink = Ink::of(&picture);
    let dark = ink.dots().filter(|&(_, y)| y > 110).count();
    assert_eq!(dark, 100);
}

#[test]
fn pages_of_a_tiff() {
    let image = |gray: u8| Image { width: 3, height: 2, gray: vec![gray; 6] };
    let file = tiff::pages(&[image(7), image(9)]);
    let number = |at: usize| u32::from_le_bytes(file[at..at + 4].try_into().expect("four bytes")) as usize;
    let (mut directory, mut grays) = (number(4), Vec::new());
    while directory != 0 {
        let entries = usize::from(file[directory]);
        let value = |tag: u8| {
            let at = (0..entries).map(|i| directory + 2 + 12 * i).find(|at| file[*at..*at + 2] == [tag, 1]);
            number(at.expect("an entry") + 8)
        };
        assert_eq!((value(0), value(1), value(23)), (3, 2, 6));
        grays.push(file[value(17)]);
        directory = number(directory + 2 + 12 * entries);
    }
    assert_eq!(grays, [7, 9]);
}

#[test]
fn what_tesseract_writes() {
    let hocr = "<?xml version='1.0'?><html><body><div class='ocr_page' id='page_1'><span class='ocrx_word'>\
        <span class='ocrx_cinfo' title='x_bboxes 12 3 20 30; x_conf 99.5'>9</span>\
        <span class='ocrx_cinfo' title='x_bboxes 22 3 30 30; x_conf 80'>&lt;</span></span>\n \
        <span class='ocrx_word'><span class='ocrx_cinfo' title='x_bboxes 40 3 60 30; x_conf 70.25'>分</span></span></div>\
        <div class='ocr_page' id='page_2'></div></body></html>";
    let pages = hocr::pages(hocr);
    let shown: Vec<_> = pages[0].iter().map(|c| (c.text, c.x, c.word)).collect();
    assert_eq!(shown, [('9', (12, 20), 1), ('<', (22, 30), 1), ('分', (40, 60), 2)]);
    assert!((pages[0][2].confidence - 70.25).abs() < 0.01);
    assert_eq!(pages[1], []);
    assert_eq!(hocr::pages("<div class='ocr_page'><span class='ocrx_cinfo' title='x"), [[]]);
}

#[test]
fn characters_become_glyphs_of_one_size() {
    let character = |text, x0, confidence| hocr::Character { text, x: (x0, x0 + 8), confidence, word: 1 };
    let strip = |y0, height| Strip { pieces: vec![Region { x0: 100, y0, x1: 140, y1: y0 + height }] };
    let strips = [strip(0, 19), strip(100, 14)];
    let found = [
        vec![character('得', 12, 99.0), character('分', 30, 60.0)],
        vec![character('9', 12, 99.0), character('.', 22, 99.0), character('5', 30, 60.0)],
    ];
    let scale = Scale { dots: 2.0 };
    let glyphs = super::glyphs::glyphs(&strips, &found, scale);
    let text: String = glyphs.iter().flat_map(|g| g.text.chars()).collect();
    // A digit that recognition doubts is not known; a word is.
    assert_eq!(text, "得分9.\u{FFFD}");
    assert!(glyphs.iter().all(|g| (g.size - 10.0).abs() < 0.6), "{glyphs:?}");
    // Narrow ink in a wide advance leaves no space.
    assert!(glyphs.windows(2).skip(2).all(|g| g[1].area.x0 - g[0].area.x1 < 0.01));
}
