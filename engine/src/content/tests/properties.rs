//! What must hold for any body.

use super::*;
use proptest::prelude::*;

fn bodies() -> Vec<(ContentHints, Vec<u8>)> {
    let json = sample_json();
    let csv = sample_csv();
    let b64 = base64(json.as_bytes(), 76);
    let part = multipart(&[
        ("Content-Disposition: form-data; name=\"up\"; filename=\"customers.csv\"", csv.as_bytes()),
        (
            "Content-Disposition: form-data; name=\"j\"\r\nContent-Type: application/json\r\nContent-Transfer-Encoding: base64",
            &b64,
        ),
    ]);
    let in_json =
        format!(r#"{{"file":"{}","phone":"Tk000000777"}}"#, String::from_utf8(base64(csv.as_bytes(), 0)).unwrap());
    vec![
        (hints("application/json", &[]), json.clone().into_bytes()),
        (hints("text/csv", &[]), csv.clone().into_bytes()),
        (hints("application/json", &[Coding::Gzip]), gzip(json.as_bytes())),
        (hints("", &[Coding::Br]), brotli(csv.as_bytes())),
        (hints(MULTIPART, &[]), part),
        (hints("application/json", &[]), in_json.into_bytes()),
        (hints("", &[]), gzip(&tar_of(&[("a.csv", csv.as_bytes())]))),
        (hints("", &[]), zip_of(&[("a.csv", csv.as_bytes()), ("b.json", json.as_bytes())])),
        (hints("", &[]), zip_as(STREAMED, &[("a.csv", csv.as_bytes())])),
        (hints("", &[]), xlsx_of(&csv)),
        (hints("", &[]), pdf_page(&csv)),
        (hints("", &[]), zip_as(Zipped { described: true, ..STORED }, &[("a.csv", csv.as_bytes())])),
    ]
}

/// The lines of a CSV as a workbook whose sheet comes before its strings.
fn xlsx_of(csv: &str) -> Vec<u8> {
    let mut strings = String::from("<sst>");
    let mut rows = String::from("<worksheet><sheetData>");
    let mut count = 0;
    for line in csv.lines() {
        rows.push_str("<row>");
        for cell in line.split(',') {
            let _ = write!(strings, "<si><t>{}</t></si>", cell.replace('"', "&quot;"));
            let _ = write!(rows, "<c t=\"s\"><v>{count}</v></c>");
            count += 1;
        }
        rows.push_str("</row>");
    }
    rows.push_str("</sheetData></worksheet>");
    strings.push_str("</sst>");
    zip_of(&[("xl/worksheets/sheet1.xml", rows.as_bytes()), ("xl/sharedStrings.xml", strings.as_bytes())])
}

/// The lines of a CSV on the page of a PDF.
fn pdf_page(csv: &str) -> Vec<u8> {
    let mut page = String::from("BT /F1 9 Tf 1 0 0 1 50 700 Tm 12 TL\n");
    for line in csv.lines() {
        let _ = writeln!(page, "({}) Tj T*", line.replace(['(', ')'], ""));
    }
    super::containers::pdf_of(&[
        ("/Type/Page/Contents 2 0 R/Resources<</Font<</F1 3 0 R>>>>", None),
        ("/Filter/FlateDecode", Some(&zlib(page.as_bytes()))),
        ("/Type/Font/Subtype/Type1", None),
    ])
}

fn wrap(kind: u8, data: &[u8]) -> Vec<u8> {
    match kind {
        0 => gzip(data),
        1 => zstd(data),
        2 => zlib(data),
        3 => base64(data, 0),
        4 => base64(data, 76),
        5 => hex(data),
        6 => [&b"{\"k\":\""[..], &base64(data, 0), b"\"}"].concat(),
        7 => multipart(&[("Content-Disposition: form-data; name=\"n\"", data)]),
        8 => tar_of(&[("f", data)]),
        9 => zip_of(&[("f", data)]),
        10 => zip_as(STREAMED, &[("f", data)]),
        11 => bzip2(data),
        12 => xz(data),
        13 => lzma(data),
        _ => [&b"a=1&v="[..], &percent(data)].concat(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn any_split_finds_the_same_in_the_same_places(which in 0usize..12, mut cuts in prop::collection::vec(0usize..60_000, 0..12)) {
        let (hints, body) = bodies().swap_remove(which);
        let (whole, _) = unpack(&hints, &body);
        for cut in &mut cuts {
            *cut %= body.len();
        }
        cuts.sort_unstable();
        let (cut, tally) = unpack_cut(&hints, &body, &cuts, true);
        prop_assert_eq!(tally.total(), body.len() as u64);
        prop_assert!(whole.hits.len() >= 400);
        prop_assert_eq!(cut.hits, whole.hits);
    }

    #[test]
    fn any_chain_of_encodings_yields_the_token(kinds in prop::collection::vec(0u8..15, 1..=3), filler in "[a-z ]{0,40}") {
        let text = format!("phone: Tk123456789 {filler} and some more text to read here\n");
        let mut body = text.into_bytes();
        for kind in &kinds {
            body = wrap(*kind, &body);
        }
        let (sink, _) = unpack(&hints("", &[]), &body);
        prop_assert_eq!(sink.tokens(), BTreeSet::from(["Tk123456789"]), "{:?}", kinds);
    }

    #[test]
    fn random_bytes_never_panic_and_are_accounted_for(
        media in prop::sample::select(vec!["", "application/json", "text/csv", "text/html", MULTIPART, "application/x-www-form-urlencoded", "message/rfc822", "text/plain; charset=utf-16"]),
        coding in prop::option::of(prop::sample::select(vec![Coding::Gzip, Coding::Deflate, Coding::Br, Coding::Zstd])),
        body in prop_oneof![
            prop::collection::vec(any::<u8>(), 0..3000),
            prop::collection::vec(prop::sample::select(b"{}[]\"\\,:;=%&<>/+-\r\n \t0aF\xe5\xef\xbc\x91--XbX".to_vec()), 0..3000),
        ],
        mut cuts in prop::collection::vec(0usize..3000, 0..6),
        complete: bool,
    ) {
        cuts.sort_unstable();
        let codings: Vec<Coding> = coding.into_iter().collect();
        let (sink, tally) = unpack_cut(&hints(media, &codings), &body, &cuts, complete);
        prop_assert_eq!(tally.total(), body.len() as u64);
        prop_assert!(sink.bytes <= (body.len() + 64) * 40 + (2 << 20));
    }

    #[test]
    fn mutated_bodies_never_panic_and_are_accounted_for(which in 0usize..12, at in prop::collection::vec((0usize..60_000, any::<u8>()), 1..20), mut cuts in prop::collection::vec(0usize..60_000, 0..4)) {
        let (hints, mut body) = bodies().swap_remove(which);
        for (at, value) in at {
            let at = at % body.len();
            body[at] = value;
        }
        cuts.sort_unstable();
        let (_, tally) = unpack_cut(&hints, &body, &cuts, true);
        prop_assert_eq!(tally.total(), body.len() as u64);
    }
}
