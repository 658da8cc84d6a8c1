//! What tshark says of the same streams. Skips where tshark or the captures are absent.

use super::super::recorder::Feeder;
use super::*;
use std::path::{Path, PathBuf};
use std::process::Command;

/// One stream of each is compared: starting tshark is slow.
const CAPTURES: [&str; 6] = [
    "live/tls11_openssl_keys.pcap",
    "live/tls12_null_cipher.pcap",
    "live/tls13_nokeys.pcap",
    "public/tls-1.3--zeek.pcap",
    "public/tls-fragmented-handshake--zeek.pcap",
    "public/tls-sslv3--chopshop.pcap",
];

fn tshark(capture: &Path, arguments: &[&str]) -> Option<String> {
    let output = Command::new("tshark").arg("-r").arg(capture).args(arguments).output().ok()?;
    String::from_utf8(output.stdout).ok()
}

/// Segments of a stream in order, as tshark follows it: lines of hex, the responder's behind a tab.
fn segments(capture: &Path, stream: &str) -> Vec<(Direction, Vec<u8>)> {
    let follow = format!("follow,tcp,raw,{stream}");
    let text = tshark(capture, &["-q", "-z", &follow]).unwrap_or_default();
    let mut all = Vec::new();
    for line in text.lines() {
        let dir = if line.starts_with('\t') { Direction::Resp } else { Direction::Orig };
        let digits = line.trim();
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            continue;
        }
        let bytes =
            digits.as_bytes().chunks(2).map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap());
        all.push((dir, bytes.collect()));
    }
    all
}

#[test]
fn hellos_agree_with_tshark() {
    let beside = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/captures");
    let captures = std::env::var_os("LEAKTAP_CAPTURES").map_or_else(beside, PathBuf::from);
    if !captures.is_dir() || Command::new("tshark").arg("--version").output().is_err() {
        eprintln!("skipped: needs tshark and ../shared/captures (or LEAKTAP_CAPTURES)");
        return;
    }
    let mut compared = 0;
    for name in CAPTURES {
        let capture = captures.join(name);
        let fields = "-Y tls.handshake.type==1 -T fields -E occurrence=f -e tcp.stream -e tls.handshake.ja3 \
                      -e tls.handshake.extensions_server_name";
        let clients = tshark(&capture, &fields.split_whitespace().collect::<Vec<_>>()).unwrap_or_default();
        let fields = "-Y tls.handshake.type==2 -T fields -E occurrence=f -e tcp.stream \
                      -e tls.handshake.ciphersuite -e tls.handshake.version -e tls.handshake.extensions.supported_version";
        let servers = tshark(&capture, &fields.split_whitespace().collect::<Vec<_>>()).unwrap_or_default();
        for line in clients.lines().take(1) {
            let [stream, ja3, sni] = line.split('\t').collect::<Vec<_>>()[..] else {
                continue;
            };
            let mut feeder = Feeder::new(Box::new(TlsParser::new(&Limits::default())));
            for (dir, bytes) in segments(&capture, stream) {
                feeder.feed(dir, &bytes);
            }
            feeder.close();
            feeder.assert_accounted();
            let info = feeder.out.transport.unwrap_or_default();
            assert_eq!((info.ja3.as_str(), info.sni.as_str()), (ja3, sni), "{name} stream {stream}");
            let chosen = servers.lines().find(|line| line.split('\t').next() == Some(stream));
            let chosen: Vec<&str> = chosen.unwrap_or_default().split('\t').collect();
            let [_, suite, version, extension] = chosen[..] else {
                continue;
            };
            let number = |text: &str| u16::from_str_radix(text.trim_start_matches("0x"), 16).ok();
            assert_eq!(info.suite, number(suite), "{name} stream {stream}");
            let version = number(if extension.is_empty() { version } else { extension }).unwrap();
            assert_eq!(info.version, judge::version_name(version), "{name} stream {stream}");
            compared += 1;
        }
    }
    assert!(compared >= CAPTURES.len() - 1, "only {compared} hellos compared");
}
