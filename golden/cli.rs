//! The command line as its users meet it: exit status, order, determinism, bad input, languages.
//!
//! Runs the built binary on files that it writes itself. What the checks find is tested elsewhere; here only that the
//! commands carry it out.

#![allow(clippy::print_stdout, reason = "a skipped test says so")]

use serde_json::Value;
use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

const REPORT: &str = "示范区档案中心2031年度部门整体绩效自评表\n\
    \n\
    一级指标\t二级指标\t三级指标\t分值\t年度指标值\t实际完成值\t得分\n\
    产出指标\t数量指标\t归档卷宗数\t60\t≥100卷\t120卷\t60\n\
    效益指标\t社会效益\t查档人次\t40\t≥30人次\t31人次\t40\n\
    合计\t\t\t100\t\t\t100\n";

/// A folder of its own for one test, removed at its end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("fuhe-cli-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).expect("a folder");
        Self(path)
    }

    fn file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(&path, content).expect("a file");
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn fuhe(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_fuhe")).args(args).stdin(Stdio::null()).output().expect("the binary runs")
}

fn fed(args: &[&str], input: &[u8]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_fuhe"))
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary runs");
    child.stdin.take().expect("stdin").write_all(input).expect("input");
    child.wait_with_output().expect("an end")
}

fn text(path: &Path) -> &str {
    path.to_str().expect("a path in UTF-8")
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("UTF-8")
}

fn code(output: &Output) -> i32 {
    output.status.code().expect("an exit status")
}

fn lines(output: &Output) -> Vec<Value> {
    out(output).lines().map(|line| serde_json::from_str(line).expect("one JSON object per line")).collect()
}

#[test]
fn one_file_gives_one_indented_record_and_standard_input_the_same() {
    let folder = Folder::new("one");
    let path = folder.file("甲.txt", REPORT);
    let named = fuhe(&["extract", text(&path)]);
    assert_eq!(code(&named), 0, "{}", err(&named));
    assert!(out(&named).starts_with("{\n  \"schema\": \"fuhe.report/1\""), "{}", out(&named));
    let piped = fed(&["extract", "-"], REPORT.as_bytes());
    assert_eq!(out(&piped).replace("\"path\": \"-\"", "\"path\": \"甲.txt\""), {
        let shown = serde_json::to_string(text(&path)).expect("a string");
        out(&named).replace(&shown, "\"甲.txt\"")
    });
    let line = fuhe(&["extract", "--to", "jsonl", text(&path)]);
    assert_eq!(lines(&line).len(), 1);
}

#[test]
fn a_folder_gives_one_line_per_file_in_order_whatever_the_number_of_threads() {
    let folder = Folder::new("order");
    for number in 0..40 {
        let content = REPORT.replace("120卷", &format!("{}卷", 100 + number)).repeat(1 + (40 - number) % 7);
        folder.file(&format!("{}/{number:02}.txt", ["b", "a"][number % 2]), content);
    }
    folder.file("a/.hidden.txt", REPORT);
    folder.file("a/~$lock.docx", "x");
    folder.file("a/picture.png", "x");
    let path = text(&folder.0);
    let one = fuhe(&["extract", "-j1", path]);
    let two = fuhe(&["extract", "-j2", path]);
    assert_eq!(one.stdout, two.stdout);
    // More threads than anything can use are no reason to wait for them.
    for many in ["-j7", "-j1000000"] {
        assert_eq!(one.stdout, fuhe(&["extract", many, path]).stdout, "{many}");
    }
    let records = lines(&one);
    let paths: Vec<&str> = records.iter().map(|r| r["source"]["path"].as_str().expect("a path")).collect();
    let mut sorted = paths.clone();
    sorted.sort_unstable();
    sorted.dedup();
    assert_eq!(paths, sorted, "sorted, and one record each");
    assert_eq!(paths.len(), 40);
    assert_eq!(fuhe(&["check", "-j1", path]).stdout, fuhe(&["check", "-j3", path]).stdout);
}

