//! Hostile input: nothing panics, and time stays bounded. What is said about it is the business of other tests.
#![allow(clippy::print_stdout, reason = "the times are worth seeing")]

mod sample;

#[path = "robustness/archives.rs"]
mod archives;

use fuhe::lexicon::Lexicon;
use fuhe::read::{Limits, Source};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

/// Far above what any case needs in a debug build on a slow machine, far below quadratic work on the large ones.
const LONGEST: Duration = Duration::from_secs(40);

fn survives(name: &str, bytes: Vec<u8>) -> Duration {
    let source = Source { path: name.to_owned(), part: None, bytes };
    let started = Instant::now();
    let result = catch_unwind(AssertUnwindSafe(|| {
        // An error is a fine answer.
        let _ = fuhe::examine(&source, &Limits::DEFAULT, Lexicon::builtin());
    }));
    assert!(result.is_ok(), "{name} panics");
    let took = started.elapsed();
    assert!(took < LONGEST, "{name} takes {took:?}");
    took
}

#[test]
fn committed_files() {
    for path in sample::files(&sample::root().join("golden/robustness"), "") {
        survives(&path.display().to_string(), std::fs::read(&path).expect("a committed file"));
    }
}

#[test]
fn small_made_inputs() {
    let cases: Vec<(&str, Vec<u8>)> = vec![
        ("empty", Vec::new()),
        ("one NUL", vec![0]),
        ("NULs", vec![0; 4096]),
        ("only tabs", b"\t\t\t\t\n\t\t\n\t".to_vec()),
        ("only line ends", b"\r\n\r\r\n\n\r".to_vec()),
        ("all bytes", (0..=255).cycle().take(8192).collect()),
        ("a cut character", "绩效自评报告".as_bytes()[..16].to_vec()),
        ("a lone BOM", vec![0xef, 0xbb, 0xbf]),
        ("half a UTF-16 unit", vec![0xff, 0xfe, 0x41]),
        ("a lone surrogate", vec![0xff, 0xfe, 0x00, 0xd8, 0x41, 0x00]),
        ("a high number", format!("得分\t分值\n{}\t{}\n", "9".repeat(400), "9".repeat(29)).into_bytes()),
        ("many decimals", format!("合计\t0.{}\t%\n", "0".repeat(300)).into_bytes()),
        ("only brackets", "（（（（【【【】）".repeat(50).into_bytes()),
        ("pipes", "|||||\n|---|\n||\n|".repeat(40).into_bytes()),
        ("headers only", "一级指标\t二级指标\t三级指标\t分值\t得分\n".repeat(30).into_bytes()),
        ("a division by zero", "项目\t预算数\t执行数\t执行率\n合计\t0\t0.00\t100%\n".into()),
    ];
    for (name, bytes) in cases {
        survives(name, bytes);
    }
}

#[test]
fn every_cut_of_a_report() {
    for sample in sample::samples() {
        let step = (sample.bytes.len() / 24).max(1);
        for end in (0..sample.bytes.len()).step_by(step) {
            survives(&format!("{} cut at {end}", sample.entry.name), sample.bytes[..end].to_vec());
        }
    }
}

#[test]
fn large_made_inputs_cost_no_more_than_their_size() {
    type Make = fn(usize) -> String;
    let cases: &[(&str, usize, Make)] = &[
        ("one long line", 8_000, |n| "全年完成1234.5万元，同比增长3.2%。".repeat(n)),
        ("one row of tabs", 100_000, |n| "\t".repeat(n)),
        ("one row of numbers", 20_000, |n| "12\t".repeat(n)),
        ("many rows", 1_500, |n| {
            let row = "产出\t数量\t巡查次数\t1\t3次\t1\n";
            ["一级指标\t二级指标\t三级指标\t分值\t实际完成值\t得分\n", &row.repeat(n)].concat()
        }),
        ("many pages", 400, |n| {
            "一级指标\t二级指标\t三级指标\t分值\t实际完成值\t得分\n\t\t巡查次数\t1\t3次\t1\n\n".repeat(n)
        }),
        ("one cell of many lines", 50_000, |n| ["\t一级\n\t二级\n\t得分\n\n\t", &"甲\n".repeat(n)].concat()),
        ("many headings", 4_000, |n| (1..n).map(|i| i.to_string() + ". 工作\n").collect()),
        ("the same line again", 4_000, |n| "本年度部门整体支出绩效自评得分为九十五分，等级为优。\n".repeat(n)),
        ("many short paragraphs", 4_000, |n| (1..n).map(|i| i.to_string() + "户居民参加了活动。\n\n").collect()),
        ("brackets", 10_000, |n| "（".repeat(n)),
        ("digits", 40_000, |n| "1".repeat(n)),
        ("Chinese digits", 12_000, |n| "一百零".repeat(n)),
    ];
    let mut wrong = Vec::new();
    for (name, size, make) in cases {
        let small = survives(name, make(*size).into_bytes());
        let large = survives(name, make(size * 4).into_bytes());
        println!("{name}: {small:?}, four times as much {large:?}");
        // Four times the input costs four times as much; sixteen times would be quadratic. Half a second is noise.
        if large > small * 9 + Duration::from_millis(500) {
            wrong.push(format!("{name}: {small:?} becomes {large:?} for four times the input"));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
