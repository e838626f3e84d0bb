//! A mixed folder: good files among broken ones, archives of every kind, bombs. One record for each document, and the
//! whole within bounds.

use super::LONGEST;
use serde_json::Value;
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

const REPORT: &str = "示范区水务站2032年度项目支出绩效自评表\n\
    \n\
    一级指标\t二级指标\t三级指标\t分值\t年度指标值\t实际完成值\t得分\n\
    产出指标\t数量指标\t检修闸门数\t100\t≥12座\t12座\t100\n";

fn zip<'a>(members: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> Vec<u8> {
    packed(members, CompressionMethod::Deflated)
}

fn packed<'a>(members: impl IntoIterator<Item = (&'a str, &'a [u8])>, method: CompressionMethod) -> Vec<u8> {
    let options = SimpleFileOptions::default().compression_method(method);
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in members {
        writer.start_file(name, options).expect("a member");
        writer.write_all(content).expect("content");
    }
    writer.finish().expect("an archive").into_inner()
}

/// An archive of so many members of 80 MB each, in two archives, and a report.
fn bombs(count: usize) -> Vec<u8> {
    let one = zip([("0.txt", vec![0u8; 80 << 20].as_slice())]);
    let mut archive = ZipArchive::new(Cursor::new(one)).expect("an archive");
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for name in (0..count).map(|i| format!("{i}.docx")) {
        writer.raw_copy_file_rename(archive.by_index(0).expect("a member"), name).expect("a copy");
    }
    let many = writer.finish().expect("an archive").into_inner();
    zip([("多.zip", many.as_slice()), ("末.txt", REPORT.as_bytes())])
}

/// Replaces equally long bytes wherever they stand.
fn replaced(mut bytes: Vec<u8>, from: &[u8], to: &[u8]) -> Vec<u8> {
    for at in 0..bytes.len().saturating_sub(from.len()) {
        if bytes[at..].starts_with(from) {
            bytes[at..at + to.len()].copy_from_slice(to);
        }
    }
    bytes
}

fn seven_zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = sevenz_rust2::ArchiveWriter::new(Cursor::new(Vec::new())).expect("a writer");
    for (name, content) in members {
        writer.push_archive_entry(sevenz_rust2::ArchiveEntry::new_file(name), Some(*content)).expect("a file");
    }
    writer.finish().expect("an archive").into_inner()
}

