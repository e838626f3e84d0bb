//! A text with its figures and the words of arithmetic in it, all in folded characters: what the rules look at.

use crate::lexicon::{Hit, Lexicon, NameWord, Trigger, fold, fold_with_places, text_of};
use crate::model::{Dimension, Figure, FigureId, FigureRole, Unit, Wording, offset};
use crate::normalize::tape::is_full_stop;
use rust_decimal::Decimal;
use std::cell::OnceCell;
use std::ops::Range;

/// A figure of the text.
#[derive(Clone, Copy)]
pub(super) struct Spot<'a> {
    /// Its entry in the ledger.
    pub(super) id: FigureId,
    /// The figure.
    pub(super) figure: &'a Figure,
    /// Its first folded character.
    pub(super) start: usize,
    /// The folded character after its last.
    pub(super) end: usize,
}

impl Spot<'_> {
    pub(super) fn unit(&self) -> &Unit {
        &self.figure.measure.quantity.unit
    }

    pub(super) fn is_percent(&self) -> bool {
        self.unit().dimension == Dimension::Percent
    }

    /// Whether it is an amount or a count, which can be added.
    pub(super) fn is_addable(&self) -> bool {
        let dimension = self.unit().dimension;
        !matches!(dimension, Dimension::Percent | Dimension::PercentagePoint) && self.figure.measure.upper.is_none()
    }
}

/// The most figures of a report among which a named whole is looked for.
const MOST_WHOLES: usize = 2_000;
/// Figures before a part among which a whole is looked for whose name is said in other words.
const FAR: usize = 12;
/// Amounts without this many digits are near each other by chance.
const MANY_DIGITS: u128 = 1_000;
/// Paragraphs between a list and the amount that it divides.
const NEAR_BLOCKS: u32 = 4;
/// Characters at the end of a name that only say it is money.
const MONEY_ENDS: [char; 6] = ['资', '金', '经', '费', '额', '款'];
/// How far brackets and the ends of lists are looked for, in characters.
const SIGHT: usize = 800;

/// What the figures of a report are called, worked out once when a text asks for one by its name.
pub(super) struct Names {
    /// Their labels, folded.
    labels: Vec<String>,
    /// The names that wholes are compared by.
    keys: Vec<String>,
}

impl Names {
    fn new(figures: &[Figure], lexicon: &Lexicon) -> Self {
        let first = || figures.iter().take(MOST_WHOLES);
        let keys = first().map(|f| total_key(&f.label, lexicon)).collect();
        Self { labels: first().map(|f| fold(&f.label).into_owned()).collect(), keys }
    }
}

/// The name of a whole without the words that make it one: 支出 of 全年支出, 总支出 and 支出总额.
fn total_key(label: &str, lexicon: &Lexicon) -> String {
    let key = lexicon.labels.key(lexicon.labels.lead.without(label).unwrap_or(label));
    let long = |k: &&str| k.chars().nth(1).is_some();
    let key = key.strip_prefix('总').filter(long).unwrap_or(&key);
    let end = lexicon.relations.stem(key, NameWord::TotalEnd);
    end.filter(long).unwrap_or(key).to_owned()
}

/// The digits of an amount without zeros at its end.
pub(super) fn digits(amount: Decimal) -> u128 {
    let mut digits = amount.mantissa().unsigned_abs();
    while digits > 0 && digits.is_multiple_of(10) {
        digits /= 10;
    }
    digits
}

/// Whether two amounts differ by what looks like a slip: one digit, or two that changed places. Round amounts look so by
/// chance.
pub(super) fn is_slip(a: Decimal, b: Decimal) -> bool {
    let telling = |d: Decimal| digits(d) >= MANY_DIGITS;
    // 7, or 9 times the difference of two digits.
    let small = |d: u128| d > 0 && (d < 10 || d <= 81 && d.is_multiple_of(9));
    telling(a) && telling(b) && a.checked_sub(b).is_some_and(|d| small(digits(d)))
}

