//! Fields: marks of beginning, separation and end in, whether text between them is printed out. The result of a field is
//! printed, its instruction is not. Three fields have no result and are drawn from the instruction: check boxes, circled
//! numbers and fractions.

use crate::read::numerals::Numerals;
use crate::read::xml::Element;

/// The fields that are open at a place.
#[derive(Debug, Default)]
pub(super) struct Fields(Vec<Field>);

#[derive(Debug, Default)]
struct Field {
    instruction: String,
    has_result: bool,
    check_box: CheckBox,
}

/// A check box of an old form: what it shows at first, and what it was set to.
#[derive(Debug, Default)]
pub(super) struct CheckBox {
    usual: bool,
    checked: Option<bool>,
}

impl CheckBox {
    /// Takes a property of the box.
    pub(super) fn set(&mut self, element: &Element<'_>) {
        let on = super::stream::is_on(element);
        match element.name() {
            "default" => self.usual = on,
            "checked" => self.checked = Some(on),
            _ => {}
        }
    }
}

impl Fields {
    pub(super) fn begin(&mut self, check_box: CheckBox) {
        self.0.push(Field { check_box, ..Field::default() });
    }

    pub(super) fn instruction(&mut self, text: &str) {
        if let Some(field) = self.0.last_mut().filter(|f| !f.has_result) {
            field.instruction.push_str(text);
        }
    }

    pub(super) fn separate(&mut self) {
        if let Some(field) = self.0.last_mut() {
            field.has_result = true;
        }
    }

    /// Ends a field; gives what is printed for one without a result.
    pub(super) fn end(&mut self) -> Option<String> {
        let field = self.0.pop().filter(|f| !f.has_result)?;
        drawn(field.instruction.trim(), &field.check_box)
    }

    /// Whether text here is printed.
    pub(super) fn is_visible(&self) -> bool {
        self.0.iter().all(|f| f.has_result)
    }

    /// Ends what cannot go on in another paragraph: an instruction that a broken file never ends would hide all that
    /// follows.
    pub(super) fn end_paragraph(&mut self) {
        self.0.retain(|f| f.has_result);
    }
}

/// What is printed for an instruction without a result.
fn drawn(instruction: &str, check_box: &CheckBox) -> Option<String> {
    let (name, rest) = instruction.split_at_checked(instruction.find([' ', '\\']).unwrap_or(instruction.len()))?;
    if name.eq_ignore_ascii_case("FORMCHECKBOX") {
        return Some(if check_box.checked.unwrap_or(check_box.usual) { "☑" } else { "□" }.to_owned());
    }
    if !name.eq_ignore_ascii_case("EQ") {
        return None;
    }
    let (switches, rest) = rest.split_once('(')?;
    let switches = switches.to_ascii_lowercase();
    let arguments = rest.strip_suffix(')').unwrap_or(rest);
    let (first, second) = arguments.split_once([',', '，', ';'])?;
    // The signs may be raised or lowered into place: `\s\up3(○)`.
    let bare = |text: &str| text.rsplit(['(', '（']).next().unwrap_or(text).trim_matches([')', '）', ' ']).to_owned();
    let (first, second) = (bare(first), bare(second));
    if switches.contains("\\f") {
        return Some(format!("{first}/{second}"));
    }
    let circle = |text: &str| matches!(text, "○" | "〇" | "◯" | "O");
    let content = if circle(&first) {
        second
    } else if circle(&second) {
        first
    } else {
        return None;
    };
    Some(content.parse().map_or(content, |number| Numerals::Circled.write(number)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_without_result() {
        let cases = [
            (" eq \\o\\ac(○,1)", Some("①")),
            ("EQ \\o(\\s\\up3(○), \\s\\do3(12))", Some("⑫")),
            ("eq \\o\\ac(○,甲)", Some("甲")),
            ("EQ \\f(3,4)", Some("3/4")),
            ("EQ \\o\\ac(", None),
            ("PAGE", None),
            ("FORMCHECKBOX", Some("□")),
            ("", None),
        ];
        for (instruction, wanted) in cases {
            let mut fields = Fields::default();
            fields.begin(CheckBox::default());
            fields.instruction(instruction);
            assert_eq!(fields.end().as_deref(), wanted, "{instruction}");
        }
        let checked = CheckBox { usual: false, checked: Some(true) };
        assert_eq!(drawn("FORMCHECKBOX ", &checked).as_deref(), Some("☑"));
    }

    #[test]
    fn results_are_visible_and_instructions_are_not() {
        let mut fields = Fields::default();
        assert!(fields.is_visible());
        fields.begin(CheckBox::default());
        assert!(!fields.is_visible());
        fields.separate();
        assert!(fields.is_visible());
        fields.begin(CheckBox::default());
        assert!(!fields.is_visible());
        fields.end_paragraph();
        assert!(fields.is_visible());
        assert_eq!(fields.end(), None);
        assert_eq!(fields.end(), None);
    }
}