#[test]
fn bad_files_get_a_message_each_and_the_batch_goes_on() {
    let folder = Folder::new("bad");
    let good = folder.file("good.txt", REPORT);
    let empty = folder.file("empty.txt", "");
    let binary = folder.file("binary.txt", [0u8, 159, 1, 2, 255, 0, 0, 7, 6, 5, 0, 0, 1, 0x7f, 0, 3].repeat(40));
    let missing = folder.0.join("missing.txt");
    let args = ["extract", text(&missing), text(&empty), text(&binary), text(&good)];
    let output = fuhe(&args);
    assert_eq!(code(&output), 2);
    let records = lines(&output);
    let kinds: Vec<&str> = records.iter().map(|r| r["error"]["kind"].as_str().unwrap_or("read")).collect();
    assert_eq!(kinds, ["not-found", "empty", "unknown-format", "read"], "{}", err(&output));
    for (record, path) in records.iter().zip(&args[1..]) {
        assert_eq!(record["source"]["path"], **path);
    }
    assert_eq!(err(&output).lines().count(), 3, "{}", err(&output));
    let output = fuhe(&["check", text(&empty), text(&good)]);
    assert_eq!(code(&output), 2);
    assert!(out(&output).contains("无法读取"), "{}", out(&output));
    assert!(out(&output).lines().last().expect("a line").starts_with("2 个文件（1 个无法读取），1 份报告；"));
    let output = fuhe(&["extract", "--max-bytes", "10", text(&good)]);
    assert_eq!(code(&output), 2);
    assert!(out(&output).contains("\"too-large\""), "{}", out(&output));
}

/// A ZIP archive with members as they are, stored.
fn zipped(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in members {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).expect("a member");
        writer.write_all(content).expect("content");
    }
    writer.finish().expect("an archive").into_inner()
}

#[test]
fn an_archive_is_read_like_the_folder_it_holds() {
    let folder = Folder::new("archive");
    let inner = zipped(&[("丙.txt", REPORT.as_bytes())]);
    let members: [(&str, &[u8]); 5] = [
        ("乙/甲.txt", REPORT.as_bytes()),
        ("坏.txt", b""),
        ("照片.jpg", b"x"),
        ("内.zip", &inner),
        ("尾.txt", REPORT.as_bytes()),
    ];
    let path = folder.file("材料.zip", zipped(&members));
    let shown = |member: &str| format!("{}!/{member}", text(&path));
    for threads in ["-j1", "-j3"] {
        let output = fuhe(&["extract", threads, text(&path)]);
        assert_eq!(code(&output), 2, "one member is empty: {}", err(&output));
        let records = lines(&output);
        let paths: Vec<&str> = records.iter().map(|r| r["source"]["path"].as_str().expect("a path")).collect();
        assert_eq!(paths, ["乙/甲.txt", "坏.txt", "内.zip!/丙.txt", "尾.txt"].map(shown));
        assert_eq!(records[0]["source"]["part"], "乙/甲.txt");
        assert_eq!(records[1]["error"]["kind"], "empty");
        assert!(records[2]["report"].is_object());
    }
    assert_eq!(lines(&fed(&["extract", "-"], &fs::read(&path).expect("the archive"))).len(), 4);
    let array = out(&fuhe(&["extract", "--to", "json", text(&path)]));
    assert_eq!(serde_json::from_str::<Vec<Value>>(&array).expect("an array").len(), 4);
    let into = format!("{}/", text(&folder.0.join("out")));
    fuhe(&["extract", text(&path), "-o", &into]);
    for name in ["乙/甲.txt.json", "内.zip/丙.txt.json"] {
        assert!(Path::new(&into).join("材料.zip").join(name).exists(), "{name}");
    }
    let output = fuhe(&["check", text(&path)]);
    assert!(out(&output).contains(&shown("乙/甲.txt")) && out(&output).contains("4 个文件（1 个无法读取），3 份报告"));
    let output = fuhe(&["dump", "--stage", "document", text(&path)]);
    assert_eq!((code(&output), out(&output).matches(" · text · ").count()), (2, 3));
}

