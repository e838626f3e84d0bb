//! Everything the stages found out about one report: what the outputs write.

use super::document::Document;
use super::finding::Finding;
use super::layout::Layout;
use super::notice::Notice;
use super::reconciliation::{Reconciliation, Verdict};
use super::report::Report;
use std::sync::Arc;

/// One report, examined.
#[derive(Clone, Debug)]
pub struct Examination {
    /// The document it stands in; shared when a file holds several reports.
    pub document: Arc<Document>,
    /// Which block is what.
    pub layout: Layout,
    /// What it says.
    pub report: Report,
    /// What the stages remarked.
    pub notices: Vec<Notice>,
    /// What was recomputed.
    pub reconciliations: Vec<Reconciliation>,
    /// What is wrong, worst first, then by place.
    pub findings: Vec<Finding>,
}

/// What is known of a figure of the ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FigureStatus {
    /// A recomputation it takes part in agrees, and none differs.
    Verified,
    /// A recomputation it is stated for differs.
    Contradicted,
    /// Nothing was recomputed with it.
    Unchecked,
}

impl FigureStatus {
    /// The name in the record.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Verified => "verified",
            Self::Contradicted => "contradicted",
            Self::Unchecked => "unchecked",
        }
    }
}

impl Examination {
    /// The status of every figure, by figure index.
    ///
    /// Contradicted: it is the stated figure or an input of a recomputation that differs or is suspicious. Verified: it
    /// takes part in one that agrees. A contradiction outweighs any number of agreements.
    #[must_use]
    pub fn figure_statuses(&self) -> Vec<FigureStatus> {
        let mut statuses = vec![FigureStatus::Unchecked; self.report.figures.len()];
        let involved =
            |r: &Reconciliation| r.inputs.iter().copied().chain(r.figure).map(|f| f.0 as usize).collect::<Vec<_>>();
        for wanted in [FigureStatus::Verified, FigureStatus::Contradicted] {
            for reconciliation in &self.reconciliations {
                let status = match reconciliation.verdict {
                    Verdict::Agrees => FigureStatus::Verified,
                    Verdict::Differs | Verdict::Suspicious(_) => FigureStatus::Contradicted,
                    Verdict::CannotTell(_) => continue,
                };
                if status == wanted {
                    for index in involved(reconciliation) {
                        if let Some(slot) = statuses.get_mut(index) {
                            *slot = status;
                        }
                    }
                }
            }
        }
        statuses
    }
}
