//! Numbers in running text: a text in, every number that states a fact out, in order, with its place.
//!
//! One pass from left to right. What a number counts is for others; dates, ordinals, codes and names are left out.

use super::equations::{Equation, Term, equations};
use super::measures::{Reading, measure_at, year_range};
use super::not_figures::{is_name, skip};
use super::numbers::{Mode, Script, digits_end, is_numeral, numeral_end};
use super::tape::{Gap, Tape, is_ideograph};
use crate::lexicon::Lexicon;
use crate::model::{Approx, Comparator, Dimension, Measure};
use std::ops::Range;

/// Characters between quotation marks that can still be a name (“两个覆盖”); longer quotations are sentences.
const MAX_QUOTED_NAME: usize = 24;
/// Characters between 《 and 》.
const MAX_TITLE: usize = 120;
/// Ideographs after a bare number in which a campaign name may show (`12345市民服务热线`).
const NAME_REACH: usize = 5;

/// A number that states a fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    /// Comparator, hedge, number and unit, in characters of the text.
    pub(crate) chars: Range<usize>,
    /// The digits or numerals alone, of a range both.
    pub(crate) number: Range<usize>,
    /// What is stated.
    pub(crate) measure: Measure,
}

/// Finds every number in a text that states a fact.
pub(super) fn scan(tape: &Tape, lexicon: &Lexicon) -> Vec<Found> {
    let mut scanner = Scanner { tape, lexicon, found: Vec::new(), floor: 0 };
    let mut equations = equations(tape, lexicon).into_iter().peekable();
    let mut i = 0;
    while i < scanner.tape.len() {
        // What a quotation or a title holds belongs to it.
        while equations.next_if(|e| e.numbers < i).is_some() {}
        if let Some(equation) = equations.next_if(|e| e.numbers == i) {
            i = scanner.take_equation(equation);
            continue;
        }
        let c = scanner.tape.at(i);
        let begins = c.is_ascii_digit() || matches!(c, '《' | '"') || is_numeral(c);
        i = if begins { scanner.step(i).max(i + 1) } else { i + 1 };
    }
    scanner.found
}

struct Scanner<'t> {
    tape: &'t Tape,
    lexicon: &'t Lexicon,
    found: Vec<Found>,
    /// Where the last found number ends; nothing before it is looked at again.
    floor: usize,
}

