//! `patterns/names.toml`: the names of indicators in, one name for all that mean the same out.

use super::frameworks::label_key;
use super::list::List;
use super::words::Words;
use serde::Deserialize;

/// The names by which indicators of different forms are compared.
#[derive(Debug)]
pub struct Names {
    /// By level, 1 to 3: keys, each with the number of the name that stands for it.
    levels: [Words<usize>; 3],
    standing: Vec<String>,
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
    words: List,
    examples: Vec<String>,
}

impl Names {
    /// Takes the entries of the pattern file.
    ///
    /// # Errors
    /// The entry that is malformed.
    pub(super) fn build(file: File) -> Result<Self, String> {
        let File { name: entries } = file;
        let mut levels = [const { Vec::new() }; 3];
        #[cfg(test)]
        let mut examples = Vec::new();
        for (number, entry) in entries.iter().enumerate() {
            let level = usize::from(entry.level).checked_sub(1).and_then(|at| levels.get_mut(at));
            let level = level.ok_or_else(|| format!("{}: level {}", entry.name, entry.level))?;
            level.extend(entry.words.iter().map(|word| (bare(word), number)));
            #[cfg(test)]
            for example in &entry.examples {
                let (label, name) = example.split_once(" => ").ok_or_else(|| example.clone())?;
                examples.push((entry.level, label.to_owned(), name.to_owned()));
            }
        }
        let names = Self {
            levels: levels.map(Words::new),
            standing: entries.iter().map(|entry| entry.name.clone()).collect(),
            #[cfg(test)]
            examples,
        };
        // Compiled-in entries come without examples and are known to be right.
        for entry in entries.iter().filter(|entry| !entry.examples.is_empty()) {
            let other = |word: &&str| names.key(entry.level, word).as_ref() != Some(&entry.name);
            if let Some(word) = entry.words.iter().find(other) {
                return Err(format!("{word} stands for two names"));
            }
        }
        Ok(names)
    }

    /// The name that a label of a level (1 to 3) is compared by. `None` for a label without one.
    #[must_use]
    pub fn key(&self, level: u8, label: &str) -> Option<String> {
        let key = bare(label);
        let known =
            self.levels.get(usize::from(level).checked_sub(1)?)?.of(&key).and_then(|&name| self.standing.get(name));
        Some(known.cloned().unwrap_or(key)).filter(|key| !key.is_empty())
    }
}

impl Names {
    /// The comparison name of a group, without the code that some tables put before it (`A决策`, `B1资金管理`).
    #[must_use]
    pub fn group(&self, level: u8, label: &str) -> Option<String> {
        let label = label.trim();
        let coded = label.strip_prefix(|c: char| c.is_ascii_uppercase());
        let rest = coded.map(|rest| rest.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ' ')));
        self.key(level, rest.filter(|rest| rest.starts_with(super::is_ideograph)).unwrap_or(label))
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
        let names = Lexicon::with_examples().names;
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
