//! Data sets of Stata.

use super::*;

/// A data set of a release (117 to 119) with a name, a number and a small number in each row, in either order of bytes.
fn data_set(release: u32, big: bool, rows: u32) -> Vec<u8> {
    let (name, format, label) = if release == 117 { (33, 49, 81) } else { (129, 57, 321) };
    let number = |value: u64, len: usize| -> Vec<u8> {
        if big { value.to_be_bytes()[8 - len..].to_vec() } else { value.to_le_bytes()[..len].to_vec() }
    };
    let text = |text: &str, len: usize| [text.as_bytes(), &vec![0; len - text.len()]].concat();
    let mut out = format!("<stata_dta><header><release>{release}</release><byteorder>").into_bytes();
    out.extend(if big { b"MSF</byteorder><K>" } else { b"LSF</byteorder><K>" });
    out.extend(number(3, if release == 119 { 4 } else { 2 }));
    out.extend(b"</K><N>");
    out.extend(number(u64::from(rows), if release == 117 { 4 } else { 8 }));
    out.extend(b"</N><label>");
    out.extend(number(0, if release == 117 { 1 } else { 2 }));
    out.extend(b"</label><timestamp>\0</timestamp></header><map>");
    let map = out.len();
    out.extend([0; 14 * 8]);
    out.extend(b"</map><variable_types>");
    for kind in [11, 65526, 65530] {
        out.extend(number(kind, 2));
    }
    out.extend(b"</variable_types><varnames>");
    for of in ["phone", "mobile", "n"] {
        out.extend(text(of, name));
    }
    out.extend(b"</varnames><sortlist>");
    out.extend(vec![0; if release == 119 { 16 } else { 8 }]);
    out.extend(b"</sortlist><formats>");
    out.extend(vec![0; 3 * format]);
    out.extend(b"</formats><value_label_names>");
    out.extend(vec![0; 3 * name]);
    out.extend(b"</value_label_names><variable_labels>");
    out.extend(vec![0; 3 * label]);
    out.extend(b"</variable_labels><characteristics></characteristics>");
    let at = number(out.len() as u64, 8);
    out[map + 72..map + 80].copy_from_slice(&at);
    out.extend(b"<data>");
    for i in 0..rows {
        out.extend(format!("Tk{i:09}").bytes());
        out.extend(number((13_800_138_000.0 + f64::from(i)).to_bits(), 8));
        out.push(b'b');
    }
    out.extend(b"</data><strls>GSO\0\0phone: Tk000000999\0</strls><value_labels></value_labels></stata_dta>");
    out
}

#[test]
fn rows_of_data_sets_are_read_by_their_variables() {
    for (release, big) in [(117, false), (118, false), (118, true), (119, false)] {
        let file = data_set(release, big, 300);
        for cut in [0, 100, 900, file.len() / 2, file.len() - 30] {
            let (sink, tally) = unpack_cut(&hints("", &[]), &file, &[cut], true);
            assert_eq!(sink.tokens().len(), 301, "{release} {big} {cut}");
            assert!(sink.hits.iter().filter(|hit| hit.1 == "b:stata:phone").count() >= 300);
            assert!(inspected(&tally) && tally.total() == file.len() as u64, "{tally:?}");
            let rows =
                sink.leaves.iter().find(|leaf| leaf.1 == Format::Csv).map(|leaf| leaf.2.clone()).unwrap_or_default();
            assert!(memchr::memmem::find(&rows, b"\"Tk000000007\",\"13800138007\",\"98\"\r\n").is_some());
        }
    }
}

#[test]
fn damaged_data_sets_are_read_for_their_text() {
    let file = data_set(118, false, 20);
    for at in 0..400 {
        let mut bad = file.clone();
        bad[at] ^= 0xff;
        unpack(&hints("", &[]), &bad);
        unpack_cut(&hints("", &[]), file.get(..file.len() - at).unwrap(), &[at], false);
    }
    let mut sink = Recorder::default();
    let mut unpacker = Unpacker::new(&hints("", &[]), "b", &Limits::default());
    unpacker.push(&file[..file.len() - 300], false, true, &mut sink);
    unpacker.gap(3, &mut sink);
    unpacker.push(&file[file.len() - 297..], true, true, &mut sink);
    assert!(sink.tokens().contains("Tk000000999") && sink.tokens().len() > 2);
}
