//! Layers of a file (optional content): what marked content belongs to in, whether it is seen out.

use hayro_syntax::object::{Array, Dict, Name, ObjectIdentifier};
use rustc_hash::FxHashSet;

/// The layers of a file, and those that the content being read stands in.
#[derive(Debug, Default)]
pub(super) struct Layers {
    off: FxHashSet<ObjectIdentifier>,
    /// Of each open marked content, whether it is seen.
    open: Vec<bool>,
}

impl Layers {
    /// The layers as a catalog sets them when the file is opened.
    pub(super) fn new(catalog: Option<Dict<'_>>) -> Self {
        let mut layers = Self::default();
        let Some(properties) = catalog.and_then(|c| c.get::<Dict<'_>>(b"OCProperties")) else { return layers };
        let Some(config) = properties.get::<Dict<'_>>(b"D") else { return layers };
        if config.get::<Name<'_>>(b"BaseState").is_some_and(|state| *state == *b"OFF") {
            layers.off.extend(groups(&properties, b"OCGs"));
        }
        for id in groups(&config, b"ON") {
            layers.off.remove(&id);
        }
        layers.off.extend(groups(&config, b"OFF"));
        layers
    }

    /// Whether what is drawn now is seen.
    pub(super) fn visible(&self) -> bool {
        self.open.last().copied().unwrap_or(true)
    }

    /// Begins marked content that belongs to no layer.
    pub(super) fn begin(&mut self) {
        self.open.push(self.visible());
    }

    /// Begins content of a layer, or of what several layers decide on.
    pub(super) fn begin_in(&mut self, layer: &Dict<'_>, id: Option<ObjectIdentifier>) {
        let several = id.is_none() || layer.get::<Name<'_>>(b"Type").is_some_and(|t| *t == *b"OCMD");
        let on = if several { self.members_allow(layer) } else { id.is_none_or(|id| !self.off.contains(&id)) };
        self.open.push(self.visible() && on);
    }

    /// Ends what was begun last.
    pub(super) fn end(&mut self) {
        self.open.pop();
    }

    fn members_allow(&self, membership: &Dict<'_>) -> bool {
        let mut members = groups(membership, b"OCGs");
        members.extend(membership.get_ref(b"OCGs").filter(|_| members.is_empty()).map(ObjectIdentifier::from));
        if members.is_empty() {
            return true;
        }
        let on = |id: &ObjectIdentifier| !self.off.contains(id);
        match membership.get::<Name<'_>>(b"P").as_deref() {
            Some(b"AllOn") => members.iter().all(on),
            Some(b"AnyOff") => !members.iter().all(on),
            Some(b"AllOff") => !members.iter().any(on),
            _ => members.iter().any(on),
        }
    }
}

/// The layers that an array names.
fn groups(dict: &Dict<'_>, key: &[u8]) -> Vec<ObjectIdentifier> {
    let array = dict.get::<Array<'_>>(key);
    array.iter().flat_map(Array::raw_iter).filter_map(|item| item.as_obj_ref()).map(ObjectIdentifier::from).collect()
}
