//! How much content a page comes to: a page in, the bytes that drawing it interprets out, before anything is drawn.
//!
//! A form counts as often as it is drawn, and so do the forms in it: ten forms of which each draws the next ten times
//! are a few lines, and ten billion drawings. Pages without forms cost nothing here. Deliberately absent: patterns and
//! glyphs that are drawings, which the reader never draws.

use super::inflate;
use hayro_syntax::content::TypedIter;
use hayro_syntax::content::ops::TypedInstruction;
use hayro_syntax::object::{Array, Dict, Name, ObjectIdentifier, Stream};
use hayro_syntax::page::{Page, Resources};
use std::collections::HashMap;
use std::rc::Rc;

/// So deep forms in forms are followed.
const DEEPEST: u32 = 50;
/// Most sums for one page: forms that draw each other in more ways than this are a trap.
const MOST_SUMS: usize = 20_000;

/// The forms of a file, as far as its pages were measured.
#[derive(Default)]
pub(super) struct Contents<'a> {
    forms: HashMap<ObjectIdentifier, Rc<Form<'a>>>,
}

/// A form, read once.
struct Form<'a> {
    length: u64,
    uses: Vec<Use>,
    resources: Option<Rc<Scope<'a>>>,
}

/// What content names, and how often.
struct Use {
    name: Vec<u8>,
    is_state: bool,
    times: u64,
}

/// The resources that names are looked up in, and whose they are: `None` for those of the page.
struct Scope<'a> {
    owner: Option<ObjectIdentifier>,
    resources: Resources<'a>,
}

/// The bytes of a form with all that it draws, by form, owner of its resources and depth.
type Sums = HashMap<(ObjectIdentifier, Option<ObjectIdentifier>, u32), u64>;

/// The size of a page's own content once decoded, which stays in memory until the file is closed; an upper bound where
/// that is within `most`.
pub(super) fn own(page: &Page<'_>, most: u64) -> u64 {
    let one = page.raw().get::<Stream<'_>>(b"Contents");
    let several = page.raw().get::<Array<'_>>(b"Contents");
    let streams: Vec<Stream<'_>> = one.into_iter().chain(several.iter().flat_map(Array::iter)).collect();
    inflate::size(streams.into_iter(), most)
}

impl<'a> Contents<'a> {
    /// The size of all forms that drawing a page interprets.
    pub(super) fn drawn(&mut self, page: &'a Page<'a>) -> u64 {
        let mut sums = Sums::new();
        let scope = Rc::new(Scope { owner: None, resources: page.resources().clone() });
        let mut size = 0u64;
        if has_forms(&scope.resources) {
            let uses = uses(page.page_stream().unwrap_or_default());
            size = self.sum(&uses, &scope, DEEPEST, &mut sums);
        }
        for annotation in page.raw().get::<Array<'_>>(b"Annots").iter().flat_map(Array::iter::<Dict<'_>>) {
            for form in appearances(&annotation) {
                size = size.saturating_add(self.size(&form, &scope, DEEPEST, &mut sums));
            }
        }
        size
    }

    /// The bytes that content draws by what it names.
    fn sum(&mut self, uses: &[Use], scope: &Rc<Scope<'a>>, depth: u32, sums: &mut Sums) -> u64 {
        let mut sum = 0u64;
        for named in uses {
            let one = if named.is_state {
                // Setting a mask decodes it; nothing is drawn by it here.
                mask(&scope.resources, &named.name).map_or(0, |m| self.form(&m).length)
            } else {
                match scope.resources.x_objects.get::<Stream<'a>>(&named.name).filter(is_form) {
                    Some(form) => self.size(&form, scope, depth, sums),
                    None => 0,
                }
            };
            sum = sum.saturating_add(one.saturating_mul(named.times));
        }
        sum
    }

    /// The bytes of a form with all that it draws.
    fn size(&mut self, stream: &Stream<'a>, scope: &Rc<Scope<'a>>, depth: u32, sums: &mut Sums) -> u64 {
        let form = self.form(stream);
        let Some(deeper) = depth.checked_sub(1) else { return form.length };
        let scope = form.resources.as_ref().unwrap_or(scope);
        let key = (stream.obj_id(), scope.owner, depth);
        if let Some(size) = sums.get(&key) {
            return *size;
        }
        if sums.len() >= MOST_SUMS {
            return u64::MAX;
        }
        // A form without a byte is still drawn.
        let own = form.length.max(1);
        let size = own.saturating_add(self.sum(&form.uses, scope, deeper, sums));
        sums.insert(key, size);
        size
    }

    fn form(&mut self, stream: &Stream<'a>) -> Rc<Form<'a>> {
        if let Some(known) = self.forms.get(&stream.obj_id()) {
            return Rc::clone(known);
        }
        let content = stream.decoded_data().unwrap_or_default();
        let resources = stream.dict().get::<Dict<'a>>(b"Resources").map(Resources::new);
        let scope = |resources| Rc::new(Scope { owner: Some(stream.obj_id()), resources });
        let length = u64::try_from(content.len()).unwrap_or(u64::MAX);
        let form = Rc::new(Form { length, uses: uses(&content), resources: resources.map(scope) });
        self.forms.insert(stream.obj_id(), Rc::clone(&form));
        form
    }
}

/// What content names to draw it or to set its state.
fn uses(content: &[u8]) -> Vec<Use> {
    let mut times: HashMap<(Vec<u8>, bool), u64> = HashMap::new();
    let mut operations = TypedIter::new(content);
    while let Some(operation) = operations.next() {
        let key = match operation {
            TypedInstruction::XObject(drawn) => (drawn.0.to_vec(), false),
            TypedInstruction::SetGraphicsState(state) => (state.0.to_vec(), true),
            _ => continue,
        };
        *times.entry(key).or_default() += 1;
    }
    times.into_iter().map(|((name, is_state), times)| Use { name, is_state, times }).collect()
}

fn is_form(stream: &Stream<'_>) -> bool {
    stream.dict().get::<Name<'_>>(b"Subtype").is_some_and(|s| *s == *b"Form")
}

/// The form that a graphics state masks with.
fn mask<'a>(resources: &Resources<'a>, name: &[u8]) -> Option<Stream<'a>> {
    resources.ext_g_states.get::<Dict<'a>>(name)?.get::<Dict<'a>>(b"SMask")?.get::<Stream<'a>>(b"G")
}

/// Whether content may come to more than its own bytes.
fn has_forms(resources: &Resources<'_>) -> bool {
    resources.x_objects.keys().any(|k| resources.x_objects.get::<Stream<'_>>(&k).is_some_and(|s| is_form(&s)))
        || resources.ext_g_states.keys().any(|k| mask(resources, &k).is_some())
}

/// The forms that an annotation may show.
fn appearances<'a>(annotation: &Dict<'a>) -> Vec<Stream<'a>> {
    let Some(shown) = annotation.get::<Dict<'a>>(b"AP") else { return Vec::new() };
    let one = shown.get::<Stream<'a>>(b"N");
    let states = shown.get::<Dict<'a>>(b"N").filter(|_| one.is_none());
    let of_states = states.iter().flat_map(|s| s.keys().filter_map(|k| s.get::<Stream<'a>>(&k)));
    one.into_iter().chain(of_states).collect()
}