#[test]
fn archives_that_cannot_be_read_are_one_record_each() {
    let folder = Folder::new("archives");
    folder.file("1.zip", zipped(&[("照片.jpg", b"x")]));
    folder.file("2.rar", b"Rar!\x1A\x07\x01\0 and so on");
    folder.file("3.zip", &zipped(&[("甲.txt", REPORT.as_bytes())])[..200]);
    folder.file("4.7z", b"7z\xBC\xAF\x27\x1C\0\x04");
    folder.file("5.txt", b"\x1F\x8B\x08\0\0\0");
    let output = fuhe(&["extract", text(&folder.0)]);
    let kinds: Vec<String> = lines(&output).iter().map(|r| r["error"]["kind"].to_string()).collect();
    assert_eq!(kinds.join(" ").replace('"', ""), "no-documents packed damaged damaged packed");
    assert!(err(&output).contains("请先用解压软件解开"), "{}", err(&output));
    // A name that leads out of the folder for results does not.
    let path = folder.file("6.zip", zipped(&[("../../../外.txt", REPORT.as_bytes())]));
    let into = format!("{}/", text(&folder.0.join("a/b/c")));
    assert_eq!(code(&fuhe(&["extract", text(&path), "-o", &into])), 0);
    assert!(Path::new(&into).join("6.zip/外.txt.json").exists());
}

#[test]
fn text_that_ends_inside_a_character_is_read() {
    let folder = Folder::new("cut");
    let first_byte_of_total = REPORT.find("合计").expect("the total");
    let path = folder.file("cut.txt", &REPORT.as_bytes()[..=first_byte_of_total]);
    let output = fuhe(&["check", text(&path)]);
    assert_ne!(code(&output), 2, "{}", out(&output));
}

#[cfg(unix)]
#[test]
fn an_unreadable_folder_is_one_record_and_the_rest_is_read() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = Folder::new("closed");
    folder.file("z.txt", REPORT);
    let closed = folder.file("closed/a.txt", REPORT).parent().expect("a parent").to_path_buf();
    symlink(&folder.0, folder.0.join("loop")).expect("a link");
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o000)).expect("permissions");
    let bound = fs::read_dir(&closed).is_err();
    let output = fuhe(&["extract", text(&folder.0)]);
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o755)).expect("permissions");
    let records = lines(&output);
    if !bound {
        println!("skipped: permissions do not bind this user");
        assert_eq!(records.len(), 2, "the link that leads back up is not followed");
        return;
    }
    assert_eq!(code(&output), 2);
    assert_eq!(records.len(), 2);
    assert_eq!(records[0]["error"]["kind"], "forbidden");
    assert!(records[1]["report"].is_object());
}

#[test]
fn results_go_to_a_file_or_to_one_file_per_report() {
    let folder = Folder::new("target");
    let first = folder.file("in/甲.txt", REPORT);
    let second = folder.file("in/下/甲.txt", REPORT);
    let file = folder.0.join("all.jsonl");
    let output = fuhe(&["extract", text(&folder.0.join("in")), "-o", text(&file)]);
    assert_eq!((code(&output), out(&output).as_str()), (0, ""), "{}", err(&output));
    assert_eq!(fs::read_to_string(&file).expect("the file").lines().count(), 2);
    let into = format!("{}/", text(&folder.0.join("out")));
    assert_eq!(code(&fuhe(&["extract", text(&folder.0.join("in")), "-o", &into])), 0);
    for name in ["甲.txt.json", "下/甲.txt.json"] {
        let record = fs::read(Path::new(&into).join(name)).unwrap_or_else(|_| panic!("{name} is missing"));
        assert!(serde_json::from_slice::<Value>(&record).expect("JSON").is_object());
    }
    assert_eq!(code(&fuhe(&["extract", text(&first), text(&second), "-o", &into])), 0);
    assert!(Path::new(&into).join("甲.txt-2.json").exists(), "two files of one name do not overwrite each other");
    let long = folder.file(&format!("{}.txt", "长".repeat(83)), REPORT);
    assert_eq!(code(&fuhe(&["extract", text(&long), "-o", &into])), 0, "a name that leaves no room for .json is cut");
    let array = out(&fuhe(&["extract", "--to", "json", text(&first), text(&second)]));
    assert_eq!(serde_json::from_str::<Vec<Value>>(&array).expect("an array").len(), 2);
    let output = fuhe(&["extract", text(&first), "-o", text(&first)]);
    assert_eq!(code(&output), 2, "an input is not overwritten");
    assert_eq!(fs::read_to_string(&first).expect("the input"), REPORT);
}

