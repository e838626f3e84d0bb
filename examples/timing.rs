use fuhe::{
    lexicon::Lexicon,
    read::{Limits, Source},
};
use std::time::Instant;
fn main() {
    let t = Instant::now();
    let lex = Lexicon::builtin();
    println!("lexicon {:?}", t.elapsed());
    for p in std::env::args().skip(1) {
        let bytes = std::fs::read(&p).unwrap();
        let s = Source { path: p.clone(), part: None, bytes };
        let n = 50;
        let mut acc = [0u128; 6];
        for _ in 0..n {
            let t = Instant::now();
            let d = fuhe::read::read(&s, &Limits::DEFAULT).unwrap().value;
            acc[0] += t.elapsed().as_nanos();
            let t = Instant::now();
            let l = fuhe::locate::locate(&d, lex);
            acc[1] += t.elapsed().as_nanos();
            for l in l {
                let t = Instant::now();
                let r = fuhe::normalize::normalize(&d, &l.value, lex).value;
                acc[2] += t.elapsed().as_nanos();
                let t = Instant::now();
                let rc = fuhe::reconcile::reconcile(&r, lex);
                acc[3] += t.elapsed().as_nanos();
                let t = Instant::now();
                let f = fuhe::checks::check(&fuhe::checks::Evidence {
                    document: &d,
                    layout: &l.value,
                    report: &r,
                    reconciliations: &rc,
                    notices: &l.notices,
                });
                acc[4] += t.elapsed().as_nanos();
                std::hint::black_box(f);
            }
            let t = Instant::now();
            for e in fuhe::examine(&s, &Limits::DEFAULT, lex).unwrap() {
                std::hint::black_box(fuhe::output::json::record(
                    &e,
                    fuhe::model::Lang::Zh,
                    fuhe::output::json::Form::Line,
                ));
            }
            acc[5] += t.elapsed().as_nanos();
        }
        println!(
            "{} read {} locate {} normalize {} reconcile {} check {} whole+json {} µs",
            &p[p.len() - 30..],
            acc[0] / n / 1000,
            acc[1] / n / 1000,
            acc[2] / n / 1000,
            acc[3] / n / 1000,
            acc[4] / n / 1000,
            acc[5] / n / 1000
        );
    }
}