/// Whether people are counted in one figure and their questionnaires in another.
pub(super) fn is_answer(people: &Figure, papers: &Figure) -> bool {
    let unit = |f: &Figure| f.measure.quantity.unit.clone();
    let base = |f: &Figure| Some(unit(f)).filter(|u| u.dimension == Dimension::Count).map(|u| u.base);
    matches!(base(people).as_deref(), Some("人" | "名" | "位" | "户")) && base(papers).as_deref() == Some("份")
}

/// The place of a use among the bits of those that stand before a figure.
fn bit(trigger: Trigger) -> u64 {
    const { assert!((Trigger::Less as u32) < u64::BITS, "one bit for each use, the last of which this is") };
    1 << trigger as u32
}

/// A text with its figures.
pub(super) struct Prose<'a> {
    /// The folded characters.
    pub(super) chars: Vec<char>,
    /// The figures, in order.
    pub(super) spots: Vec<Spot<'a>>,
    /// The words, by their start.
    hits: Vec<Hit>,
    /// For every figure, the number of the sentence it starts in.
    sentence: Vec<usize>,
    /// Where each sentence ends: the place of its full stop.
    ends: Vec<usize>,
    /// For every figure, the uses of the words that stand before it: the bit of each.
    said: Vec<u64>,
    /// All figures of the report.
    figures: &'a [Figure],
    names: &'a OnceCell<Names>,
    pub(super) lexicon: &'a Lexicon,
}

impl<'a> Prose<'a> {
    /// `group` holds the figures of this text by their index, in order.
    pub(super) fn new(
        text: &str,
        group: &[usize],
        figures: &'a [Figure],
        names: &'a OnceCell<Names>,
        lexicon: &'a Lexicon,
    ) -> Self {
        let (chars, origin) = fold_with_places(text);
        let fold_at = |at: usize| origin.partition_point(|&o| o < at);
        let spot = |&i: &usize| {
            let figure = figures.get(i)?;
            let range = figure.at.range();
            Some(Spot { id: FigureId(offset(i)), figure, start: fold_at(range.start), end: fold_at(range.end) })
        };
        let mut spots: Vec<Spot<'a>> = group.iter().filter_map(spot).collect();
        // Two figures read from one number: the first stands.
        spots.dedup_by(|b, a| b.start < a.end);
        let mut ends: Vec<usize> =
            (0..chars.len()).filter(|&i| matches!(chars[i], '。' | '!' | '?') || is_full_stop(&chars, i)).collect();
        ends.push(chars.len());
        let sentence = spots.iter().map(|s| ends.partition_point(|&e| e < s.start)).collect();
        let hits = if spots.len() > 1 || spots.first().is_some_and(|s| s.unit().dimension == Dimension::Count) {
            lexicon.relations.hits(&chars)
        } else {
            Vec::new()
        };
        let mut prose = Self { chars, spots, hits, sentence, ends, said: Vec::new(), figures, names, lexicon };
        let bits = |index| prose.words(prose.gap(index)).fold(0, |bits, hit| bits | bit(hit.trigger));
        prose.said = (0..prose.spots.len()).map(bits).collect();
        prose
    }

    /// Whether two figures count or measure the same kind of thing.
    pub(super) fn alike(&self, a: &Spot<'_>, b: &Spot<'_>) -> bool {
        self.lexicon.relations.kindred(a.unit(), b.unit())
    }

    /// The whole that `占全年支出的` names, as it is called elsewhere in the report: the figure of that name which stands
    /// last before the part, else the first. Where figures of that name differ, nothing says which is meant.
    pub(super) fn named(&self, said: &str, part: &Spot<'_>) -> Option<(FigureId, Wording)> {
        let bare = self.lexicon.relations.stem(said, NameWord::ShareEnd)?;
        self.called(bare, part)
    }