#[test]
fn english_is_english() {
    let folder = Folder::new("english");
    let path = folder.file("report.txt", "Nothing here is a report.\n");
    let output = fuhe(&["--lang", "en", "check", text(&path), "missing.txt"]);
    for word in ["cannot read missing.txt", "2 files (1 unreadable), 1 report"] {
        assert!(out(&output).contains(word), "{}", out(&output));
    }
    let chinese = |text: &str| text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    let help = fuhe(&["--lang", "en", "--help"]);
    assert_eq!(code(&help), 0);
    assert!(!chinese(&out(&help)), "{}", out(&help));
    assert!(chinese(&out(&fuhe(&["--help"]))));
}

#[test]
fn wrong_calls_end_with_two_and_say_why() {
    let folder = Folder::new("wrong");
    folder.file("picture.png", "x");
    for args in [
        &["check"][..],
        &["check", text(&folder.0)],
        &["explain", "ZZ999"],
        &["check", "--select", "ZZ", "x.txt"],
        &["check", "--patterns", "/no/such/folder", "x.txt"],
        &["dump", "--stage", "report", "missing.txt"],
        &["paint"],
    ] {
        let output = fuhe(args);
        assert_eq!(code(&output), 2, "{args:?}");
        let said = err(&output);
        assert!(
            said.starts_with("fuhe: ") && !said.contains("panicked") && !said.contains("error"),
            "{args:?}: {said}"
        );
    }
    assert!(err(&fuhe(&[])).contains("用法："), "no arguments: the help");
    assert!(err(&fuhe(&["--lang", "en", "paint"])).starts_with("error: "), "clap's own words");
}

#[test]
fn records_of_many_files_are_one_table() {
    let folder = Folder::new("csv");
    folder.file("甲.txt", REPORT);
    folder.file("乙.txt", REPORT);
    folder.file("空.txt", "");
    let table = |args: &[&str]| {
        let output = fuhe(&[&["extract", text(&folder.0)], args].concat());
        assert_eq!(code(&output), 2, "one file is empty");
        out(&output).lines().map(str::to_owned).collect::<Vec<_>>()
    };
    let reports = table(&["--table", "reports"]);
    assert!(reports[0].starts_with("path,part,organization,year,") && reports[0].ends_with(",error"), "{reports:?}");
    assert_eq!(reports.len(), 4, "a line for each file: {reports:?}");
    let indicators = table(&["--to", "csv"]);
    let [header, rows @ ..] = indicators.as_slice() else { panic!("no lines") };
    assert!(header.contains(",level3,key1,") && !rows.is_empty() && rows.iter().all(|row| !row.starts_with("path")));
    let written = folder.0.join("out.csv");
    table(&["--table", "indicators", "-o", text(&written)]);
    let file = std::fs::read_to_string(&written).expect("written");
    assert_eq!(file.strip_prefix('\u{feff}').map(|f| f.lines().count()), Some(indicators.len()));
    assert_eq!(code(&fuhe(&["extract", text(&folder.0), "--to", "json", "--table", "figures"])), 2);
}

