//! Reassembly against tshark's, over real captures (skipped where they are not at hand).

mod lab;

use lab::{config, plan, run};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Bytes and SHA-256 of both directions by the originator-or-not endpoint that spoke first.
struct Row {
    a: String,
    b: String,
    bytes: [u64; 2],
    sha256: [String; 2],
}

fn captures() -> Option<PathBuf> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/captures/public");
    root.join("streams.tsv").is_file().then_some(root)
}

/// Streams whose difference from tshark is explained: (capture, stream, why).
const EXPLAINED: &[(&str, &str, &str)] = &[
    ("http-ntlm--credslayer.pcap", "3", "what follows the last gap is judged here; tshark drops it"),
    (
        "tcp-lines-randomized--tcpflow.pcapng",
        "0",
        "segments are shuffled, the FIN first: tshark takes the request, seen after later sequence numbers, for spurious",
    ),
    (
        "tcp-lines-randomized--tcpflow.pcapng",
        "1",
        "the same: all of both directions is here, in the flow that tshark calls 0",
    ),
    ("tcp-reassembly--zeek.pcap", "0", "overlaps differ (anomaly overlap_conflict); the copy that came first stays"),
];

fn rows(text: &str) -> BTreeMap<String, Vec<(String, Row)>> {
    let mut files: BTreeMap<String, Vec<(String, Row)>> = BTreeMap::new();
    for line in text.lines().skip(1) {
        let cell: Vec<&str> = line.split('\t').collect();
        if cell.len() < 10 || cell[2] == "*" {
            continue;
        }
        let row = Row {
            a: cell[6].to_owned(),
            b: cell[7].to_owned(),
            bytes: [cell[3].parse().unwrap_or(0), cell[4].parse().unwrap_or(0)],
            sha256: [cell[8].to_owned(), cell[9].to_owned()],
        };
        files.entry(cell[0].to_owned()).or_default().push((cell[2].to_owned(), row));
    }
    files
}

/// Which side of the flow is the row's `a` and which its `b`; `None` if the flow has other ends.
fn sides(flow: &leaktap_engine::finding::FlowRecord, row: &Row) -> Option<[usize; 2]> {
    let ends = [flow.flow.tuple.orig, flow.flow.tuple.resp].map(|end| match end.addr {
        std::net::IpAddr::V4(addr) => format!("{addr}:{}", end.port),
        std::net::IpAddr::V6(addr) => format!("[{addr}]:{}", end.port),
    });
    match (ends[0] == row.a && ends[1] == row.b, ends[1] == row.a && ends[0] == row.b) {
        (true, _) => Some([0, 1]),
        (_, true) => Some([1, 0]),
        _ => None,
    }
}

#[test]
fn streams_equal_tsharks() {
    let Some(root) = captures() else {
        eprintln!("skipped: the public captures are not beside the project");
        return;
    };
    let text = std::fs::read_to_string(root.join("streams.tsv")).expect("the oracle can be read");
    let mut wrong = Vec::new();
    let mut right = 0;
    for (file, streams) in rows(&text) {
        let all = run(config(1), &plan(&[]), &[&root.join(&file)]);
        let mut flows: Vec<_> = all.flows.iter().filter(|flow| flow.flow.tuple.proto == 6).collect();
        flows.sort_by_key(|flow| flow.start_ns);
        for (number, row) in streams {
            // A reused 5-tuple has several flows, and packets may be shuffled: of those with the same ends, the most alike.
            let alike = |flow: &leaktap_engine::finding::FlowRecord| {
                let pick = sides(flow, &row)?;
                Some((0..2).filter(|n| flow.payload[pick[*n]] == row.bytes[*n]).map(|n| row.bytes[n] + 1).sum::<u64>())
            };
            let scored = flows.iter().enumerate().filter_map(|(at, flow)| alike(flow).map(|score| (score, at)));
            let Some((_, at)) = scored.max_by_key(|(score, at)| (*score, std::cmp::Reverse(*at))) else {
                wrong.push(format!("{file} {number}: no such flow {} {}", row.a, row.b));
                continue;
            };
            let flow = flows.remove(at);
            let pick = sides(flow, &row).expect("it was found by its ends");
            for (n, side) in pick.into_iter().enumerate() {
                let (bytes, sha256) = (flow.payload[side], &flow.sha256[side]);
                let same = bytes == row.bytes[n] && (row.bytes[n] == 0 || *sha256 == row.sha256[n]);
                let explained = EXPLAINED.iter().any(|(f, s, _)| *f == file && *s == number);
                if same {
                    right += 1;
                } else if !explained {
                    wrong.push(format!("{file} {number} {n}: {bytes} bytes, tshark {}", row.bytes[n]));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{right} equal, {} differ:\n{}", wrong.len(), wrong.join("\n"));
}