    /// The whole of a part by its name, as [`Self::named`] finds it. 支出总额, 总支出 and 全年支出 are one name.
    pub(super) fn called(&self, bare: &str, part: &Spot<'_>) -> Option<(FigureId, Wording)> {
        // 总收入 is that of the body, whose name may stand before it.
        let whole = bare.starts_with('总') && bare.chars().nth(2).is_some();
        let wanted = total_key(bare, self.lexicon);
        // 任务户数 are the 户 of the 任务.
        let counted = part.unit().base.as_str();
        let stem = bare.strip_suffix('数').and_then(|b| b.strip_suffix(counted)).filter(|s| s.chars().nth(1).is_some());
        let names = self.names.get_or_init(|| Names::new(self.figures, self.lexicon));
        let fits = |i: usize| {
            let (f, label) = (&self.figures[i], names.labels[i].as_str());
            let fitting = names.keys[i] == wanted
                || whole && label.ends_with(bare)
                || stem.is_some_and(|s| label.contains(s) && f.measure.quantity.unit.base == counted);
            fitting
                && f.at != part.figure.at
                && f.measure.is_exact()
                && self.lexicon.relations.kindred(&f.measure.quantity.unit, part.unit())
        };
        let mut all: Vec<usize> = (0..names.keys.len()).filter(|&i| fits(i)).collect();
        if all.is_empty() {
            return self.called_alike(&wanted, part, names);
        }
        // 总投资 is rather what is called so than any 投资.
        if whole && all.iter().any(|&i| names.labels[i].ends_with(bare)) {
            all.retain(|&i| names.labels[i].ends_with(bare));
        }
        let amount = |i: usize| self.figures[i].measure.quantity.base_amount();
        // 小区总数 is the largest number of them.
        let most = self.lexicon.relations.stem(bare, NameWord::WholeEnd).is_some();
        let before = all.iter().rev().find(|&&i| self.figures[i].at < part.figure.at);
        let whole = if most { *all.iter().max_by_key(|&&i| amount(i))? } else { *before.or(all.first())? };
        let one = all.iter().all(|&i| amount(i) == amount(whole));
        Some((FigureId(offset(whole)), if one { Wording::Likely } else { Wording::Open }))
    }

    /// The whole of a part by a name that ends its label: 线路 of 公交线路, of which the largest figure is all there are;
    /// or that has but another word for money at its end: 拨付资金 of 实际拨付.
    fn called_alike(&self, wanted: &str, part: &Spot<'_>, names: &Names) -> Option<(FigureId, Wording)> {
        let bare = |key: &str| key.trim_end_matches(MONEY_ENDS).to_owned();
        let stem = bare(wanted);
        let fits = |i: &usize| {
            let f = &self.figures[*i];
            let ends = names.labels[*i].ends_with(wanted) || bare(&names.keys[*i]).ends_with(&stem);
            ends && f.at != part.figure.at
                && f.role == FigureRole::Prose
                && f.measure.is_exact()
                && f.measure.quantity.unit.base == part.unit().base
        };
        stem.chars().nth(1)?;
        let amount = |i: &usize| self.figures[*i].measure.quantity.base_amount();
        let whole = (0..names.keys.len()).filter(fits).max_by_key(amount)?;
        (amount(&whole) >= part.figure.measure.quantity.base_amount()).then(|| (FigureId(offset(whole)), Wording::Open))
    }

