//! Directories of captures that grow, are rotated, renamed, compressed, used again.

use super::*;
use std::io::Write;

fn pcap(frames: u8) -> Vec<u8> {
    let mut bytes = vec![0xd4, 0xc3, 0xb2, 0xa1, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0, 1, 0, 0, 0];
    for n in 0..frames {
        bytes.extend([n, 0, 0, 0, 0, 0, 0, 0, 14, 0, 0, 0, 14, 0, 0, 0]);
        bytes.extend([0u8; 14]);
    }
    bytes
}

fn frames(source: &mut dyn PacketSource, wanted: usize) -> usize {
    let (mut block, mut seen) = (PacketBlock::default(), 0);
    for _ in 0..200 {
        assert_eq!(source.fill(&mut block).unwrap(), Fill::More);
        seen += block.packets.len();
        if seen >= wanted {
            break;
        }
    }
    seen
}

/// A directory of its own, gone with the test.
struct Spool(PathBuf);

impl Spool {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("leaktap-watch-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn watch(&self) -> Box<dyn PacketSource> {
        watch(&self.0.to_string_lossy(), 0).unwrap()
    }

    fn write(&self, name: &str, bytes: &[u8]) {
        std::fs::write(self.0.join(name), bytes).unwrap();
    }

    fn append(&self, name: &str, bytes: &[u8]) {
        std::fs::OpenOptions::new().append(true).open(self.0.join(name)).unwrap().write_all(bytes).unwrap();
    }

    /// As if nobody had written to it for long.
    fn age(&self, name: &str, seconds: u64) {
        let file = File::options().write(true).open(self.0.join(name)).unwrap();
        let now = file.metadata().unwrap().modified().unwrap();
        file.set_modified(now - Duration::from_secs(seconds)).unwrap();
    }
}

