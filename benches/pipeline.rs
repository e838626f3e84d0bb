//! What each stage and the whole path cost, on the committed sample reports.
//!
//! `cargo bench --bench pipeline`. Start-up (building the lexicon) is measured apart, because a run pays it once.
#![allow(missing_docs, reason = "the macros of criterion make public functions")]

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use fuhe::checks::{Evidence, check};
use fuhe::lexicon::Lexicon;
use fuhe::read::{Limits, Source, read};
use std::hint::black_box;
use std::path::Path;

/// The reports of `corpus/`.
fn sources() -> Vec<Source> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let mut paths: Vec<_> = walkdir::WalkDir::new(folder)
        .max_depth(1)
        .into_iter()
        .filter_map(Result::ok)
        .map(walkdir::DirEntry::into_path)
        .filter(|p| p.extension().is_some_and(|e| e == "txt" || e == "md"))
        .collect();
    paths.sort();
    let load = |path: std::path::PathBuf| Source {
        bytes: std::fs::read(&path).expect("a committed report"),
        path: path.file_name().expect("a name").to_string_lossy().into_owned(),
        part: None,
    };
    paths.into_iter().map(load).collect()
}

fn stages(criterion: &mut Criterion) {
    let lexicon = Lexicon::builtin();
    let limits = Limits::DEFAULT;
    for source in sources() {
        let name = source.path.as_str();
        let mut group = criterion.benchmark_group("stages");
        group.throughput(Throughput::Bytes(source.bytes.len() as u64));
        let Ok(document) = read(&source, &limits) else { continue };
        let layouts = fuhe::locate::locate(&document.value, lexicon);
        group.bench_function(BenchmarkId::new("read", name), |b| b.iter(|| black_box(read(&source, &limits))));
        group.bench_function(BenchmarkId::new("locate", name), |b| {
            b.iter(|| black_box(fuhe::locate::locate(&document.value, lexicon)));
        });
        let Some(layout) = layouts.first().map(|l| &l.value) else { continue };
        let document = std::sync::Arc::new(document.value);
        group.bench_function(BenchmarkId::new("normalize", name), |b| {
            b.iter(|| black_box(fuhe::normalize::normalize(&document, layout, lexicon)));
        });
        let report = fuhe::normalize::normalize(&document, layout, lexicon).value;
        group.bench_function(BenchmarkId::new("reconcile", name), |b| {
            b.iter(|| black_box(fuhe::reconcile::reconcile(&report, lexicon)));
        });
        let reconciliations = fuhe::reconcile::reconcile(&report, lexicon);
        let evidence =
            Evidence { document: &document, layout, report: &report, reconciliations: &reconciliations, notices: &[] };
        group.bench_function(BenchmarkId::new("check", name), |b| b.iter(|| black_box(check(&evidence))));
        group.finish();
    }
}

/// The rules of a report, read and evaluated apart; also of the longest real report where those stand beside the repository.
fn rubrics(criterion: &mut Criterion) {
    let lexicon = Lexicon::builtin();
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/seeds");
    let mut sources = sources();
    let real = std::fs::read_dir(shared).into_iter().flatten().filter_map(Result::ok).map(|e| e.path());
    sources.extend(real.filter(|p| p.to_string_lossy().contains("/000_")).filter_map(|path| {
        Some(Source { bytes: std::fs::read(&path).ok()?, path: "real report".to_owned(), part: None })
    }));
    let mut group = criterion.benchmark_group("rubrics");
    for source in sources {
        let Ok(document) = read(&source, &Limits::DEFAULT) else { continue };
        let layouts = fuhe::locate::locate(&document.value, lexicon);
        let Some(layout) = layouts.first().map(|l| &l.value) else { continue };
        let report = fuhe::normalize::normalize(&document.value, layout, lexicon).value;
        let rules: Vec<_> = report
            .indicators
            .iter()
            .filter_map(|leaf| Some((leaf.rubric.as_ref()?.text.as_str(), leaf.weight.as_ref()?.amount())))
            .collect();
        if rules.is_empty() {
            continue;
        }
        let name = format!("{}: {} rules", source.path, rules.len());
        group.bench_function(BenchmarkId::new("read", &name), |b| {
            b.iter(|| {
                for (text, worth) in &rules {
                    black_box(fuhe::normalize::rule(text, *worth, lexicon));
                }
            });
        });
        group.bench_function(BenchmarkId::new("evaluate", &name), |b| {
            b.iter(|| black_box(fuhe::reconcile::scores(&report, lexicon)));
        });
    }
    group.finish();
}

fn whole(criterion: &mut Criterion) {
    let lexicon = Lexicon::builtin();
    let mut group = criterion.benchmark_group("whole");
    for source in sources() {
        group.throughput(Throughput::Bytes(source.bytes.len() as u64));
        group.bench_function(BenchmarkId::from_parameter(&source.path), |b| {
            b.iter(|| black_box(fuhe::examine(&source, &Limits::DEFAULT, lexicon)));
        });
    }
    group.finish();
}

fn start_up(criterion: &mut Criterion) {
    criterion.bench_function("start-up/lexicon", |b| b.iter(|| black_box(Lexicon::load(None))));
}

criterion_group!(benches, start_up, stages, rubrics, whole);
criterion_main!(benches);