    /// The figure of this text, last before a part, whose name shares its words with what is said of the whole:
    /// 抽查的24条线路 of `占抽查线路的29.17%`. Words in common are no name, so that the whole is only supposed.
    pub(super) fn recalled(&self, said: &str, part: usize) -> Option<(FigureId, Wording)> {
        let said: Vec<char> = self.lexicon.relations.stem(said, NameWord::ShareEnd).unwrap_or(said).chars().collect();
        let spot = self.spots.get(part)?;
        let amount = |s: &Spot<'_>| s.figure.measure.quantity.base_amount();
        let text = text_of(&said);
        let asked = self.lexicon.relations.says(&text, NameWord::Survey);
        let shares = |name: &str| said.windows(2).any(|pair| name.contains(&pair.iter().collect::<String>()));
        let fits = |i: &usize| {
            let s = &self.spots[*i];
            let like = s.is_addable() && (self.alike(s, spot) || asked && is_answer(spot.figure, s.figure));
            let aside = [Trigger::Prior, Trigger::Rest, Trigger::Rise, Trigger::Fall, Trigger::Average];
            let behind: String =
                self.chars(self.after(*i)).iter().take(8).take_while(|c| !matches!(c, ',' | ';')).collect();
            let named = || shares(&fold(&s.figure.label)) || shares(&behind);
            like && !aside.iter().any(|t| self.says(*i, *t)) && !self.is_base(*i) && named()
        };
        let mut named: Vec<usize> = (0..part).rev().take(FAR).filter(fits).collect();
        // 新收案件 are those called 新收 rather than some other 案件.
        named.sort_by_key(|&i| std::cmp::Reverse(text.contains(&*fold(&self.spots[i].figure.label))));
        let Some(&first) = named.first() else {
            return if asked { self.questionnaires(spot, &shares) } else { None };
        };
        let holds = |i: &&usize| amount(&self.spots[**i]) >= amount(spot);
        let whole = *named.iter().find(holds).unwrap_or(&first);
        Some((self.spots[whole].id, Wording::Open))
    }

    /// The amount of the paragraphs before a figure that a list of this sum divides: the one that equals it, else the
    /// nearest one that differs from it by what looks like a slip. Round amounts look so by chance.
    pub(super) fn divided_before(&self, part: &Spot<'_>, sum: Decimal) -> Option<FigureId> {
        let at = &part.figure.at;
        let near = |f: &Figure| {
            let close = f.at.block <= at.block && at.block - f.at.block <= NEAR_BLOCKS;
            close && f.role == FigureRole::Prose && f.at < *at && f.measure.is_exact()
        };
        let like = |f: &Figure| self.lexicon.relations.kindred(&f.measure.quantity.unit, part.unit());
        let near: Vec<(usize, &Figure, Decimal)> = (0..)
            .zip(self.figures.iter().take(MOST_WHOLES))
            .filter(|(_, f)| near(f))
            .filter_map(|(i, f)| Some((i, f, f.measure.quantity.base_amount()?)))
            .collect();
        let equal = near.iter().find(|(_, f, amount)| *amount == sum && like(f));
        let slips = || near.iter().filter(|(_, f, amount)| is_slip(*amount, sum) && like(f));
        let nearest = || slips().min_by_key(|(i, f, _)| (at.block - f.at.block, *i));
        equal.or_else(nearest).map(|(i, ..)| FigureId(offset(*i)))
    }

    /// The questionnaires of an earlier paragraph that people were counted from, last before them.
    fn questionnaires(&self, people: &Spot<'_>, named: &dyn Fn(&str) -> bool) -> Option<(FigureId, Wording)> {
        let fits = |i: &usize| {
            let f = &self.figures[*i];
            f.at < people.figure.at && f.measure.is_exact() && is_answer(people.figure, f) && named(&fold(&f.label))
        };
        let last = (0..self.figures.len().min(MOST_WHOLES)).filter(fits).max_by_key(|&i| &self.figures[i].at)?;
        Some((FigureId(offset(last)), Wording::Open))
    }

