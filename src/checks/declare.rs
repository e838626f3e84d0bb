//! The macro that declares a check: its documentation is its doc comment, so that words and code cannot drift apart.

/// Declares `CHECK` and documents it.
///
/// The doc comment holds the headings 检查什么, 为什么, 依据 and 例, each on a line `# 检查什么`; `en` is the English text of
/// `fuhe explain --lang en`. `run` is the function that detects: `fn run(check: &Check, evidence: &Evidence<'_>) -> Vec<Finding>`.
macro_rules! declare_check {
    (
        $(#[doc = $doc:literal])+
        $code:literal, $name:literal, $severity:ident, $run:path,
        en: $en:literal $(,)?
    ) => {
        $(#[doc = $doc])+
        pub(super) const CHECK: $crate::checks::Check = $crate::checks::Check {
            code: $crate::model::Code($code),
            name: $name,
            severity: $crate::model::Severity::$severity,
            docs: concat!($($doc, "\n"),+),
            docs_en: $en,
            run: $run,
        };
    };
}

pub(super) use declare_check;
