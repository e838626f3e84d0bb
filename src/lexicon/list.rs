//! A list of words as a pattern file gives it, read into one text: as many strings as there are words would take longer
//! than all that is done with them.

use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, SeqAccess, Visitor};
use std::fmt;

/// Words in their order.
#[derive(Clone, Debug, Default)]
pub(super) struct List {
    text: String,
    /// Where each word ends.
    ends: Vec<usize>,
}

impl List {
    pub(super) fn iter(&self) -> Iter<'_> {
        Iter { list: self, next: 0, start: 0 }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The words as they are written.
    pub(super) fn strings(&self) -> Vec<String> {
        self.iter().map(str::to_owned).collect()
    }

    /// The words, folded.
    pub(super) fn folded(&self) -> Vec<String> {
        self.iter().map(|word| super::fold(word).into_owned()).collect()
    }
}

impl<'l> IntoIterator for &'l List {
    type Item = &'l str;
    type IntoIter = Iter<'l>;

    fn into_iter(self) -> Iter<'l> {
        self.iter()
    }
}

/// Goes through the words of a list.
#[derive(Clone, Debug)]
pub(super) struct Iter<'l> {
    list: &'l List,
    next: usize,
    start: usize,
}

impl<'l> Iterator for Iter<'l> {
    type Item = &'l str;

    fn next(&mut self) -> Option<&'l str> {
        let end = *self.list.ends.get(self.next)?;
        self.next += 1;
        self.list.text.get(std::mem::replace(&mut self.start, end)..end)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = self.list.ends.len() - self.next;
        (left, Some(left))
    }
}

impl<'de> Deserialize<'de> for List {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut list = Self { text: String::with_capacity(256), ends: Vec::with_capacity(32) };
        deserializer.deserialize_seq(Adder(&mut list))?;
        Ok(list)
    }
}

/// Adds to a list what is read: words, one by one.
struct Adder<'l>(&'l mut List);

impl<'de> DeserializeSeed<'de> for Adder<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Adder<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("a list of words")
    }

    fn visit_str<E: Error>(self, word: &str) -> Result<(), E> {
        self.0.text.push_str(word);
        self.0.ends.push(self.0.text.len());
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut words: A) -> Result<(), A::Error> {
        while words.next_element_seed(Adder(&mut *self.0))?.is_some() {}
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_holds_words_and_nothing_else() {
        let list: List = serde_json::from_str(r#"["人", "", "一\n二"]"#).expect("a list");
        assert_eq!(list.iter().collect::<Vec<_>>(), ["人", "", "一\n二"]);
        assert!(serde_json::from_str::<List>("[1]").is_err());
        assert!(serde_json::from_str::<List>(r#"[["人"]]"#).is_err());
        assert!(serde_json::from_str::<List>(r#""人""#).is_err());
    }
}