    /// The amounts of the paragraphs before a figure, nearest first; of those close by, or of all.
    pub(super) fn above(&self, of: &Spot<'_>, all: bool) -> Vec<(FigureId, &'a Figure)> {
        let at = &of.figure.at;
        let fits = |f: &Figure| {
            let near = f.at.block < at.block && (all || at.block - f.at.block <= NEAR_BLOCKS);
            let addable = !matches!(f.measure.quantity.unit.dimension, Dimension::Percent | Dimension::PercentagePoint);
            near && addable && f.role == FigureRole::Prose && f.measure.is_exact()
        };
        let all = self.figures.iter().take(MOST_WHOLES).enumerate().filter(|(_, f)| fits(f));
        let mut all: Vec<(FigureId, &'a Figure)> = all.map(|(i, f)| (FigureId(offset(i)), f)).collect();
        all.sort_by(|(_, a), (_, b)| b.at.cmp(&a.at));
        all
    }

    /// A figure of the report.
    pub(super) fn figure(&self, id: FigureId) -> Option<&'a Figure> {
        self.figures.get(id.0 as usize)
    }

    /// The amount of a figure of the report in its base unit.
    pub(super) fn amount(&self, id: FigureId) -> Option<Decimal> {
        self.figures.get(id.0 as usize)?.measure.quantity.base_amount()
    }

    /// Whether two figures stand in one sentence.
    pub(super) fn sentence_is_one(&self, a: usize, b: usize) -> bool {
        self.sentence.get(a) == self.sentence.get(b)
    }

    /// The words that stand wholly in a range.
    pub(super) fn words(&self, range: Range<usize>) -> impl Iterator<Item = &Hit> {
        let from = self.hits.partition_point(|h| h.start < range.start);
        let rest = self.hits.get(from..).unwrap_or_default();
        rest.iter().take_while(move |h| h.start < range.end).filter(move |h| h.end <= range.end)
    }

    /// Whether a word of that use stands in a range.
    pub(super) fn has(&self, range: Range<usize>, trigger: Trigger) -> bool {
        self.words(range).any(|h| h.trigger == trigger)
    }

    /// Whether a word of that use stands between a figure and the one before it.
    pub(super) fn says(&self, index: usize, trigger: Trigger) -> bool {
        self.said.get(index).is_some_and(|bits| bits & bit(trigger) != 0)
    }

    /// All words of one use, in order; of words that begin at one place the longest.
    pub(super) fn every(&self, trigger: Trigger) -> Vec<Hit> {
        let mut found: Vec<Hit> = self.hits.iter().filter(|h| h.trigger == trigger).copied().collect();
        found.dedup_by(|b, a| {
            let inside = b.start < a.end;
            if inside {
                a.end = a.end.max(b.end);
            }
            inside
        });
        found
    }

    /// The characters of a range.
    pub(super) fn chars(&self, range: Range<usize>) -> &[char] {
        self.chars.get(range).unwrap_or_default()
    }

    /// The characters between the figure before and this one, no further back than its sentence begins.
    pub(super) fn gap(&self, index: usize) -> Range<usize> {
        let Some(spot) = self.spots.get(index) else { return 0..0 };
        let before = index.checked_sub(1).and_then(|i| self.spots.get(i)).map_or(0, |s| s.end);
        before.max(self.sentence_start(index)).min(spot.start)..spot.start
    }

    /// Whether a figure is printed as the base of the percentage behind it: `占年度计划5000万元的105%`.
    pub(super) fn is_base(&self, index: usize) -> bool {
        const LONGEST_NOUN: usize = 12;
        let gap = self.chars(self.gap(index + 1));
        // `占全县162个村（社区）的93.83%`: the noun stands behind its number.
        let noun = || {
            let plain = gap.len() <= LONGEST_NOUN && !gap.iter().any(|c| matches!(c, ',' | ';' | ':' | '、' | '。'));
            plain && gap.last() == Some(&'的') && self.chars(self.gap(index)).contains(&'占')
        };
        self.spots.get(index + 1).is_some_and(Spot::is_percent) && (gap == ['的'] || noun())
    }

    /// Whether a figure stands in a bracket that opens in its sentence.
    pub(super) fn in_bracket(&self, index: usize) -> bool {
        self.spots.get(index).is_some_and(|s| self.open_bracket(self.sentence_start(index), s.start).is_some())
    }

