//! Colors: color spaces and their components in, what a reader of the page needs to know out: whether it is seen, whether
//! it is white, and what tint it has.
//!
//! Profiles are not applied, and CMYK is converted plainly: nothing here depends on a shade.

use hayro_interpret::Function;
use hayro_syntax::object::{Array, Dict, Name, Object, Stream, String as PdfString};
use hayro_syntax::page::Resources;
use std::rc::Rc;

/// So many color spaces may be made of one another.
const DEEPEST: u8 = 6;
/// Most components of a color, as many as PDF knows.
const MOST: usize = 32;

/// What something is painted with.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::read::pdf) enum Paint {
    /// Red, green, blue and opacity, from 0 to 1.
    Color([f32; 4]),
    /// A pattern or a shading.
    Pattern,
}

/// The paint for one kind of drawing.
#[derive(Clone, Debug)]
pub(super) struct Brush {
    space: Space,
    color: Color,
    pub(super) alpha: f32,
}

#[derive(Clone, Copy, Debug)]
enum Color {
    Rgb([f32; 3]),
    Pattern,
    /// No paint at all.
    Nothing,
}

impl Default for Brush {
    fn default() -> Self {
        Self { space: Space::Gray, color: Color::Rgb([0.0; 3]), alpha: 1.0 }
    }
}

impl Brush {
    /// What is painted.
    pub(super) fn paint(&self) -> Paint {
        match self.color {
            Color::Rgb([r, g, b]) => Paint::Color([r, g, b, self.alpha]),
            Color::Pattern => Paint::Pattern,
            Color::Nothing => Paint::Color([0.0; 4]),
        }
    }

    /// Sets a device color: gray, RGB or CMYK, by the number of components.
    pub(super) fn device(&mut self, components: &[f32]) {
        self.space = match components.len() {
            1 => Space::Gray,
            3 => Space::Rgb,
            _ => Space::Cmyk,
        };
        self.color = self.space.color(components);
    }

    /// Sets the components of a color of the current space.
    pub(super) fn components(&mut self, components: &[f32]) {
        self.color = self.space.color(components);
    }

    /// Sets a pattern by its name, or the components beside it when there is none.
    pub(super) fn named(&mut self, name: Option<&Name<'_>>, components: &[f32], resources: &Resources<'_>) {
        let pattern = name.and_then(|name| resources.get_pattern(name));
        if matches!(pattern, Some(Object::Dict(_) | Object::Stream(_))) {
            self.color = Color::Pattern;
        } else {
            self.components(components);
        }
    }

    /// Sets the color space by its name.
    pub(super) fn space(&mut self, name: &Name<'_>, resources: &Resources<'_>) {
        let stated = || resources.get_color_space(name).and_then(|object| Space::new(&object, DEEPEST));
        self.space = Space::named(name).or_else(stated).unwrap_or(Space::Gray);
        let kept = matches!((&self.space, self.color), (Space::Pattern, Color::Pattern));
        if !kept {
            self.color = self.space.first();
        }
    }
}

#[derive(Clone, Debug)]
enum Space {
    Gray,
    Rgb,
    Cmyk,
    Lab,
    Indexed(Rc<Indexed>),
    Tint(Rc<Tint>),
    Pattern,
}

#[derive(Debug)]
struct Indexed {
    base: Space,
    table: Vec<u8>,
}

/// Colorants, given as another color.
#[derive(Debug)]
struct Tint {
    count: usize,
    base: Space,
    function: Function,
    /// Whether its colorants paint nothing.
    none: bool,
}

impl Space {
    fn named(name: &[u8]) -> Option<Self> {
        match name {
            b"DeviceGray" | b"G" => Some(Self::Gray),
            b"DeviceRGB" | b"RGB" => Some(Self::Rgb),
            b"DeviceCMYK" | b"CMYK" | b"CalCMYK" => Some(Self::Cmyk),
            b"Pattern" => Some(Self::Pattern),
            _ => None,
        }
    }

    fn new(object: &Object<'_>, depth: u8) -> Option<Self> {
        let depth = depth.checked_sub(1)?;
        let array = match object {
            Object::Name(name) => return Self::named(name),
            Object::Array(array) => array,
            _ => return None,
        };
        let mut items = array.flex_iter();
        let family = items.next::<Name<'_>>()?;
        match &*family {
            b"ICCBased" => match items.next::<Stream<'_>>()?.dict().get::<u32>(b"N")? {
                1 => Some(Self::Gray),
                3 => Some(Self::Rgb),
                4 => Some(Self::Cmyk),
                _ => None,
            },
            b"CalGray" => Some(Self::Gray),
            b"CalRGB" => Some(Self::Rgb),
            b"Lab" => Some(Self::Lab),
            b"Indexed" | b"I" => {
                let base = Self::new(&items.next::<Object<'_>>()?, depth)?;
                let _highest = items.next::<u32>()?;
                let table = match items.next::<Object<'_>>()? {
                    Object::Stream(stream) => stream.decoded_data().ok()?.into_owned(),
                    Object::String(string) => PdfString::as_bytes(&string).to_vec(),
                    _ => return None,
                };
                Some(Self::Indexed(Rc::new(Indexed { base, table })))
            }
            b"Separation" | b"DeviceN" => {
                let (count, none) = match items.next::<Object<'_>>()? {
                    Object::Name(name) => (1, *name == *b"None"),
                    Object::Array(names) => {
                        (names.iter::<Name<'_>>().count(), names.iter::<Name<'_>>().all(|n| *n == *b"None"))
                    }
                    _ => return None,
                };
                let base = Self::new(&items.next::<Object<'_>>()?, depth)?;
                let function = Function::new(&items.next::<Object<'_>>()?)?;
                (1..=MOST).contains(&count).then(|| Self::Tint(Rc::new(Tint { count, base, function, none })))
            }
            name => Self::named(name),
        }
    }

