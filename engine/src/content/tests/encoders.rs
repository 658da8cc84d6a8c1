//! The encodings that content has to undo.

use std::io::Write as _;

pub(super) fn gzip(data: &[u8]) -> Vec<u8> {
    let mut e = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    e.write_all(data).unwrap();
    e.finish().unwrap()
}

pub(super) fn zlib(data: &[u8]) -> Vec<u8> {
    let mut e = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
    e.write_all(data).unwrap();
    e.finish().unwrap()
}

pub(super) fn deflate(data: &[u8]) -> Vec<u8> {
    let mut e = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::default());
    e.write_all(data).unwrap();
    e.finish().unwrap()
}

pub(super) fn zstd(data: &[u8]) -> Vec<u8> {
    ::zstd::bulk::compress(data, 3).unwrap()
}

/// A frame of one block.
/// A raw block of literals.
pub(super) fn snappy(data: &[u8]) -> Vec<u8> {
    let len = data.len() as u32;
    let mut out = vec![len as u8 | 0x80, (len >> 7) as u8 | 0x80, (len >> 14) as u8];
    for piece in data.chunks(60) {
        out.push((piece.len() as u8 - 1) << 2);
        out.extend_from_slice(piece);
    }
    out
}

pub(super) fn lz4(data: &[u8]) -> Vec<u8> {
    let block = lz4_flex::block::compress(data);
    [&b"\x04\x22\x4d\x18\x60\x70\0"[..], &(block.len() as u32).to_le_bytes(), &block, &[0; 4]].concat()
}

pub(super) fn bzip2(data: &[u8]) -> Vec<u8> {
    let mut e = ::bzip2::write::BzEncoder::new(Vec::new(), ::bzip2::Compression::default());
    e.write_all(data).unwrap();
    e.finish().unwrap()
}

pub(super) fn xz(data: &[u8]) -> Vec<u8> {
    let mut e = ::liblzma::write::XzEncoder::new(Vec::new(), 6);
    e.write_all(data).unwrap();
    e.finish().unwrap()
}

pub(super) fn lzma(data: &[u8]) -> Vec<u8> {
    let options = ::liblzma::stream::LzmaOptions::new_preset(6).unwrap();
    let stream = ::liblzma::stream::Stream::new_lzma_encoder(&options).unwrap();
    let mut e = ::liblzma::write::XzEncoder::new_stream(Vec::new(), stream);
    e.write_all(data).unwrap();
    e.finish().unwrap()
}

/// Uncompressed meta-blocks (RFC 7932 §9.2), window of 64 KiB.
pub(super) fn brotli(data: &[u8]) -> Vec<u8> {
    let mut bits: Vec<bool> = vec![false];
    let put = |bits: &mut Vec<bool>, value: usize, n: usize| {
        (0..n).for_each(|i| bits.push(value >> i & 1 == 1));
    };
    let mut out = Vec::new();
    let flush = |bits: &mut Vec<bool>, out: &mut Vec<u8>| {
        for byte in bits.chunks(8) {
            out.push(byte.iter().enumerate().fold(0u8, |b, (i, on)| b | (u8::from(*on) << i)));
        }
        bits.clear();
    };
    for block in data.chunks(1 << 15) {
        put(&mut bits, 0, 1);
        put(&mut bits, 0, 2);
        put(&mut bits, block.len() - 1, 16);
        put(&mut bits, 1, 1);
        flush(&mut bits, &mut out);
        out.extend_from_slice(block);
    }
    put(&mut bits, 3, 2);
    flush(&mut bits, &mut out);
    out
}

pub(super) fn base64(data: &[u8], line: usize) -> Vec<u8> {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut chars = Vec::new();
    for group in data.chunks(3) {
        let b = [group[0], *group.get(1).unwrap_or(&0), *group.get(2).unwrap_or(&0)];
        let n = u32::from(b[0]) << 16 | u32::from(b[1]) << 8 | u32::from(b[2]);
        for i in 0..4 {
            chars.push(if i <= group.len() { ALPHABET[(n >> (18 - 6 * i) & 63) as usize] } else { b'=' });
        }
    }
    if line == 0 { chars } else { chars.chunks(line).collect::<Vec<_>>().join(&b"\r\n"[..]) }
}

pub(super) fn hex(data: &[u8]) -> Vec<u8> {
    data.iter().flat_map(|b| format!("{b:02x}").into_bytes()).collect()
}