    /// The last figure of the sentence before the one that a figure stands in, brackets left out.
    pub(super) fn last_of_sentence_before(&self, index: usize) -> Option<usize> {
        let start = self.sentence_start(index);
        let before = self.spots.partition_point(|s| s.start < start).checked_sub(1)?;
        let sentence = *self.sentence.get(before)?;
        let adjoins = self.sentence.get(index).is_some_and(|&own| own == sentence + 1);
        let same = |i: &usize| self.sentence.get(*i) == Some(&sentence);
        (0..=before).rev().take_while(same).find(|&i| !self.in_bracket(i)).filter(|_| adjoins)
    }

    /// The characters after a figure up to the next one or the end of its sentence.
    pub(super) fn after(&self, index: usize) -> Range<usize> {
        let Some(spot) = self.spots.get(index) else { return 0..0 };
        let next = self.spots.get(index + 1).map_or(self.chars.len(), |s| s.start);
        spot.end..next.min(self.sentence_end(index)).max(spot.end)
    }

    /// Whether a figure belongs to a part of the sentence that has a rate of its own, another than a later figure's:
    /// `老年人管理4.86万人，管理率71.5%；高血压患者管理3.02万人，…`.
    pub(super) fn has_own_rate(&self, figure: usize, later: usize) -> bool {
        let between = || figure..later;
        between().any(|i| self.chars(self.after(i)).contains(&';')) && between().any(|i| self.spots[i].is_percent())
    }

    /// Where the sentence of a figure starts.
    pub(super) fn sentence_start(&self, index: usize) -> usize {
        let sentence = self.sentence.get(index).copied().unwrap_or_default();
        sentence.checked_sub(1).and_then(|s| self.ends.get(s)).map_or(0, |e| e + 1)
    }

    /// Where the sentence of a figure ends.
    pub(super) fn sentence_end(&self, index: usize) -> usize {
        self.sentence.get(index).and_then(|&s| self.ends.get(s)).copied().unwrap_or(self.chars.len())
    }

    /// The end of the sentence that a character stands in.
    pub(super) fn end_of(&self, at: usize) -> usize {
        self.ends.get(self.ends.partition_point(|&e| e < at)).copied().unwrap_or(self.chars.len())
    }

    /// The start of the sentence that a character stands in.
    pub(super) fn start_of(&self, at: usize) -> usize {
        let sentence = self.ends.partition_point(|&e| e < at);
        sentence.checked_sub(1).and_then(|s| self.ends.get(s)).map_or(0, |e| e + 1)
    }

    /// The figures of the same sentence before one, nearest first.
    pub(super) fn before(&self, index: usize) -> impl Iterator<Item = (usize, &Spot<'a>)> {
        let sentence = self.sentence.get(index).copied();
        let same = move |i: &usize| self.sentence.get(*i).copied() == sentence;
        (0..index).rev().take_while(same).filter_map(|i| Some((i, self.spots.get(i)?)))
    }

    /// The first figure that starts at or after a character.
    pub(super) fn first_from(&self, at: usize) -> usize {
        self.spots.partition_point(|s| s.start < at)
    }

    /// The closing bracket of the one that opens at `open`, within `end`.
    pub(super) fn closing(&self, open: usize, end: usize) -> Option<usize> {
        let mut depth = 0usize;
        for (at, c) in self.chars.iter().enumerate().take(end.min(open + SIGHT)).skip(open) {
            match c {
                '(' => depth += 1,
                ')' => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth == 0 {
                return Some(at);
            }
        }
        None
    }

    /// The bracket that is open at a character, looked for back to `from`.
    pub(super) fn open_bracket(&self, from: usize, at: usize) -> Option<usize> {
        let mut depth = 0usize;
        for place in (from.max(at.saturating_sub(SIGHT))..at).rev() {
            match self.chars.get(place) {
                Some(')') => depth += 1,
                Some('(') if depth == 0 => return Some(place),
                Some('(') => depth -= 1,
                _ => {}
            }
        }
        None
    }
}