#[test]
fn the_small_commands_run() {
    let schema = fuhe(&["schema"]);
    assert_eq!(code(&schema), 0);
    let schema: Value = serde_json::from_slice(&schema.stdout).expect("JSON");
    assert_eq!(schema["title"], "fuhe.report/1");
    assert_eq!(code(&fuhe(&["checks"])), 0);
    assert_eq!(code(&fuhe(&["--version"])), 0);
    for check in fuhe::checks::CHECKS {
        for lang in ["zh", "en"] {
            let output = fuhe(&["explain", check.code.0, "--lang", lang]);
            assert_eq!(code(&output), 0, "{}", check.code.0);
            assert!(out(&output).starts_with(check.code.0));
        }
    }
    let folder = Folder::new("dump");
    let path = folder.file("甲.txt", REPORT);
    for stage in ["document", "layout", "report"] {
        let output = fuhe(&["dump", "--stage", stage, text(&path)]);
        assert_eq!(code(&output), 0, "{stage}: {}", err(&output));
        assert!(!out(&output).is_empty());
    }
}

#[test]
fn colour_is_for_terminals_unless_asked_for() {
    let folder = Folder::new("colour");
    let path = folder.file("甲.txt", REPORT);
    assert!(!out(&fuhe(&["check", text(&path)])).contains('\u{1b}'));
    assert!(out(&fuhe(&["check", "--color", "always", text(&path)])).contains('\u{1b}'));
    assert!(!out(&fuhe(&["extract", "--color", "always", text(&path)])).contains('\u{1b}'));
}

#[test]
fn a_reader_that_has_seen_enough_is_no_failure() {
    let folder = Folder::new("pipe");
    for number in 0..60 {
        folder.file(&format!("{number:02}.txt"), REPORT.repeat(40));
    }
    let mut child = Command::new(env!("CARGO_BIN_EXE_fuhe"))
        .args(["extract", text(&folder.0)])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary runs");
    let mut start = [0u8; 16];
    child.stdout.take().expect("stdout").read_exact(&mut start).expect("some output");
    let output = child.wait_with_output().expect("an end");
    assert_eq!(err(&output), "");
    assert_eq!(code(&output), 0);
}

#[test]
fn the_reference_of_the_checks_is_current() {
    let entries: Vec<_> = fuhe::checks::CHECKS
        .iter()
        .map(|check| fuhe::output::explain::Entry {
            code: check.code.0,
            name: check.name,
            severity: check.severity,
            docs: check.docs,
            docs_en: check.docs_en,
        })
        .collect();
    let current = fuhe::output::explain::markdown(&entries);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/checks.md");
    if std::env::var_os("FUHE_BLESS").is_some() {
        fs::write(&path, &current).expect("docs/checks.md is written");
    }
    let committed = fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    assert!(committed == current, "docs/checks.md is out of date; rewrite it with FUHE_BLESS=1 cargo test --test cli");
}

/// The first screen of the README: a small report in, findings out.
#[test]
fn the_sample_of_the_readmes_is_what_comes_out() {
    for (readme, lang) in [("README.md", "en"), ("README.zh.md", "zh")] {
        let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(readme)).expect("the README");
        let blocks: Vec<&str> = text.split("```text\n").skip(1).filter_map(|b| b.split("```").next()).collect();
        let [report, shown] = blocks[..] else { panic!("{readme}: {} samples", blocks.len()) };
        let folder = Folder::new(&format!("readme-{lang}"));
        folder.file("绩效自评表.txt", report);
        let mut command = Command::new(env!("CARGO_BIN_EXE_fuhe"));
        let run = command.args(["check", "--lang", lang, "绩效自评表.txt"]).current_dir(&folder.0).output();
        let out = String::from_utf8(run.expect("the binary runs").stdout).expect("UTF-8");
        assert_eq!(out.trim(), shown.trim(), "{readme}");
    }
}
