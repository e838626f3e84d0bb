//! `patterns/names.toml`: the names of indicators in, one name for all that mean the same out.

use super::frameworks::label_key;
use rustc_hash::FxHashMap;
use serde::Deserialize;

/// The names by which indicators of different forms are compared.
#[derive(Debug)]
pub struct Names {
    /// By level, 1 to 3: from a key to the key that stands for it.
    levels: [FxHashMap<String, String>; 3],
    /// A label as printed, its level and its name.
    #[cfg(test)]
    examples: Vec<(u8, String, String)>,
}

/// The pattern file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    name: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    level: u8,
    name: String,
    #[allow(dead_code, reason = "cites the form for whoever edits the file")]
    source: String,
    words: Vec<String>,
    #[cfg_attr(not(test), allow(dead_code, reason = "run as tests"))]
    examples: Vec<String>,
}

impl Names {
    /// Takes the entries of the pattern file.
    ///
    /// # Errors
    /// The entry that is malformed.
    pub(super) fn build(file: File) -> Result<Self, String> {
        let mut names = Self {
            levels: Default::default(),
            #[cfg(test)]
            examples: Vec::new(),
        };
        for entry in file.name {
            let level = usize::from(entry.level).checked_sub(1).and_then(|at| names.levels.get_mut(at));
            let level = level.ok_or_else(|| format!("{}: level {}", entry.name, entry.level))?;
            for word in &entry.words {
                let known = level.insert(bare(word), entry.name.clone());
                if known.is_some() {
                    return Err(format!("{word} stands for two names"));
                }
            }
            #[cfg(test)]
            for example in &entry.examples {
                let (label, name) = example.split_once(" => ").ok_or_else(|| example.clone())?;
                names.examples.push((entry.level, label.to_owned(), name.to_owned()));
            }
        }
        Ok(names)
    }

    /// The name that a label of a level (1 to 3) is compared by. `None` for a label without one.
    #[must_use]
    pub fn key(&self, level: u8, label: &str) -> Option<String> {
        let key = bare(label);
        let known = self.levels.get(usize::from(level).checked_sub(1)?)?.get(&key);
        Some(known.cloned().unwrap_or(key)).filter(|key| !key.is_empty())
    }
}

/// A label without what a form puts around a name: layout, brackets, quotation marks, 指标 and the number in a list.
fn bare(label: &str) -> String {
    let key = label_key(label);
    let rest = key.trim_start_matches(|c| ('①'..='⑳').contains(&c));
    let numbered = rest.strip_prefix("指标").unwrap_or(rest);
    let unnumbered = numbered.trim_start_matches(|c: char| c.is_ascii_digit());
    let stop = unnumbered.strip_prefix(['.', '、']);
    // A number alone opens a name (2023年…, 12345热线…) unless a mark or 指标 shows that it counts.
    let counts = stop.is_some() || numbered.len() < rest.len();
    if unnumbered.len() < numbered.len() && counts {
        let name = stop.unwrap_or(unnumbered);
        if !name.is_empty() && !name.starts_with(|c: char| c.is_ascii_digit()) {
            return name.to_owned();
        }
    }
    rest.to_owned()
}

#[cfg(test)]
mod tests {
    use crate::lexicon::Lexicon;

    #[test]
    fn examples_hold() {
        let names = &Lexicon::builtin().names;
        assert!(names.examples.len() > 40);
        for (level, label, name) in &names.examples {
            assert_eq!(names.key(*level, label).as_deref(), Some(name.as_str()), "level {level}: {label}");
        }
    }

    #[test]
    fn names_lose_what_a_form_puts_around_them() {
        let names = &Lexicon::builtin().names;
        for (label, expected) in [
            ("指标1：培训人数（人）", "培训人数"),
            ("①培训 人数", "培训人数"),
            ("（2）培训人数", "培训人数"),
            ("3、培训人数", "培训人数"),
            ("3.5米宽道路里程", "3.5米宽道路里程"),
            ("12345热线办结率", "12345热线办结率"),
            ("指标2", "指标2"),
            ("培训人数指标", "培训人数"),
        ] {
            assert_eq!(names.key(3, label).as_deref(), Some(expected), "{label}");
        }
        assert_eq!(names.key(3, "（ ）"), None);
    }
}
