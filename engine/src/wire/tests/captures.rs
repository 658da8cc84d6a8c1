//! Real and hostile captures, where they are there: nothing panics and the packets are counted right.

use crate::source::{Fill, PacketBlock, open};
use crate::wire::{Dissected, Dissector, Verdict};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

#[derive(Debug, Default, PartialEq)]
struct Count {
    frames: u64,
    packets: u64,
    reassembled: u64,
    tunnelled: u64,
    damaged: bool,
}

fn folder(name: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/captures").join(name);
    let path = if path.is_dir() { path } else { PathBuf::from(std::env::var_os("LEAKTAP_CAPTURES")?).join(name) };
    if !path.is_dir() {
        eprintln!("skipped: no captures in {name}");
        return None;
    }
    Some(path)
}

fn count(path: &Path) -> Count {
    let mut count = Count::default();
    let mut source = open(path.to_str().unwrap()).unwrap();
    let mut block = PacketBlock::default();
    let mut dissector = Dissector::new(&crate::config::Limits::default());
    let mut packet = Dissected::default();
    let mut buffer = Vec::new();
    loop {
        let fill = source.fill(&mut block).unwrap();
        for meta in &block.packets {
            let data = block.packet(meta);
            assert_eq!(data.len(), meta.len as usize);
            let verdict =
                dissector.dissect(meta.link, data, meta.wire_len, meta.ts_ns, &mut packet, &mut buffer, &mut |_| ());
            let bytes = match verdict {
                Verdict::Packet => data,
                Verdict::Reassembled => &buffer,
                _ => &[],
            };
            count.frames += 1;
            count.reassembled += u64::from(verdict == Verdict::Reassembled);
            if matches!(verdict, Verdict::Packet | Verdict::Reassembled) {
                let start = packet.payload as usize;
                assert!(bytes.get(start..start + packet.payload_len as usize).is_some(), "{}", path.display());
                count.packets += 1;
                count.tunnelled += u64::from(!packet.tunnels.is_empty());
            }
        }
        if fill != Fill::More {
            count.damaged = matches!(fill, Fill::Damaged { .. });
            return count;
        }
    }
}

/// A column of a tab-separated manifest by file.
fn manifest(folder: &Path, column: &str) -> BTreeMap<String, String> {
    let text = std::fs::read_to_string(folder.join("MANIFEST.tsv")).unwrap();
    let mut lines = text.lines().map(|line| line.split('\t').collect::<Vec<_>>());
    let at = lines.next().unwrap().iter().position(|name| *name == column).unwrap();
    lines.map(|row| (row[0].to_owned(), row[at].to_owned())).collect()
}

#[test]
fn public_captures_have_the_packets_their_manifest_says() {
    let Some(folder) = folder("public") else {
        return;
    };
    for (file, packets) in manifest(&folder, "packets") {
        let path = folder.join(&file);
        let Ok(packets) = packets.parse::<u64>() else {
            continue;
        };
        let count = count(&path);
        assert_eq!((count.frames, count.damaged), (packets, false), "{file}");
        assert!(count.packets > 0, "{file}: {count:?}");
    }
}

#[test]
fn tunnels_of_public_captures_are_entered() {
    let Some(folder) = folder("public") else {
        return;
    };
    for (file, least) in [
        ("tunnel-erspan--zeek.pcap", 1),
        ("tunnel-geneve--zeek.pcap", 1),
        ("tunnel-gre-in-gre--zeek.pcap", 1),
        ("tunnel-gtp-fragmented--zeek.pcap", 1),
        ("tunnel-mpls-vlan--zeek.pcap", 1),
        ("tunnel-pppoe-qinq--zeek.pcap", 1),
        ("tunnel-vxlan-http--zeek.pcap", 1),
    ] {
        let count = count(&folder.join(file));
        assert!(count.tunnelled >= least, "{file}: {count:?}");
    }
    assert!(count(&folder.join("tunnel-gtp-fragmented--zeek.pcap")).reassembled > 0);
    assert!(count(&folder.join("ipfrag-http--pcapplusplus.pcap")).reassembled > 0);
    assert!(count(&folder.join("ipfrag-ipv6-dns--zeek.pcap")).reassembled > 0);
}

#[test]
fn live_captures_read_to_their_end() {
    let Some(folder) = folder("live") else { return };
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|ending| ending == "pcap" || ending == "pcapng") {
            let count = count(&path);
            assert!(!count.damaged && count.packets > 0, "{}: {count:?}", path.display());
        }
    }
}

#[test]
fn malformed_captures_are_read_as_far_as_they_go() {
    let Some(folder) = folder("malformed") else {
        return;
    };
    let exits = manifest(&folder, "tshark_exit");
    for (file, packets) in manifest(&folder, "tshark_packets") {
        let count = count(&folder.join(&file));
        if exits[&file] == "0" {
            assert_eq!(count.frames.to_string(), packets, "{file}: {count:?}");
        }
    }
}