impl Drop for Spool {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Nothing comes for some looks.
fn none(source: &mut dyn PacketSource) {
    let (mut block, since) = (PacketBlock::default(), Instant::now());
    while since.elapsed() < 4 * LOOK {
        assert_eq!(source.fill(&mut block).unwrap(), Fill::More);
        assert!(block.packets.is_empty() && block.damaged.is_none(), "{:?}", block.damaged);
    }
}

fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn a_file_that_was_quiet_is_read_on_whatever_came_beside_it() {
    let spool = Spool::new("quiet");
    let bytes = pcap(9);
    let (front, rest) = bytes.split_at(24 + 3 * 30);
    let (middle, rest) = rest.split_at(2 * 30 + 7);
    spool.write("hour.pcap", front);
    spool.age("hour.pcap", 600);
    let mut source = spool.watch();
    assert_eq!(frames(&mut *source, 3), 3);
    none(&mut *source);
    spool.write("other.pcap", &pcap(4));
    assert_eq!(frames(&mut *source, 4), 4);
    spool.append("hour.pcap", middle);
    assert_eq!(frames(&mut *source, 2), 2);
    spool.write("other.log", b"x\n");
    none(&mut *source);
    spool.append("hour.pcap", rest);
    assert_eq!(frames(&mut *source, 4), 4, "the cut record and the three after it");
    none(&mut *source);
}

#[test]
fn a_capture_that_is_compressed_later_or_renamed_is_read_once() {
    let spool = Spool::new("compressed");
    spool.write("a.pcap", &pcap(3));
    let mut source = spool.watch();
    assert_eq!(frames(&mut *source, 3), 3);
    let packed = gz(&pcap(3));
    spool.write("a.pcap.gz", packed.get(..9).unwrap());
    none(&mut *source);
    spool.write("a.pcap.gz", &packed);
    std::fs::remove_file(spool.0.join("a.pcap")).unwrap();
    none(&mut *source);
    spool.write("b.pcap", &pcap(2));
    assert_eq!(frames(&mut *source, 2), 2);
    std::fs::rename(spool.0.join("b.pcap"), spool.0.join("b.pcap.1")).unwrap();
    none(&mut *source);
}

#[test]
fn a_name_that_is_used_again_is_read_again() {
    let spool = Spool::new("ring");
    spool.write("ring0.pcap", &pcap(5));
    let mut source = spool.watch();
    assert_eq!(frames(&mut *source, 5), 5);
    spool.write("ring0.pcap", &pcap(2));
    assert_eq!(frames(&mut *source, 2), 2);
    std::fs::remove_file(spool.0.join("ring0.pcap")).unwrap();
    none(&mut *source);
    spool.write("ring0.pcap", &pcap(7));
    assert_eq!(frames(&mut *source, 7), 7);
    none(&mut *source);
}

#[test]
fn a_directory_that_cannot_be_listed_has_not_lost_its_files() {
    let spool = Spool::new("hidden");
    let bytes = pcap(5);
    let (front, rest) = bytes.split_at(24 + 3 * 30);
    spool.write("a.pcap", front);
    let mut source = spool.watch();
    assert_eq!(frames(&mut *source, 3), 3);
    let aside = spool.0.with_extension("aside");
    std::fs::rename(&spool.0, &aside).unwrap();
    none(&mut *source);
    std::fs::rename(&aside, &spool.0).unwrap();
    spool.append("a.pcap", rest);
    assert_eq!(frames(&mut *source, 2), 2);
}

#[test]
fn a_compressed_capture_may_grow_from_any_place() {
    let whole = [gz(&pcap(3)), gz(&pcap(6).split_off(24 + 3 * 30))].concat();
    let first = gz(&pcap(3)).len();
    let spool = Spool::new("pieces");
    for cut in (0..30).chain(first - 9..first + 12) {
        let name = format!("{cut}.pcap.gz");
        spool.write(&name, whole.get(..cut).unwrap());
        let mut watch = Watch::new(spool.0.clone(), SystemTime::UNIX_EPOCH);
        let (mut block, mut seen) = (PacketBlock::default(), 0);
        for n in 0..6 {
            assert_eq!(watch.fill(&mut block).unwrap(), Fill::More);
            assert!(block.damaged.is_none(), "{cut}: {:?}", block.damaged);
            seen += block.packets.len();
            if n == 2 {
                spool.append(&name, whole.get(cut..).unwrap());
                watch.looked = None;
            }
        }
        assert_eq!(seen, 6, "{cut}");
        assert!(watch.followed.iter().all(|file| !file.reader.is_cut()), "{cut}");
        std::fs::remove_file(spool.0.join(&name)).unwrap();
    }
}

#[test]
fn a_file_that_was_given_up_is_told_when_it_grows() {
    let spool = Spool::new("many");
    for n in 0..=FOLLOWED as u64 {
        let name = format!("{n:02}.pcap");
        spool.write(&name, &pcap(1));
        spool.age(&name, 100 - n);
    }
    let mut source = spool.watch();
    assert_eq!(frames(&mut *source, FOLLOWED + 1), FOLLOWED + 1);
    let more = &pcap(2)[24 + 30..];
    spool.append("01.pcap", more);
    assert_eq!(frames(&mut *source, 1), 1);
    spool.append("00.pcap", more);
    let (mut block, mut told) = (PacketBlock::default(), Vec::new());
    for _ in 0..40 {
        assert_eq!(source.fill(&mut block).unwrap(), Fill::More);
        assert!(block.packets.is_empty());
        told.extend(block.damaged.take());
    }
    let [(name, Some(54), reason)] = &told[..] else { panic!("{told:?}") };
    assert!(name.ends_with("00.pcap") && reason.starts_with("it grew"), "{reason}");
}

#[test]
fn files_are_read_as_they_grow_and_come() {
    let directory = std::env::temp_dir().join(format!("leaktap-watch-{}", std::process::id()));
    std::fs::create_dir_all(&directory).unwrap();
    let (first, second) = (directory.join("a.pcap"), directory.join("b.pcap"));
    std::fs::write(&first, pcap(3)).unwrap();
    let mut source = watch(&directory.to_string_lossy(), 0).unwrap();
    assert_eq!(frames(&mut *source, 3), 3);
    let more = pcap(5);
    std::fs::OpenOptions::new().append(true).open(&first).unwrap().write_all(&more[24 + 3 * 30..]).unwrap();
    assert_eq!(frames(&mut *source, 2), 2);
    std::fs::write(directory.join(".hidden"), pcap(9)).unwrap();
    std::fs::write(&second, pcap(4)).unwrap();
    assert_eq!(frames(&mut *source, 4), 4);
    std::fs::remove_dir_all(&directory).unwrap();
}

#[test]
fn what_a_file_brought_and_what_it_could_not_is_told_with_its_name() {
    let directory = std::env::temp_dir().join(format!("leaktap-watch-names-{}", std::process::id()));
    std::fs::create_dir_all(&directory).unwrap();
    let files = ["a.pcap", "b.pcap", "c.pcap"].map(|name| directory.join(name));
    let cut = pcap(3);
    for (file, bytes) in files.iter().zip([&b"root:x:0:0:"[..], &cut[..cut.len() - 5], &pcap(4)]) {
        std::fs::write(file, bytes).unwrap();
    }
    for file in &files {
        // A file that is being written may end anywhere: nobody writes to these.
        let file = File::options().write(true).open(file).unwrap();
        let now = file.metadata().unwrap().modified().unwrap();
        file.set_modified(now - SETTLED).unwrap();
    }
    let mut source = watch(&directory.to_string_lossy(), 0).unwrap();
    let (mut block, mut seen, mut damaged) = (PacketBlock::default(), Vec::new(), Vec::new());
    for _ in 0..200 {
        assert_eq!(source.fill(&mut block).unwrap(), Fill::More);
        seen.extend(block.packets.iter().map(|packet| (block.file.clone().unwrap_or_default(), packet.frame)));
        damaged.extend(block.damaged.take());
        if seen.len() >= 6 && damaged.len() >= 2 {
            break;
        }
    }
    let [first, second, third] = files.map(|file| Arc::<str>::from(file.to_string_lossy()));
    let at = |name: &Arc<str>, frames: std::ops::RangeInclusive<u64>| frames.map(|n| (name.clone(), n)).collect();
    let wanted: Vec<Vec<(Arc<str>, u64)>> = vec![at(&second, 1..=2), at(&third, 1..=4)];
    assert_eq!(seen, wanted.concat());
    let told: Vec<_> = damaged.iter().map(|(name, offset, _)| (name.clone(), offset.is_some())).collect();
    assert_eq!(told, [(first, true), (second, true)]);
    std::fs::remove_dir_all(&directory).unwrap();
}
