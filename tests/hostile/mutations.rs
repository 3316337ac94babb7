//! Every format cut short and with bits turned at seeded places: no panic, every row accounted for. And the files that a fuzzer or a public
//! collection once broke the reader with.

use std::{fs, path::Path};

use bangfu::formats::{limits::Limits, unreadable::Unreadable};

use super::files::{self, read_within};
use crate::support::wrapped;

/// A generator with a fixed seed (xorshift): the same mutations on every machine.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % n.max(1) as u64).unwrap()
    }
}

fn narrow() -> Limits {
    Limits {
        inflated_bytes: 8 << 20,
        cells: 20_000,
        sheets: 32,
        xml_depth: 64,
        ..Limits::default()
    }
}

fn seeds() -> Vec<(String, Vec<u8>)> {
    let part = |kind: u8, bytes: &[u8]| [&[wrapped::FIRST + kind], bytes].concat();
    let mut seeds: Vec<(String, Vec<u8>)> = files::every().into_iter().map(|(n, b)| (n.to_owned(), b)).collect();
    for (kind, bytes) in [
        (0, wrapped::SHEET.as_bytes()),
        (1, wrapped::STRINGS.as_bytes()),
        (2, wrapped::STYLES.as_bytes()),
        (4, wrapped::ODS.as_bytes()),
        (6, wrapped::BINARY_SHEET),
        (7, wrapped::BINARY_STRINGS),
    ] {
        seeds.push((wrapped::KINDS[usize::from(kind)].to_owned(), part(kind, bytes)));
    }
    let xls = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/samples/inbox/河津市/河津市龙门医院2024年1-3月食堂食材采购.xls"
    );
    seeds.push(("xls".to_owned(), fs::read(xls).unwrap()));
    seeds
}

/// Bits turned, bytes written over, a piece taken out or doubled.
fn mutate(bytes: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut out = bytes.to_vec();
    for _ in 0..=dice.below(4) {
        let at = dice.below(out.len());
        match dice.below(5) {
            0 => out[at] ^= 1 << dice.below(8),
            1 => out[at] = [0, 0xFF, b'<', b'"', 0x7F, b'9'][dice.below(6)],
            2 => {
                let end = (at + dice.below(64)).min(out.len());
                out.drain(at..end);
            }
            3 => {
                let end = (at + dice.below(64)).min(out.len());
                let piece = out[at..end].to_vec();
                out.splice(at..at, piece);
            }
            _ => out.truncate(at.max(1)),
        }
        if out.is_empty() {
            out.push(0);
        }
    }
    out
}

#[test]
fn mutated_files_of_every_format_have_an_outcome() {
    let limits = narrow();
    for (name, seed) in seeds() {
        let mut dice = Dice(0x2545_F491_4F6C_DD1D ^ seed.len() as u64);
        let rounds = if name == "xls" { 25 } else { 80 };
        let (mut readable, mut refused) = (0, 0);
        for _ in 0..rounds {
            match read_within(&wrapped::unwrapped(&mutate(&seed, &mut dice)), &limits) {
                Ok(_) => readable += 1,
                Err(reason) => {
                    assert!(!matches!(reason, Unreadable::Empty), "{name}");
                    refused += 1;
                }
            }
        }
        assert_eq!(readable + refused, rounds, "{name}");
    }
}

/// Else the mutations would turn around something that is never read.
#[test]
fn the_wrapped_parts_are_ledgers() {
    for (name, seed) in seeds() {
        let reading = read_within(&wrapped::unwrapped(&seed), &narrow()).unwrap();
        assert!(!reading.lines.is_empty(), "{name}");
    }
}

#[test]
fn files_cut_anywhere_have_an_outcome() {
    let limits = narrow();
    for (name, seed) in seeds() {
        let step = (seed.len() / if name == "xls" { 12 } else { 40 }).max(1);
        for length in (0..seed.len()).step_by(step) {
            let result = read_within(&wrapped::unwrapped(&seed[..length]), &limits);
            assert_eq!(length == 0, matches!(result, Err(Unreadable::Empty)), "{name}: {length}");
        }
    }
}

#[test]
fn what_was_found_before_stays_mended() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/regressions");
    let mut names: Vec<_> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    names.sort();
    let mut walked = 0;
    for path in names.iter().filter(|p| p.extension().is_none_or(|e| e != "md")) {
        let bytes = wrapped::unwrapped(&fs::read(path).unwrap());
        // A panic inside is a failure here, and its message names the file.
        eprintln!("{}", path.display());
        let _ = read_within(&bytes, &Limits::default());
        walked += 1;
    }
    assert!(walked > 0);
}

/// What those files hold beside not breaking anything: item and fen, worked out by hand.
#[test]
fn what_was_misread_before_is_read_right() {
    for (name, item, fen) in [
        ("text-continued-by-a-flag-alone.biff", "大米", 12_050),
        ("value-beside-an-inline-text.sheet", "大米", 150),
    ] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/regressions").join(name);
        let reading = files::read(&wrapped::unwrapped(&fs::read(path).unwrap())).unwrap();
        assert_eq!(files::fen(&reading), [fen], "{name}");
        assert_eq!(reading.lines[0].item.as_deref(), Some(item), "{name}");
    }
}
