//! Members of archives that RAR 7 packed in the way of version 5.

use super::containers::places;
use super::documents::{CUSTOMERS, fixture};
use super::*;

#[test]
fn packed_members_are_opened() {
    for name in ["packed", "solid"] {
        let file = fixture(&format!("{name}.rar"));
        let (sink, tally) = unpack(&hints("", &[]), &file);
        assert_eq!(places(&sink), BTreeSet::from(["b:rar[customers.csv]:ref"]), "{name}");
        assert_eq!(sink.tokens(), CUSTOMERS.into_iter().collect(), "{name}");
        assert!(sink.anomalies.is_empty(), "{name} {:?}", sink.anomalies);
        let text =
            sink.leaves.iter().filter(|(place, ..)| place == "b:rar[lines.csv]").map(|(.., text)| text.as_slice());
        let mut lines = String::new();
        for at in 0..1500u32 {
            let _ = writeln!(lines, "{at},line {} of many", at * at);
        }
        assert_eq!(String::from_utf8(text.collect::<Vec<_>>().concat()).unwrap(), lines.trim_end());
        // A recorded tone is read by nobody.
        assert!(tally.get(State::Undecodable) < 7500, "{tally:?}");
        assert_eq!(tally.get(State::Inspected) + tally.get(State::Undecodable), tally.total());
    }
}

#[test]
fn they_are_opened_however_they_are_cut() {
    let file = fixture("packed.rar");
    let (whole, _) = unpack(&hints("", &[]), &file);
    for step in [1, 7, 64, 1001] {
        let cuts: Vec<usize> = (0..file.len()).step_by(step).collect();
        let (cut, tally) = unpack_cut(&hints("", &[]), &file, &cuts, true);
        assert_eq!((tally.total(), &cut.hits), (file.len() as u64, &whole.hits), "{step}");
    }
    for len in (0..file.len()).step_by(97) {
        let (cut, tally) = unpack_cut(&hints("", &[]), &file[..len], &[len / 2], false);
        assert_eq!(tally.total(), len as u64, "{len}");
        assert!(cut.tokens().is_subset(&whole.tokens()), "{len}");
    }
}
