//! Files that real programs wrote (`tests/fixtures/make_documents.py`): one table of customers, `Tk000000001` to
//! `Tk000000004`, and notes with `Tk000000777`.

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
fn locked_archives_are_reported_by_what_can_be_named() {
    for (file, want) in [
        ("locked_zipcrypto.zip", vec![("b:zip", "customers.csv"), ("b:zip", "notiz/说明.txt")]),
        ("locked_aes.zip", vec![("b:zip", "customers.csv"), ("b:zip", "notiz/说明.txt")]),
        ("locked.pdf", vec![("b:pdf", "pdf")]),
    ] {
        let sink = unpack(&hints("", &[]), &fixture(file)).0;
        assert_eq!(locked(&sink), want, "{file}");
        assert_eq!(sink.anomalies, [Code::ArchiveEncrypted], "{file}");
        assert!(sink.tokens().is_empty());
    }
    let named = ContentHints { filename: b"d/q4.pdf".to_vec(), ..ContentHints::default() };
    assert_eq!(locked(&unpack(&named, &fixture("locked.pdf")).0), [("b:pdf", "d/q4.pdf")]);
}