    fn count(&self) -> usize {
        match self {
            Self::Gray | Self::Indexed(_) => 1,
            Self::Rgb | Self::Lab => 3,
            Self::Cmyk => 4,
            Self::Tint(tint) => tint.count,
            Self::Pattern => 0,
        }
    }

    /// The color that a space begins with.
    fn first(&self) -> Color {
        match self {
            Self::Cmyk => self.color(&[0.0, 0.0, 0.0, 1.0]),
            Self::Tint(_) => self.color(&[1.0; MOST]),
            _ => self.color(&[]),
        }
    }

    fn color(&self, components: &[f32]) -> Color {
        let at = |i: usize| components.get(i).copied().unwrap_or(0.0);
        let rgb = match self {
            Self::Gray => [at(0); 3],
            Self::Rgb => [at(0), at(1), at(2)],
            Self::Cmyk => [at(0), at(1), at(2)].map(|c| (1.0 - c) * (1.0 - at(3))),
            Self::Lab => {
                let light = at(0) / 100.0;
                [light + at(1) / 128.0, light - at(1) / 128.0, light - at(2) / 128.0]
            }
            Self::Indexed(indexed) => return indexed.color(at(0)),
            Self::Tint(tint) => return tint.color(components),
            Self::Pattern => return Color::Nothing,
        };
        // Steps of 255, as any device has them.
        Color::Rgb(rgb.map(|v| (v.clamp(0.0, 1.0) * 255.0 + 0.5).floor() / 255.0))
    }
}

impl Indexed {
    fn color(&self, index: f32) -> Color {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "saturates")]
        let index = (index + 0.5) as usize;
        let count = self.base.count();
        let entry = self.table.chunks_exact(count.max(1)).nth(index).unwrap_or_default();
        let components: Vec<f32> = entry.iter().map(|&v| f32::from(v) / 255.0).collect();
        self.base.color(&components)
    }
}

impl Tint {
    fn color(&self, components: &[f32]) -> Color {
        if self.none {
            return Color::Nothing;
        }
        let mut given = [0.0; MOST];
        let mut made = [0.0; MOST];
        given.iter_mut().zip(components).for_each(|(to, from)| *to = *from);
        let given = given.get(..self.function.num_inputs()).unwrap_or_default();
        let Some(made) = made.get_mut(..self.function.num_outputs()) else { return Color::Rgb([0.0; 3]) };
        match self.function.eval(given, made) {
            Some(()) => self.base.color(made),
            None => Color::Rgb([0.0; 3]),
        }
    }
}

/// Whether a dictionary of a graphics state sets another function for colors than none.
pub(super) fn blends(state: &Dict<'_>) -> Option<bool> {
    let normal = |name: &Name<'_>| matches!(&**name, b"Normal" | b"Compatible");
    let known = |name: &Name<'_>| BLENDS.contains(&&**name);
    match state.get::<Object<'_>>(b"BM")? {
        Object::Name(name) => Some(known(&name) && !normal(&name)),
        Object::Array(names) => Some(Array::iter::<Name<'_>>(&names).find(known).is_some_and(|n| !normal(&n))),
        _ => Some(false),
    }
}

/// The ways to blend that let what lies under a picture show through.
const BLENDS: [&[u8]; 16] = [
    b"Normal",
    b"Multiply",
    b"Screen",
    b"Overlay",
    b"Darken",
    b"Lighten",
    b"ColorDodge",
    b"ColorBurn",
    b"HardLight",
    b"SoftLight",
    b"Difference",
    b"Exclusion",
    b"Hue",
    b"Saturation",
    b"Color",
    b"Luminosity",
];

#[cfg(test)]
mod tests {
    use super::*;
    use hayro_syntax::object::FromBytes as _;

    #[test]
    fn colors_of_spaces() {
        type Case<'a> = (&'a str, &'a [f32], Option<[f32; 3]>);
        let tint = "[/Separation /Seal /DeviceRGB << /FunctionType 2 /Domain [0 1] /C0 [1 1 1] /C1 [1 0 0] /N 1 >>]";
        let none = "[/Separation /None /DeviceGray << /FunctionType 2 /Domain [0 1] /C0 [1] /C1 [0] /N 1 >>]";
        let cases: &[Case<'_>] = &[
            ("/DeviceGray", &[1.0], Some([1.0; 3])),
            ("/DeviceRGB", &[1.0, 0.0], Some([1.0, 0.0, 0.0])),
            ("/DeviceCMYK", &[0.0, 1.0, 1.0, 0.0], Some([1.0, 0.0, 0.0])),
            ("[/Lab << >>]", &[100.0, 0.0, 0.0], Some([1.0; 3])),
            ("[/Indexed /DeviceRGB 1 <000000FF0000>]", &[1.0], Some([1.0, 0.0, 0.0])),
            (tint, &[1.0], Some([1.0, 0.0, 0.0])),
            (tint, &[0.0], Some([1.0; 3])),
            (none, &[1.0], None),
            ("/Pattern", &[], None),
        ];
        for (space, components, expected) in cases {
            let object = Object::from_bytes(space.as_bytes()).expect("an object");
            let found = match Space::new(&object, DEEPEST).expect("a color space").color(components) {
                Color::Rgb(rgb) => Some(rgb),
                Color::Pattern | Color::Nothing => None,
            };
            assert_eq!(found, *expected, "{space} {components:?}");
        }
    }
}