impl Scanner<'_> {
    /// Handles what stands at `i` and says where to go on.
    fn step(&mut self, i: usize) -> usize {
        let c = self.tape.at(i);
        if let Some(end) = self.name_end(i) {
            return end;
        }
        if c.is_ascii_digit() {
            if let Some(end) = skip(self.tape, i, self.lexicon) {
                return end;
            }
            let reading = measure_at(self.tape, self.signed(i), self.lexicon, Mode::Prose)
                .or_else(|| measure_at(self.tape, i, self.lexicon, Mode::Prose));
            return match reading {
                Some(reading) => self.take(reading),
                None => digits_end(self.tape, i),
            };
        }
        if is_numeral(c) {
            return self.numeral(i);
        }
        i + 1
    }

    /// The end of a quoted name or a title that starts at `i`: numbers inside belong to it.
    fn name_end(&self, i: usize) -> Option<usize> {
        let close = match self.tape.source(i) {
            '《' => return self.title_end(i),
            '“' => '”',
            '「' => '」',
            '"' => '"',
            _ => return None,
        };
        let end = (i + 1..=i + 1 + MAX_QUOTED_NAME).find(|&k| {
            let c = self.tape.source(k);
            c == close || matches!(c, '。' | '；' | '！' | '“' | '《' | '\0')
        })?;
        if self.tape.source(end) != close {
            return None;
        }
        // A quotation that is one measure with its unit is a figure: “95.6分”.
        let whole = self.tape.at(i + 1).is_ascii_digit()
            && measure_at(self.tape, i + 1, self.lexicon, Mode::Prose)
                .is_some_and(|r| r.end == end && !r.measure.quantity.unit.text.is_empty());
        (!whole).then_some(end + 1)
    }

    fn title_end(&self, i: usize) -> Option<usize> {
        let mut depth = 0usize;
        for k in i..i + MAX_TITLE {
            match self.tape.source(k) {
                '《' => depth += 1,
                '》' if depth <= 1 => return Some(k + 1),
                '》' => depth -= 1,
                '\0' => return None,
                _ => {}
            }
        }
        None
    }

    /// The place of a minus sign that belongs to the digits at `i`, else `i`: `增长率-5.2%`.
    fn signed(&self, i: usize) -> usize {
        let Some(sign) = i.checked_sub(1).filter(|&s| s >= self.floor) else { return i };
        let minus = matches!(self.tape.source(sign), '-' | '－' | '−') && self.tape.gap(i) == Gap::None;
        let before = self.tape.before(sign);
        let open = is_ideograph(before) || matches!(before, ':' | '(' | '=' | '<' | '>' | '≥' | '≤' | ',' | '\0');
        if !minus || !open {
            return i;
        }
        let end = digits_end(self.tape, i);
        let value = self.tape.at(end) == '%' || self.tape.reads(end, "元") || self.tape.reads(end, "万元");
        if value { sign } else { i }
    }

    /// Takes all numbers of an equation.
    fn take_equation(&mut self, equation: Equation) -> usize {
        let Equation { chars, terms, .. } = equation;
        for Term { chars, number, measure, .. } in terms {
            self.found.push(Found { chars: self.tape.chars(chars), number: self.tape.chars(number), measure });
        }
        self.floor = chars.end;
        chars.end
    }

    /// Takes a reading of digits, if it states a fact.
    fn take(&mut self, reading: Reading) -> usize {
        let opening = self.opening(&reading);
        let quantity = &reading.measure.quantity;
        let bare = quantity.unit.text.is_empty() && quantity.unit.dimension == Dimension::Bare;
        let says = !opening.comparator_or_hedge() && reading.measure.approx.is_none();
        if bare && says && !self.states_bare(&reading) {
            return reading.end;
        }
        self.push(reading, opening)
    }

    /// Whether a number without a unit states a fact: something announces it, or it stands before the things counted.
    fn states_bare(&self, reading: &Reading) -> bool {
        let (start, end) = (reading.number.start, reading.end);
        let quantity = &reading.measure.quantity;
        let next = self.tape.at(end);
        let year =
            reading.whole_digits == 4 && quantity.decimals == 0 && !reading.grouped && year_range(quantity.amount);
        let calendar = matches!(next, '年' | '月' | '日' | '号' | '时');
        if reading.leading_zero || year || calendar || is_name(self.tape, end, NAME_REACH, self.lexicon) {
            return false;
        }
        let announced = self.lexicon.numbers.bare_before.longest_before(self.tape.until(start)).is_some();
        let before = self.tape.before(start);
        let open = is_ideograph(before) || matches!(before, ',' | '、' | '。' | ';' | ':' | '(');
        // 10、20、30个 and 48/50 go on from a number that is a figure.
        let goes_on = matches!(before, '、' | '/' | '÷') && !self.found.is_empty() && self.floor + 1 == start;
        announced || goes_on || quantity.decimals > 0 || reading.grouped || (is_ideograph(next) && open)
    }

    /// A Chinese numeral states a fact when a measure word follows and no word or set phrase swallows it.
    fn numeral(&mut self, i: usize) -> usize {
        let (tape, numbers) = (self.tape, &self.lexicon.numbers);
        let run_end = numeral_end(tape, i, Mode::Prose);
        let fraction = tape.reads(i, "百分之") || tape.reads(i, "千分之");
        if fraction {
            return match measure_at(tape, i, self.lexicon, Mode::Prose) {
                Some(reading) => {
                    let opening = self.opening(&reading);
                    self.push(reading, opening)
                }
                None => run_end,
            };
        }
        if let Some((len, ())) = numbers.fixed.longest_at(tape.from(i)) {
            return i + len;
        }
        let left = numbers.left_words.longest_before(tape.until(i + 1)).is_some();
        let vague = matches!(tape.before(i), '第' | '几' | '数' | '初' | '老' | '小' | '零' | '其' | '点' | '·');
        let head = matches!(tape.at(i), '百' | '千' | '万' | '亿' | '佰' | '仟' | '零' | '〇');
        if left || vague || head || tape.before(i).is_ascii_alphanumeric() {
            return run_end;
        }
        let Some(reading) = measure_at(tape, i, self.lexicon, Mode::Prose) else { return run_end };
        if !self.states_numeral(&reading, run_end) {
            return run_end;
        }
        let opening = self.opening(&reading);
        self.push(reading, opening)
    }

    /// Whether the first point of a list follows at once: `四类：一是`, `四大类。1.`.
    fn announces(&self, reading: &Reading) -> bool {
        let mark = matches!(self.tape.at(reading.end), ':' | '。' | ',' | ';');
        let at = reading.end + 1;
        mark && (self.tape.reads(at, "一是") || self.tape.at(at) == '①' || self.tape.reads(at, "(1)"))
    }

    fn states_numeral(&self, reading: &Reading, run_end: usize) -> bool {
        let tape = self.tape;
        let unit = &reading.measure.quantity.unit;
        if reading.script != Script::Chinese || unit.text.is_empty() || !(reading.spoken || self.announces(reading)) {
            return false;
        }
        let start = reading.number.start;
        match (tape.at(start), run_end - start) {
            ('一', 1) => self.continues_count(reading),
            // A count of two is 两; 二 before a measure word is an ordinal or part of a name.
            ('二', 1) => false,
            // 三年行动 is a name, 连续三年 a length of time.
            _ if unit.base == "年" => {
                self.lexicon.numbers.duration_before.longest_before(tape.until(start)).is_some()
                    && !is_name(tape, reading.end, 1, self.lexicon)
            }
            // 五个一 is a slogan.
            _ => tape.at(reading.end) != '一',
        }
    }

    /// `一个` is an article but in a list of counts: `两个示范村、一个示范社区`.
    fn continues_count(&self, reading: &Reading) -> bool {
        let tape = self.tape;
        let start = reading.number.start;
        let joined = matches!(tape.before(start), ',' | '、' | '和' | '及' | '与');
        let Some(last) = self.found.last() else { return false };
        let near = start.saturating_sub(self.floor) <= 60;
        let one_sentence =
            near && !tape.from(self.floor).iter().take(start - self.floor).any(|&c| matches!(c, '。' | ';'));
        joined && one_sentence && last.measure.quantity.unit == reading.measure.quantity.unit
    }

    /// The comparator and hedge before a number.
    fn opening(&self, reading: &Reading) -> Opening {
        let numbers = &self.lexicon.numbers;
        let mut opening = Opening { start: reading.number.start, comparator: None, approx: None };
        // 近三年 are the last three years, not nearly three.
        let span = matches!(reading.measure.quantity.unit.base.as_str(), "年" | "个月" | "天" | "周" | "个学年");
        for _ in 0..2 {
            let window = self.tape.until(opening.start);
            let reach = opening.start.saturating_sub(self.floor);
            if let Some((len, hedge)) = numbers.hedges_before.longest_before(window)
                && len <= reach
                && opening.approx.is_none()
                && !hedge.unless_after.contains(&self.tape.before(opening.start - len))
                && !(span && hedge.approx.text == "近")
            {
                opening.approx = Some(hedge.approx.clone());
                opening.start -= len;
            } else if let Some((len, comparator)) = numbers.comparators.longest_before(window)
                && len <= reach
                && opening.comparator.is_none()
            {
                opening.comparator = Some(*comparator);
                opening.start -= len;
            }
        }
        opening
    }

    fn push(&mut self, reading: Reading, opening: Opening) -> usize {
        let Reading { mut measure, number, end, .. } = reading;
        measure.comparator = measure.comparator.or(opening.comparator);
        measure.approx = measure.approx.or(opening.approx);
        let chars = self.tape.chars(opening.start..end);
        self.found.push(Found { chars, number: self.tape.chars(number), measure });
        self.floor = end;
        end
    }
}

