//! `grades.toml`: the words of the grades and the scales that earn them.

use super::list::List;
use super::phrases::Phrases;
use super::words::Words;
use crate::model::Grade;
use rust_decimal::Decimal;
use serde::Deserialize;

/// Grade words and scales.
#[derive(Clone, Debug)]
pub struct Grades {
    words: Words<Grade>,
    /// Known scales by name, the national one first: each grade with the lowest score that earns it, best first.
    pub scales: Vec<(String, Vec<(Grade, Decimal)>)>,
    /// Words that make a printed number an upper bound.
    pub below: Phrases,
}

#[derive(Deserialize)]
struct File {
    word: Vec<WordEntry>,
    scale: Vec<ScaleEntry>,
    printed: Printed,
}

#[derive(Deserialize)]
struct WordEntry {
    grade: String,
    words: List,
    examples: Vec<String>,
}

#[derive(Deserialize)]
struct ScaleEntry {
    name: String,
    lowest: Lowest,
    examples: Vec<(String, String)>,
}

#[derive(Deserialize)]
struct Lowest {
    excellent: String,
    good: String,
    fair: String,
}

#[derive(Deserialize)]
struct Printed {
    below: List,
}

impl Grades {
    /// Compiles the file's content.
    ///
    /// # Errors
    /// When `text` is not the TOML this module expects, or names an unknown grade or a bound that is no number.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let file: File = super::entries(text)?;
        let wrong = |what: &str| what.to_owned();
        let mut words = Vec::new();
        for entry in &file.word {
            let grade = grade_named(&entry.grade).ok_or_else(|| wrong(&entry.grade))?;
            words.extend(entry.words.iter().map(|word| (word, grade)));
        }
        let bound = |text: &str| text.parse::<Decimal>().map_err(|_| wrong(text));
        let mut scales = Vec::new();
        for scale in &file.scale {
            let lowest = &scale.lowest;
            let steps = vec![
                (Grade::Excellent, bound(&lowest.excellent)?),
                (Grade::Good, bound(&lowest.good)?),
                (Grade::Fair, bound(&lowest.fair)?),
                (Grade::Poor, Decimal::ZERO),
            ];
            scales.push((scale.name.clone(), steps));
        }
        let grades = Self { words: Words::new(words), scales, below: Phrases::new(&file.printed.below) };
        grades.run_examples(&file)?;
        Ok(grades)
    }

    fn run_examples(&self, file: &File) -> Result<(), String> {
        for entry in &file.word {
            if let Some(example) = entry.examples.iter().find(|e| self.read(e) != grade_named(&entry.grade)) {
                return Err(format!("word {:?}: example {example:?} gives {:?}", entry.grade, self.read(example)));
            }
        }
        for (entry, (_, steps)) in file.scale.iter().zip(&self.scales) {
            for (score, grade) in &entry.examples {
                let score: Decimal = score.parse().map_err(|_| score.clone())?;
                let earned = steps.iter().find(|(_, lowest)| score >= *lowest).map(|(grade, _)| *grade);
                if earned != grade_named(grade) {
                    return Err(format!("scale {:?}: example {score} gives {earned:?}", entry.name));
                }
            }
        }
        Ok(())
    }

    /// The grade word that a folded text starts with, and its length.
    #[must_use]
    pub fn at_start(&self, text: &[char]) -> Option<(Grade, usize)> {
        self.words.longest_at(text).map(|(length, grade)| (*grade, length))
    }

    /// The grade that a text names, quotation marks and white space aside; `None` when anything else stands with it.
    #[must_use]
    pub fn read(&self, text: &str) -> Option<Grade> {
        let folded = super::fold(text);
        let bare: Vec<char> =
            folded.trim_matches(|c| matches!(c, '"' | '\'' | '(' | ')' | '。' | '级' | '等')).chars().collect();
        self.at_start(&bare).filter(|(_, n)| *n == bare.len()).map(|(g, _)| g)
    }

    /// The scale of the Ministry of Finance, which holds where a document prints none.
    #[must_use]
    pub fn national(&self) -> &[(Grade, Decimal)] {
        self.scales.first().map_or(&[], |(_, steps)| steps)
    }
}

fn grade_named(name: &str) -> Option<Grade> {
    Some(match name {
        "excellent" => Grade::Excellent,
        "good" => Grade::Good,
        "fair" => Grade::Fair,
        "poor" => Grade::Poor,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::Lexicon;

    #[test]
    fn grade_words_are_read_alone_only() {
        let grades = &Lexicon::builtin().grades;
        let cases = [
            ("优", Some(Grade::Excellent)),
            ("“良好”", Some(Grade::Good)),
            (" 中 等", Some(Grade::Fair)),
            ("不合格", Some(Grade::Poor)),
            ("优良", None),
            ("中心", None),
            ("", None),
        ];
        for (text, grade) in cases {
            assert_eq!(grades.read(text), grade, "{text}");
        }
    }

    #[test]
    fn the_national_scale_comes_first() {
        let lowest: Vec<String> = Lexicon::builtin().grades.national().iter().map(|(_, d)| d.to_string()).collect();
        assert_eq!(lowest, ["90", "80", "60", "0"]);
    }
}
