//! `patterns/frameworks.toml`: published indicator frameworks in, which label stands above which out.

use super::fold::{fold, part_of, without_brackets};
use super::list::List;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Names of published frameworks and what stands above them.
#[derive(Debug)]
pub struct Frameworks {
    level1: FxHashSet<String>,
    level2: FxHashSet<String>,
    parents: FxHashMap<String, FxHashSet<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    framework: Vec<Framework>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Framework {
    #[allow(dead_code, reason = "names the entry for whoever edits the file")]
    name: String,
    level1: BTreeMap<String, List>,
    level2: BTreeMap<String, List>,
}

/// What a label is compared by: no white space, quotes, brackets, or trailing 指标.
#[must_use]
pub fn label_key(text: &str) -> Cow<'_, str> {
    let mut key = without_brackets(fold(text));
    if key.contains(is_mark) {
        key.to_mut().retain(|c| !is_mark(c));
    }
    part_of(key, |key| key.strip_suffix("指标").filter(|rest| !rest.is_empty()).unwrap_or(key))
}

fn is_mark(c: char) -> bool {
    matches!(c, '"' | '\'' | ':')
}

impl Frameworks {
    /// Reads the pattern file.
    ///
    /// # Errors
    /// The entry that is malformed.
    pub(super) fn parse(source: &str) -> Result<Self, String> {
        let file: File = super::entries(source)?;
        let mut frameworks =
            Self { level1: FxHashSet::default(), level2: FxHashSet::default(), parents: FxHashMap::default() };
        for framework in file.framework {
            for (parent, children) in framework.level1 {
                frameworks.level1.insert(label_key(&parent).into_owned());
                frameworks.level2.extend(children.iter().map(|child| label_key(child).into_owned()));
                frameworks.adopt(&parent, &children);
            }
            for (parent, children) in framework.level2 {
                frameworks.level2.insert(label_key(&parent).into_owned());
                frameworks.adopt(&parent, &children);
            }
        }
        Ok(frameworks)
    }

    fn adopt(&mut self, parent: &str, children: &List) {
        for child in children {
            let parents = self.parents.entry(label_key(child).into_owned()).or_default();
            parents.insert(label_key(parent).into_owned());
        }
    }

    /// Whether some framework has this name at level 1 (1) or level 2 (2).
    #[must_use]
    pub fn is_level(&self, level: u8, key: &str) -> bool {
        match level {
            1 => self.level1.contains(key),
            2 => self.level2.contains(key),
            _ => false,
        }
    }

    /// Whether some framework puts `child` below `parent` (both keys from [`label_key`]); `None` when no framework knows
    /// the child.
    #[must_use]
    pub fn is_parent(&self, parent: &str, child: &str) -> Option<bool> {
        self.parents.get(child).map(|parents| parents.contains(parent))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_compared_as_forms_print_them() {
        let frameworks =
            Frameworks::parse(include_str!("../../patterns/frameworks.toml")).expect("patterns/frameworks.toml");
        assert!(frameworks.is_level(2, &label_key("经济\n效益指标")));
        assert!(frameworks.is_level(1, &label_key("产出指标")));
        assert_eq!(frameworks.is_parent("预算执行", &label_key("“三公经费”控制率")), Some(true));
        assert_eq!(frameworks.is_parent("预算管理", &label_key("预算调整率")), Some(false));
        assert_eq!(frameworks.is_parent("预算管理", &label_key("巡河次数")), None);
    }
}
