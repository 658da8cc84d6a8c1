//! Files that real programs wrote (`tests/fixtures/make_documents.py`): one table of customers, `Tk000000001` to
//! `Tk000000004`, and notes with `Tk000000777`.

use super::containers::{holds_at_any_cut, places};
use super::*;

/// A file of the fixtures.
pub(super) fn fixture(name: &str) -> Vec<u8> {
    let path = format!("{}/tests/fixtures/documents/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn locked(sink: &Recorder) -> Vec<(&str, &str)> {
    sink.locked.iter().map(|(place, name)| (place.as_str(), name.as_str())).collect()
}

#[test]
fn members_of_7z_archives_are_opened() {
    for method in ["lzma", "lzma2", "deflate", "bzip2", "copy"] {
        let file = fixture(&format!("{method}.7z"));
        let sink = holds_at_any_cut(&file);
        let want = ["b:7z[customers.csv]:ref", "b:7z[notiz/说明.txt]:phone"];
        assert_eq!(places(&sink), BTreeSet::from(want), "{method}");
        assert_eq!(sink.tokens().len(), 5, "{method}");
        assert!(sink.anomalies.is_empty() && sink.locked.is_empty(), "{method} {:?}", sink.anomalies);
        let (_, tally) = unpack(&hints("", &[]), &file);
        assert!(inspected(&tally), "{method} {tally:?}");
    }
}

#[test]
fn members_of_7z_archives_that_cannot_be_opened_are_named() {
    let file = fixture("ppmd.7z");
    let sink = holds_at_any_cut(&file);
    let names: Vec<_> = sink.leaves.iter().map(|(_, _, text)| String::from_utf8_lossy(text)).collect();
    assert_eq!(names, ["customers.csv", "notiz/说明.txt", "notiz"]);
    let (_, tally) = unpack(&hints("", &[]), &file);
    assert!(tally.get(State::Undecodable) > 200, "{tally:?}");
}

#[test]
fn locked_archives_are_reported_by_what_can_be_named() {
    for (file, want) in [
        ("locked.7z", vec![("b:7z", "customers.csv"), ("b:7z", "notiz/说明.txt")]),
        ("locked_names.7z", vec![("b:7z", "7z")]),
        ("locked_zipcrypto.zip", vec![("b:zip", "customers.csv"), ("b:zip", "notiz/说明.txt")]),
        ("locked_aes.zip", vec![("b:zip", "customers.csv"), ("b:zip", "notiz/说明.txt")]),
        ("locked.pdf", vec![("b:pdf", "pdf")]),
    ] {
        let sink = unpack(&hints("", &[]), &fixture(file)).0;
        assert_eq!(locked(&sink), want, "{file}");
        assert_eq!(sink.anomalies, [Code::ArchiveEncrypted], "{file}");
        assert!(sink.tokens().is_empty());
    }
    let named = ContentHints { filename: b"d/q4.7z".to_vec(), ..ContentHints::default() };
    assert_eq!(locked(&unpack(&named, &fixture("locked_names.7z")).0), [("b:7z", "d/q4.7z")]);
}

#[test]
fn damaged_files_are_accounted_for() {
    let names = ["lzma.7z", "copy.7z", "locked.7z"];
    for name in names {
        let file = fixture(name);
        let mut state = 1u64;
        for round in 0..400 {
            let mut damaged = file.clone();
            for _ in 0..=round % 4 {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                let at = (state >> 33) as usize % damaged.len();
                damaged[at] ^= 1 << (state >> 60 & 7);
            }
            unpack(&hints("", &[]), &damaged);
        }
        let whole = unpack(&hints("", &[]), &file).0;
        for len in (0..file.len()).step_by(1 + file.len() / 200) {
            let (cut, tally) = unpack_cut(&hints("", &[]), &file[..len], &[len / 3], false);
            assert_eq!(tally.total(), len as u64, "{name} {len}");
            assert!(cut.tokens().is_subset(&whole.tokens()), "{name} {len}");
        }
    }
}
