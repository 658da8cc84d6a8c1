//! Replays the fuzzers' seeds, and crafted captures where they are at hand, through the fuzzers' entry functions.

use leaktap_engine::fuzz;
use std::fs;
use std::path::{Path, PathBuf};

/// The files of a folder by name; none if there is no such folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).filter(|path| path.is_file()).collect();
    paths.sort();
    paths
}

fn replay(target: &str, entry: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(target);
    let seeds = files(&folder);
    assert!(!seeds.is_empty(), "no seeds in {}", folder.display());
    for seed in seeds {
        let bytes = fs::read(&seed).expect("a seed can be read");
        entry(&bytes);
        // A seed cut anywhere near its end is another input worth a try.
        for cut in 1..bytes.len().min(16) {
            entry(&bytes[..bytes.len() - cut]);
        }
    }
}

#[test]
fn frames() {
    replay("packet", fuzz::packet);
}

#[test]
fn segments() {
    replay("reassembly", fuzz::reassembly);
}

#[test]
fn bodies() {
    replay("content", fuzz::content);
}

#[test]
fn plans() {
    replay("plan", fuzz::plan);
}

/// A conversation's first byte picks the parser: here all of them read it.
fn every_parser(conversation: &[u8]) {
    let mut conversation = conversation.to_vec();
    for pick in 0..64 {
        if let Some(first) = conversation.first_mut() {
            *first = pick;
        }
        fuzz::proto(&conversation);
    }
}

#[test]
fn conversations() {
    replay("proto", every_parser);
}

#[test]
fn records() {
    replay("decrypt", fuzz::decrypt);
}

#[test]
fn captures() {
    replay("capture", fuzz::capture);
}

#[test]
fn crafted_captures_do_no_harm() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/captures/malformed");
    let captures = files(&folder);
    if captures.is_empty() {
        println!("skipped: no crafted captures beside the repository");
    }
    for capture in captures {
        fuzz::capture_file(&capture);
    }
}
