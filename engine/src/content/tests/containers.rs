//! Archives and documents.

use super::*;

fn places(sink: &Recorder) -> BTreeSet<&str> {
    sink.places().into_iter().collect()
}

/// Every cut of `body` gives what the whole gives; every length of it is accounted for without a panic.
fn holds_at_any_cut(body: &[u8]) -> Recorder {
    let (whole, _) = unpack(&hints("", &[]), body);
    for step in [1, 7, 64, 1001] {
        let cuts: Vec<usize> = (0..body.len()).step_by(step).collect();
        let (cut, tally) = unpack_cut(&hints("", &[]), body, &cuts, true);
        assert_eq!(tally.total(), body.len() as u64, "{step}");
        assert_eq!(cut.hits, whole.hits, "{step}");
    }
    for len in 0..body.len() {
        let (cut, tally) = unpack_cut(&hints("", &[]), &body[..len], &[len / 2], false);
        assert_eq!(tally.total(), len as u64, "{len}");
        assert!(cut.tokens().is_subset(&whole.tokens()), "{len}");
    }
    whole
}

#[test]
fn zip_members_are_opened_however_they_are_written() {
    let csv: String = sample_csv().lines().take(9).fold(String::new(), |all, line| all + line + "\n");
    let files: [(&str, &[u8]); 3] = [("a/people.csv", csv.as_bytes()), ("dir/", b""), ("b.txt", b"phone: Tk000000777")];
    for how in [
        DEFLATED,
        STREAMED,
        STORED,
        Zipped { described: true, ..STORED },
        Zipped { wide: true, ..DEFLATED },
        Zipped { wide: true, ..STREAMED },
        Zipped { wide: true, described: true, ..STORED },
        Zipped { method: 93, ..DEFLATED },
    ] {
        let zip = zip_as(how, &files);
        let sink = holds_at_any_cut(&zip);
        assert_eq!(places(&sink), BTreeSet::from(["b:zip[a/people.csv]:phone", "b:zip[b.txt]:phone"]));
        assert_eq!(sink.tokens().len(), 9);
        assert!(sink.anomalies.is_empty(), "{:?}", sink.anomalies);
        let (_, tally) = unpack(&hints("", &[]), &zip);
        assert!(inspected(&tally), "{tally:?}");
    }
}

#[test]
fn zips_in_zips_are_opened() {
    let inner = zip_as(STREAMED, &[("c.txt", b"phone: Tk000000777")]);
    for how in [DEFLATED, STREAMED, STORED, Zipped { described: true, ..STORED }] {
        let sink = holds_at_any_cut(&zip_as(how, &[("in.zip", &inner), ("d.txt", b"phone: Tk000000778")]));
        assert_eq!(places(&sink), BTreeSet::from(["b:zip[in.zip]:zip[c.txt]:phone", "b:zip[d.txt]:phone"]));
    }
}

#[test]
fn locked_members_are_named_and_undecodable() {
    let noise: Vec<u8> = (0..3000u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    for how in [
        Zipped { locked: true, ..STORED },
        Zipped { method: 99, ..STORED },
        Zipped { locked: true, described: true, ..STORED },
    ] {
        let zip = zip_as(how, &[("Tk000000001.csv", &noise), ("b.csv", &noise)]);
        let sink = holds_at_any_cut(&zip[..]);
        assert_eq!(sink.anomalies, [Code::ArchiveEncrypted]);
        assert_eq!(sink.tokens().len(), 1);
        let (_, tally) = unpack(&hints("", &[]), &zip);
        assert_eq!(tally.get(State::Undecodable), 2 * noise.len() as u64);
    }
}

#[test]
fn damage_hides_no_later_member() {
    let text = sample_lines(400);
    let mut zip = zip_as(STREAMED, &[("a.txt", text.as_bytes()), ("b.txt", b"phone: Tk000000777")]);
    zip[200..240].fill(0xff);
    let (sink, tally) = unpack(&hints("", &[]), &zip);
    assert!(sink.tokens().contains("Tk000000777") && sink.anomalies.contains(&Code::DecodeFailed));
    assert!(tally.get(State::Undecodable) > 0);
    // Cut in front, as behind a gap.
    let mut sink = Recorder::default();
    let mut unpacker = Unpacker::new(&hints("", &[]), "b", &Limits::default());
    let mut tally = unpacker.push(&zip[..1000], false, false, &mut sink);
    unpacker.gap(100, &mut sink);
    tally.merge(&unpacker.push(&zip[1100..], true, true, &mut sink));
    assert!(sink.tokens().contains("Tk000000777"));
    assert_eq!(tally.total(), zip.len() as u64 - 100);
}
