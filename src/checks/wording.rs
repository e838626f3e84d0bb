//! Composing findings about wording: no figure, no arithmetic, only places and words. Mints nothing by itself.

use super::Check;
use super::compose::finding;
use crate::model::{Document, Finding, Location, PlaceRole, Related};

/// The longest quotation in a message, in characters.
const LONGEST_QUOTE: usize = 24;

/// A finding with the check's own severity and no figures.
pub(super) fn remark(check: &Check, at: &Location, zh: String, en: String, related: Vec<Related>) -> Finding {
    Finding { related, ..finding(check, at, zh, en) }
}

/// What stands at a place, on one line and short enough for a message.
pub(super) fn quote(document: &Document, at: &Location) -> String {
    let whole = document.quote(at);
    let mut words = whole.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some((byte, _)) = words.char_indices().nth(LONGEST_QUOTE) {
        words.truncate(byte);
        words.push('…');
    }
    words
}

/// Another place with what stands there.
pub(super) fn other(document: &Document, role: PlaceRole, at: &Location) -> Related {
    Related { role, text: quote(document, at), at: at.clone() }
}
