//! fuhe (复核) reads the performance self-evaluation reports that Chinese public bodies publish, turns them into
//! structured data, and recomputes every figure that can be recomputed.
//!
//! The whole path stands in [`examine`]: read, locate, normalize, reconcile, check.

pub mod checks;
pub mod lexicon;
pub mod locate;
pub mod model;
pub mod normalize;
pub mod output;
pub mod read;
pub mod reconcile;
#[cfg(test)]
mod sums_tests;

use lexicon::Lexicon;
use model::{Error, Examination};
use read::{Limits, Source};
use std::sync::Arc;

/// Examines every report of a file.
///
/// # Errors
/// Only when the file cannot be read; what a report says wrongly is a finding.
pub fn examine(source: &Source, limits: &Limits, lexicon: &Lexicon) -> Result<Vec<Examination>, Error> {
    let read = read::read(source, limits)?;
    let document = Arc::new(locate::restore(read.value, lexicon));
    let examine_one = |located: model::Outcome<model::Layout>| {
        let layout = located.value;
        let normalized = normalize::normalize(&document, &layout, lexicon);
        let report = normalized.value;
        let reconciliations = reconcile::reconcile(&report, lexicon);
        let notices = [read.notices.as_slice(), &located.notices, &normalized.notices].concat();
        let findings = checks::check(&checks::Evidence {
            document: &document,
            layout: &layout,
            report: &report,
            reconciliations: &reconciliations,
            notices: &notices,
        });
        Examination { document: Arc::clone(&document), layout, report, notices, reconciliations, findings }
    };
    Ok(locate::locate(&document, lexicon).into_iter().map(examine_one).collect())
}