/// Name, content, and what its records are to come to: `read` or the kind of error.
fn files() -> Vec<(&'static str, Vec<u8>, Vec<&'static str>)> {
    let report = REPORT.as_bytes();
    let good = zip([("附件1.txt", report), ("下/附件2.txt", report)]);
    let mut nested = zip([("三.txt", report)]);
    for _ in 0..4 {
        nested = zip([("内.zip", nested.as_slice())]);
    }
    // A member whose directory states 600 MB, between two reports.
    let stated = 600u32 << 20;
    let bomb = zip([("甲.txt", report), ("弹.txt", &[b' '; 0x0123_4567 >> 12]), ("乙.txt", report)]);
    let bomb = replaced(bomb, &(0x0123_4567u32 >> 12).to_le_bytes(), &stated.to_le_bytes());
    let bombs = bombs(7);
    let names: Vec<String> = (0..=100_000).map(|i| format!("{i}.txt")).collect();
    let crowd = packed(names.iter().map(|name| (name.as_str(), &b"1"[..])), CompressionMethod::Stored);
    let pictures: Vec<String> = (0..20_000).map(|i| format!("{i}.jpg")).collect();
    let album = pictures.iter().map(|name| (name.as_str(), &b"1"[..])).chain([("报告.txt", report)]);
    let album = packed(album, CompressionMethod::Stored);
    let broken = zip([("[Content_Types].xml", &b"<Types/>"[..]), ("word/document.xml", b"<w:document><w:body>")]);
    let root = &b"<OFD><DocBody><DocRoot>D.xml</DocRoot></DocBody></OFD>"[..];
    let document = b"<Document><Pages><Page BaseLoc='P.xml'/></Pages><CommonData><PublicRes>R.xml</PublicRes></CommonData></Document>";
    let entities =
        "<!DOCTYPE a [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>]><Page>&b;&b;&b;</Page>";
    let entities = zip([("OFD.xml", root), ("D.xml", document), ("P.xml", entities.as_bytes())]);
    let deep = "<Layer>".repeat(100_000);
    let deep = zip([("OFD.xml", root), ("D.xml", document), ("P.xml", deep.as_bytes())]);
    let unit = "<CompositeObject Boundary='0 0 1 1' ResourceID='1'/>".repeat(20);
    let page = format!("<Page><Content><Layer>{unit}</Layer></Content></Page>");
    let unit = format!("<Res><CompositeGraphicUnit ID='1'><Content>{unit}</Content></CompositeGraphicUnit></Res>");
    let units = [("OFD.xml", root), ("D.xml", document), ("P.xml", page.as_bytes()), ("R.xml", unit.as_bytes())];
    let seven = seven_zip(&[("附件1.txt", report), ("附件2.txt", report)]);
    let (cut, mut changed) = (seven[..seven.len() - 9].to_vec(), seven.clone());
    changed[40] ^= 0xFF;
    vec![
        ("01.txt", report.to_vec(), vec!["read"]),
        ("02-empty.txt", Vec::new(), vec!["empty"]),
        ("03-good.zip", good.clone(), vec!["read", "read"]),
        ("04-nested.zip", nested, vec!["packed"]),
        ("05-bomb.zip", bomb, vec!["read", "too-large", "read"]),
        ("06-bombs.zip", bombs, [vec!["any"; 6], vec!["too-large", "read"]].concat()),
        ("07-crowd.zip", crowd, vec!["too-large"]),
        ("08-album.zip", album, vec!["read"]),
        ("09-cut.zip", good[..good.len() - 30].to_vec(), vec!["damaged"]),
        ("10-nothing.zip", zip([]), vec!["no-documents"]),
        ("11-broken.docx", broken, vec!["any"]),
        ("12-good.7z", seven, vec!["read", "read"]),
        ("13-cut.7z", cut, vec!["damaged"]),
        ("14-changed.7z", changed, vec!["damaged", "read"]),
        ("15.rar", b"Rar!\x1A\x07\x01\0\0".to_vec(), vec!["packed"]),
        ("16.pdf", b"%PDF-1.7\nnothing".to_vec(), vec!["damaged"]),
        ("17.html", b"<html><p>404".to_vec(), vec!["any"]),
        ("18-entities.ofd", entities, vec!["read"]),
        ("19-deep.ofd", deep, vec!["too-large"]),
        ("20-units.ofd", zip(units), vec!["too-large"]),
        ("21.txt", report.to_vec(), vec!["read"]),
    ]
}

/// A folder that goes away with the test.
struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn kind(record: &Value) -> &str {
    record["error"]["kind"].as_str().unwrap_or("read")
}

#[test]
fn a_mixed_folder_gives_every_record() {
    let folder = Folder(std::env::temp_dir().join(format!("fuhe-mixed-{}", std::process::id())));
    std::fs::create_dir_all(&folder.0).expect("a folder");
    let files = files();
    for (name, bytes, _) in &files {
        std::fs::write(folder.0.join(name), bytes).expect("a file");
    }
    let started = Instant::now();
    let run = Command::new(env!("CARGO_BIN_EXE_fuhe")).args(["extract", "--to", "jsonl"]).arg(&folder.0).output();
    let (run, took) = (run.expect("fuhe runs"), started.elapsed());
    println!("a mixed folder: {took:?}");
    assert!(took < LONGEST, "{took:?}");
    assert_eq!(run.status.code(), Some(2), "{}", String::from_utf8_lossy(&run.stderr));
    let printed = String::from_utf8(run.stdout).expect("records are UTF-8");
    let records: Vec<Value> = printed.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let mut records = records.iter();
    for (name, _, expected) in &files {
        let of_file: Vec<&Value> = records.by_ref().take(expected.len()).collect();
        for (record, expected) in of_file.iter().zip(expected) {
            let path = record["source"]["path"].as_str().unwrap_or_default();
            assert!(Path::new(path).starts_with(folder.0.join(name)) || path.contains(name), "{name}: {path}");
            assert!(*expected == "any" || *expected == kind(record), "{name}: {path} {}", record["error"]);
        }
        assert_eq!(of_file.len(), expected.len(), "{name}");
    }
    assert_eq!(records.next(), None, "more records than documents");
}
