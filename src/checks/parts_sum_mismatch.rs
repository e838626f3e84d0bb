//! NR101: parts that are stated to make up a whole do not add up to it.

use super::declare::declare_check;
use super::{Check, Evidence, narrative};
use crate::model::{Dimension, Finding, Message, PlaceRole, Reconciliation, RelationKind, Subject};

declare_check! {
    /// # 检查什么
    /// 文字中写明由若干部分组成的合计数，与各部分之和是否相等；写明的差额、结余是否等于两数之差；年初数加增加减减少是否为年末数；以“其他”收尾的各项占比之和是否为100%；表中一数按其余行列看应是同表其他数的和或差的，是否如此；写“3项：一是…二是…”的，
    /// 所列是否正好3项。写法表明各部分即全部的（分别为、由…组成、男女、“三公”经费三项），不等即为错误；“其中”只列举部分内容，
    /// 不等并不为错，只有改动一个数字、对调相邻两个数字或改正单位后恰好相等时，才提示核对。
    /// # 为什么
    /// 合计与分项不符，必有一数有误，引用该数的结论也随之存疑。
    /// # 依据
    /// 数据应当真实、准确（财预〔2020〕10号第五条：绩效评价结果真实、客观）。
    /// # 例
    /// 「共办理案件23件，分别为甲类4件、乙类1件、丙类17件」：4＋1＋17＝22，与23不符。
    "NR101", "parts-sum-mismatch", Error, run,
    en: "Parts that a sentence states to make up a whole must add up to it, a stated difference must be one, a number of a table must be the sum or difference that the other rows and columns show it to be, and a stated number \
         of points must be the number listed. Lists after 其中 need not be complete: they are only doubted when one wrong digit, \
         two digits that changed places or a wrong unit would make them add up.",
}

/// The relations of this check; shares and changes are NR102's.
fn is_own(kind: RelationKind) -> bool {
    use RelationKind::{Balance, Count, Difference, Hundred, Subset, Sum};
    matches!(kind, Sum | Subset | Difference | Count | Balance | Hundred)
}

fn run(check: &Check, evidence: &Evidence<'_>) -> Vec<Finding> {
    let relation = |subject| match subject {
        Subject::Relation(index) => evidence.report.relations.get(index).filter(|r| is_own(r.kind)),
        _ => None,
    };
    let finding = |r: &Reconciliation| {
        if r.subject == Subject::TableSum {
            return in_table(check, evidence, r);
        }
        let relation = relation(r.subject)?;
        narrative::finding(check, evidence, r, PlaceRole::Part, |stated, inputs| {
            let (zh, en) = narrative::innocent(&r.verdict);
            let (named, sum) = (narrative::named(stated), &r.arithmetic);
            let money = stated.measure.quantity.unit.dimension == Dimension::Money;
            if let Some(times) = narrative::powers_of_ten(r).filter(|_| money && relation.kind != RelationKind::Count) {
                let parts: Vec<&str> = inputs.iter().map(|f| f.raw.as_str()).collect();
                let sum = parts.join(if relation.kind == RelationKind::Difference { " − " } else { " + " });
                return Message {
                    zh: format!("{named} 与按所列单位算得的数相差 {times} 倍（{sum}），疑为金额单位写错，请核对单位"),
                    en: format!("{named} is off by a factor of {times} from {sum}; check the units of the amounts"),
                };
            }
            match relation.kind {
                RelationKind::Count => Message {
                    zh: format!("{named}，列出的有 {sum} 项，请核对数目与所列内容{zh}"),
                    en: format!("{named}, but {sum} are listed; check the number and the list{en}"),
                },
                RelationKind::Difference => Message {
                    zh: format!("{named} 与两数之差不符（{sum}），请核对{zh}"),
                    en: format!("{named} is not the difference stated ({sum}); check the figures{en}"),
                },
                RelationKind::Balance => Message {
                    zh: format!("{named} 与年初数加增加减减少之数不符（{sum}），请核对各数{zh}"),
                    en: format!(
                        "{named} is not what the opening figure, additions and deductions give ({sum}); check them{en}"
                    ),
                },
                RelationKind::Hundred => Message {
                    zh: format!("{named} 与其余各项占比之和不是100%（{sum}），请核对各项占比{zh}"),
                    en: format!("{named} and the other shares do not make up 100% ({sum}); check them{en}"),
                },
                _ => Message {
                    zh: format!("{named} 与各部分之和不符（{sum}），请核对合计与分项{zh}"),
                    en: format!("{named} is not the sum of its parts ({sum}); check total and parts{en}"),
                },
            }
        })
    };
    evidence.reconciliations.iter().filter_map(finding).collect()
}

/// A number of a table that the other rows or columns show to be a sum or a difference.
fn in_table(check: &Check, evidence: &Evidence<'_>, r: &Reconciliation) -> Option<Finding> {
    narrative::finding(check, evidence, r, PlaceRole::Part, |stated, _| {
        let ((zh, en), named, sum) = (narrative::innocent(&r.verdict), narrative::named(stated), &r.arithmetic);
        Message {
            zh: format!(
                "表中「{}」{} 与同表其他数不符（{sum}，其余行列均按此相符），请核对{zh}",
                stated.label,
                stated.raw.trim()
            ),
            en: format!(
                "{named} does not fit the other numbers of its table ({sum}, as in its other rows and columns); check them{en}"
            ),
        }
    })
}