pub(super) fn quoted(data: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    for (i, byte) in data.iter().enumerate() {
        if i % 20 == 19 {
            out.extend_from_slice(b"=\r\n");
        }
        if byte.is_ascii_alphanumeric() || *byte == b' ' {
            out.push(*byte);
        } else {
            out.extend_from_slice(format!("={byte:02X}").as_bytes());
        }
    }
    out
}

pub(super) fn percent(data: &[u8]) -> Vec<u8> {
    data.iter()
        .flat_map(|b| if b.is_ascii_alphanumeric() { vec![*b] } else { format!("%{b:02X}").into_bytes() })
        .collect()
}

pub(super) fn multipart(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut out = Vec::new();
    for (head, body) in parts {
        out.extend_from_slice(format!("--XbX\r\n{head}\r\n\r\n").as_bytes());
        out.extend_from_slice(body);
        out.extend_from_slice(b"\r\n");
    }
    out.extend_from_slice(b"--XbX--\r\nepilogue");
    out
}

pub(super) fn tar_of(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut out = Vec::new();
    for (name, data) in files {
        let mut head = vec![0u8; 512];
        head[..name.len()].copy_from_slice(name.as_bytes());
        head[124..136].copy_from_slice(format!("{:011o}\0", data.len()).as_bytes());
        head[156] = b'0';
        head[257..262].copy_from_slice(b"ustar");
        head[148..156].fill(b' ');
        let sum: u32 = head.iter().map(|b| u32::from(*b)).sum();
        head[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
        out.extend(head);
        out.extend_from_slice(data);
        out.resize(out.len().div_ceil(512) * 512, 0);
    }
    out.resize(out.len() + 1024, 0);
    out
}

/// How a member of [`zip_of`] is written.
#[derive(Clone, Copy)]
pub(super) struct Zipped {
    pub(super) method: u16,
    /// Sizes stand behind the data.
    pub(super) described: bool,
    pub(super) wide: bool,
    pub(super) locked: bool,
}

pub(super) const DEFLATED: Zipped = Zipped { method: 8, described: false, wide: false, locked: false };
pub(super) const STREAMED: Zipped = Zipped { described: true, ..DEFLATED };
pub(super) const STORED: Zipped = Zipped { method: 0, ..DEFLATED };

pub(super) fn zip_as(how: Zipped, files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut central = Vec::new();
    for (name, data) in files {
        let packed = match how.method {
            8 => deflate(data),
            12 => bzip2(data),
            93 => zstd(data),
            95 => xz(data),
            _ => data.to_vec(),
        };
        let at = out.len() as u32;
        let flags = u16::from(how.described) << 3 | u16::from(how.locked);
        let mut sizes = [0u8; 12];
        let mut extra = Vec::new();
        if how.wide && !how.described {
            sizes[4..].fill(255);
            extra.extend([1, 0, 16, 0]);
            extra.extend((data.len() as u64).to_le_bytes());
            extra.extend((packed.len() as u64).to_le_bytes());
        } else if !how.described {
            sizes[4..8].copy_from_slice(&(packed.len() as u32).to_le_bytes());
            sizes[8..].copy_from_slice(&(data.len() as u32).to_le_bytes());
        }
        let mut head = vec![20, 0];
        head.extend(flags.to_le_bytes());
        head.extend(how.method.to_le_bytes());
        head.extend([0; 4]);
        head.extend(sizes);
        head.extend((name.len() as u16).to_le_bytes());
        head.extend((extra.len() as u16).to_le_bytes());
        out.extend(b"PK\x03\x04");
        out.extend(&head);
        out.extend(name.as_bytes());
        out.extend(&extra);
        out.extend(&packed);
        if how.described {
            out.extend(b"PK\x07\x08\0\0\0\0");
            for len in [packed.len(), data.len()] {
                out.extend(&(len as u64).to_le_bytes()[..if how.wide { 8 } else { 4 }]);
            }
        }
        central.extend(b"PK\x01\x02\x14\0");
        central.extend(&head[..24]);
        central.extend([0; 12]);
        central.extend(at.to_le_bytes());
        central.extend(name.as_bytes());
    }
    let size = central.len() as u32;
    let at = out.len() as u32;
    out.extend(central);
    out.extend(b"PK\x05\x06\0\0\0\0");
    out.extend([(files.len() as u16).to_le_bytes(), (files.len() as u16).to_le_bytes()].concat());
    out.extend(size.to_le_bytes());
    out.extend(at.to_le_bytes());
    out.extend([0, 0]);
    out
}

pub(super) fn zip_of(files: &[(&str, &[u8])]) -> Vec<u8> {
    zip_as(DEFLATED, files)
}
