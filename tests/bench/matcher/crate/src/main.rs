// usage: peers NAMES TEXT: builds each crate's automaton over the lines of NAMES and searches TEXT, leftmost and longest, keeping
// hits that stand between word boundaries.
use aho_corasick::{AhoCorasick, MatchKind};
use daachorse::{DoubleArrayAhoCorasickBuilder, MatchKind as DaMatchKind};
use std::time::Instant;

fn is_word(c: u8) -> bool {
    c.is_ascii_alphanumeric() || c >= 128
}

fn whole(text: &[u8], start: usize, end: usize) -> bool {
    (start == 0 || !is_word(text[start - 1])) && (end == text.len() || !is_word(text[end]))
}

fn report(name: &str, build: f64, bytes: usize, search: f64, hits: u64) {
    println!("{name}\t{build:.2}\t{:.1}\t{hits}", bytes as f64 / 1e6 / search);
}

fn main() {
    let args: Vec<String> = std::env::args().collect();
    let names: Vec<String> = std::fs::read_to_string(&args[1]).unwrap().lines().map(String::from).collect();
    let text = std::fs::read(&args[2]).unwrap();

    let t = Instant::now();
    let ac = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(&names).unwrap();
    let build = t.elapsed().as_secs_f64();
    let mut best = (f64::MAX, 0);
    for _ in 0..3 {
        let t = Instant::now();
        let hits = ac.find_iter(&text).filter(|m| whole(&text, m.start(), m.end())).count() as u64;
        best = (best.0.min(t.elapsed().as_secs_f64()), hits);
    }
    report("aho-corasick", build, text.len(), best.0, best.1);
    drop(ac);

    let t = Instant::now();
    let da: daachorse::DoubleArrayAhoCorasick<u32> = DoubleArrayAhoCorasickBuilder::new().match_kind(DaMatchKind::LeftmostLongest).build(&names).unwrap();
    let build = t.elapsed().as_secs_f64();
    let mut best = (f64::MAX, 0);
    for _ in 0..3 {
        let t = Instant::now();
        let hits = da.leftmost_find_iter(&text).filter(|m| whole(&text, m.start(), m.end())).count() as u64;
        best = (best.0.min(t.elapsed().as_secs_f64()), hits);
    }
    report("daachorse", build, text.len(), best.0, best.1);
}