struct Opening {
    start: usize,
    comparator: Option<Comparator>,
    approx: Option<Approx>,
}

impl Opening {
    fn comparator_or_hedge(&self) -> bool {
        self.comparator.is_some() || self.approx.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rust_decimal::Decimal;

    fn read(text: &str) -> String {
        let shown = |f: &Found| {
            let q = &f.measure.quantity;
            let upper = f.measure.upper.as_ref().map(|u| format!("..{}", u.amount)).unwrap_or_default();
            format!("{}{upper} {}", q.amount, q.unit.text).trim().to_owned()
        };
        scan(&Tape::new(text), Lexicon::builtin()).iter().map(shown).collect::<Vec<_>>().join("; ")
    }

    #[test]
    fn facts_are_found() {
        for (text, said) in [
            ("全年办结案件 42 宗，涉及 1,234.50 万元。", "42 宗; 1234.50 万元"),
            ("直播时长 5 小时 33 分钟", "5 小时; 33 分钟"),
            ("累计走访320户685人", "320 户; 685 人"),
            ("涉及9乡镇60村", "9; 60"),
            ("招募450名队员、80000居民参加", "450 名; 80000"),
            ("预算调整率=12%>0%", "12 %; 0 %"),
            ("满意度在90%-95%之间", "90..95 %"),
            ("公开等七个方面", "7 个"),
            // Characters that reading lost may be digits.
            ("支出1\u{FFFD}3.5万元，其中12\u{FFFD}万元、3.\u{FFFD}5万元，另20.5万元", "20.5 万元"),
            ("完成率9\u{FFFD}%，\u{FFFD}7%，8 %", "8 %"),
            ("建成两个示范村（甲村、乙村），一个示范社区", "2 个; 1 个"),
            ("连续三年达标，近两年来无事故", "3 年; 2 年"),
            ("同比增长-5.2%", "-5.2 %"),
            ("同比下降1.5个百分点", "1.5 个百分点"),
            ("百分之九十五以上", "95 %"),
            ("投入十五点八万元", "15.8 万元"),
            ("投诉3宗（次）", "3 宗(次)"),
            ("亩均补贴120元/亩", "120 元/亩"),
            ("从95%到98%", "95 %; 98 %"),
            ("单价123元1角1分。", "123.11 元"),
            ("结转3541.07万元2.3", "3541.07 万元; 2.3"),
            ("“95.6分”", "95.6 分"),
            ("分别为10、20、30个", "10; 20; 30 个"),
            ("控制率=48/50=96%", "48; 50; 96 %"),
            ("得分=9+42+26=77分，较上年+2分", "9; 42; 26; 77 分; 2 分"),
            ("执行率=115/117.3×100%=98.04%", "115; 117.3; 98.04 %"),
            ("效率提高三倍", "3 倍"),
            ("学习强国APP1600多条", "1600 条"),
            ("2\n\n宗涉及", "2 宗"),
        ] {
            assert_eq!(read(text), said, "{text}");
        }
    }

    #[test]
    fn what_states_no_quantity_is_left_out() {
        for text in [
            "2021年12月31日",
            "12月份",
            "1-10月",
            "1月至10月",
            "2021年4月",
            "5月6日",
            "2021-04-26",
            "2021.4.26",
            "2020年底",
            "2019—2021年",
            "21年底",
            "90年代",
            "8.19 医师节",
            "3.15消费者权益日",
            "“5·12”",
            "9·8慈善募捐",
            "第3",
            "第一",
            "第三季度",
            "第六届",
            "党的二十大",
            "三期工程",
            "4．2026年部门财政拨款收支预算总表",
            "1.2023年度预算情况",
            "粤财〔2017〕5号",
            "（2021）60号",
            "第5号令",
            "0755-12345678",
            "电话：12345678",
            "12345热线",
            "拨打120",
            "1.加强管理",
            "1、加强管理",
            "(1) 加强",
            "（2）加强",
            "完成。3.加强管理",
            "表 1-2 2021 年",
            "附件1",
            "图3",
            "630攻坚",
            "5G",
            "4K超高清",
            "A4纸",
            "“四包一”",
            "“六控十严禁”",
            "三重一大",
            "“两个覆盖”",
            "APP2",
            "24小时值班",
            "24小时巡查",
            "7×24小时在线",
            "8:30至17:30",
            "下午3点",
            "统一零售价",
            "全国两会",
            "年过半百",
            "万一失败",
            "十分重视",
            "三农",
            "千方百计",
            "百姓",
            "四项基本原则",
            "一系列",
            "一般",
            "一定",
            "一批",
            "一起",
            "一个重要方面",
            "一次性",
            "唯一",
            "占1/2分值",
            "×100%",
            "PM2.5浓度",
            "1+3+N模式",
            "《2022 年度汇报片》",
            "搬到七楼",
            "三级审查",
            "三年行动",
            "5年规划",
            "二次污染",
            "数十个部门",
            "三四个",
            "之一次要",
            "90后",
            "3号线",
            "八项规定",
            "四个意识",
            "十四五规划",
            "五一劳动节",
            "双11",
            "985工程",
            "Windows10",
            "GB/T19001-2016",
            "44030719900101001X",
            "13800138000",
            "二〇二一年",
            "五个一工程",
            "百千万工程",
            "“1+3”",
        ] {
            assert_eq!(read(text), "", "{text}");
        }
    }

    #[test]
    fn places_cover_words_number_and_unit() {
        let text = "成本不超过约 1,234.5 万元左右，其中";
        let found = scan(&Tape::new(text), Lexicon::builtin());
        let cut = |r: &Range<usize>| text.chars().skip(r.start).take(r.len()).collect::<String>();
        assert_eq!(found.len(), 1);
        assert_eq!(cut(&found[0].chars), "不超过约 1,234.5 万元左右");
        assert_eq!(cut(&found[0].number), "1,234.5");
        assert_eq!(found[0].measure.comparator, Some(Comparator::AtMost));
        assert_eq!(
            scan(&Tape::new("满意度达90分以上"), Lexicon::builtin())[0].measure.approx.as_ref().map(|a| a.text.clone()),
            Some("以上".into())
        );
    }

    #[test]
    fn long_lines_take_linear_time() {
        for part in [
            "一",
            "1",
            "1.",
            "1-",
            "“",
            "《",
            "约",
            "1万",
            "3个、",
            "百分之",
            "2021-",
            "(",
            "5.5.",
            "万",
            "+1",
            "1,",
            "1，",
            "-1,1",
            "第1-",
        ] {
            let text = part.repeat(40_000);
            let started = std::time::Instant::now();
            let _ = scan(&Tape::new(&text), Lexicon::builtin());
            assert!(started.elapsed().as_secs() < 10, "{part}");
        }
    }

    /// Every example in `numbers.toml` holds.
    #[test]
    fn the_examples_of_the_number_words_hold() {
        let file: toml::Table = toml::from_str(include_str!("../../patterns/numbers.toml")).expect("TOML");
        for (table, entries) in &file {
            for entry in entries.as_array().expect("an array") {
                for example in entry["examples"].as_array().expect("examples") {
                    let (text, said) = example.as_str().and_then(|e| e.split_once(" =>")).expect("text => figures");
                    assert_eq!(read(text), said.trim(), "{table}: {text}");
                }
            }
        }
    }

    /// How many of the figures that a person found in the real reports are found; skipped when they are not there.
    #[test]
    #[allow(clippy::print_stdout, clippy::print_stderr)]
    fn the_real_reports() {
        let beside = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
        let root = std::env::var_os("FUHE_SHARED").map_or(beside, Into::into);
        let Ok(seeds) = std::fs::read_dir(root.join("seeds")) else {
            eprintln!("skipped: no ../shared/seeds beside the project");
            return;
        };
        let (mut hit, mut all, mut wrong) = (0, 0, Vec::new());
        for seed in seeds.flatten() {
            let name = seed.file_name().to_string_lossy().into_owned();
            let text = std::fs::read_to_string(seed.path()).expect("a report");
            let truth =
                std::fs::read_to_string(root.join("truth").join(format!("{}.json", &name[..3]))).expect("truth");
            let truth: serde_json::Value = serde_json::from_str(&truth).expect("JSON");
            let lines: Vec<Vec<Found>> =
                text.split('\n').map(|line| scan(&Tape::new(line), Lexicon::builtin())).collect();
            let places = |n: Option<u64>| match n.and_then(|n| usize::try_from(n).ok()) {
                Some(n) => lines.get(n - 1..n).unwrap_or_default(),
                None => &lines[..],
            };
            for fact in truth["facts"].as_array().into_iter().flatten() {
                let Some(value) = fact["value"].as_str().and_then(|v| v.parse::<Decimal>().ok()) else { continue };
                let unit = crate::lexicon::fold(fact["unit"].as_str().unwrap_or_default());
                let fits = |f: &Found| f.measure.quantity.amount == value && f.measure.quantity.unit.text == unit;
                let line = fact["value_line"].as_u64().or(fact["line"].as_u64());
                all += 1;
                if places(line).iter().flatten().any(fits) {
                    hit += 1;
                } else {
                    println!("{name} missed {value}{unit}: {}", fact["quote"]);
                }
            }
            for kind in ["not_facts", "facts_excluded"] {
                for no in truth[kind].as_array().into_iter().flatten() {
                    let quote = no["text"].as_str().or(no["quote"].as_str()).unwrap_or_default();
                    let Some(line) = no["line"].as_u64().and_then(|n| usize::try_from(n).ok()) else { continue };
                    let source = text.split('\n').nth(line - 1).unwrap_or_default();
                    let Some(at) = source.find(quote) else { continue };
                    let from = source[..at].chars().count();
                    let range = from..from + quote.chars().count();
                    for found in lines[line - 1].iter().filter(|f| range.contains(&f.number.start)) {
                        if found.measure.comparator.is_none() {
                            wrong.push(format!("{name}:{line} {quote} {:?}", found.measure.quantity.amount));
                        }
                    }
                }
            }
        }
        println!("found {hit} of {all}; wrongly found: {wrong:#?}");
        assert!(all == 0 || hit * 100 >= all * 95, "{hit} of {all}");
    }
}
