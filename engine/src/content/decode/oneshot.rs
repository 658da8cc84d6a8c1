//! Complete gzip and zlib bodies in one go: the fast case, which is nearly every compressed body there is.

use super::gzip::{header_len, is_zlib_header};
use crate::content::bytes::Bytes;
use crate::content::scratch;
use crate::message::Coding;
use libdeflater::{DecompressionError, Decompressor};
use std::cell::RefCell;

thread_local! {
    static INFLATER: RefCell<Option<Decompressor>> = const { RefCell::new(None) };
}

/// Room behind a text: where the inflater could leave its room in one leap (three literals, the longest match, and what
/// copying by words writes beyond it), it looks at every byte by itself.
const SLACK: usize = 320;

/// Inflates a whole body into `out` (grown to at most `cap` bytes) and returns its length; `None` if it is not one whole,
/// sound stream that ends where the body ends, or is larger than `cap`: then the streaming decoder has to tell.
pub(in crate::content) fn inflate_whole(coding: Coding, data: &[u8], out: &mut Vec<u8>, cap: usize) -> Option<usize> {
    let last = |n: usize| <[u8; 4]>::try_from(data.tail(n).upto(4)).ok();
    match coding {
        Coding::Gzip => {
            let size = u32::from_le_bytes(last(4)?) as usize;
            // Deflate cannot expand by more than 1032; an announced size beyond that belongs to another member or to noise.
            if size > cap || size > data.len().saturating_mul(1040) {
                return None;
            }
            scratch::widen(out, size + SLACK);
            let room = out.get_mut(..size + SLACK)?;
            let member = data.span(header_len(data)?, data.len().checked_sub(8)?);
            let len = with(|inflater| inflater.deflate_decompress(member, room))?.ok()?;
            // The trailer at the end must be this member's: behind another one there would be more text.
            let sum = last(8)?;
            (len == size && libdeflater::crc32(out.upto(len)).to_le_bytes() == sum).then_some(len)
        }
        Coding::Deflate if is_zlib_header(data.at(0), data.at(1)) => {
            let mut size = data.len().saturating_mul(4).clamp(1 << 12, cap);
            loop {
                scratch::widen(out, size);
                match with(|inflater| inflater.zlib_decompress(data, out))? {
                    Ok(len) => {
                        // What follows the end would go unseen: the body must end with the checksum of its text.
                        let sum = libdeflater::adler32(out.upto(len));
                        return (last(4)? == sum.to_be_bytes()).then_some(len);
                    }
                    Err(DecompressionError::InsufficientSpace) if size < cap => {
                        size = size.saturating_mul(4).min(cap);
                    }
                    Err(_) => return None,
                }
            }
        }
        _ => None,
    }
}

fn with<R>(run: impl FnOnce(&mut Decompressor) -> R) -> Option<R> {
    INFLATER
        .with(|cell| cell.try_borrow_mut().ok().map(|mut inflater| run(inflater.get_or_insert_with(Decompressor::new))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::{Compression, GzBuilder};
    use std::io::Write;

    #[test]
    fn a_member_is_inflated_whatever_its_header_holds() {
        let text = b"name=Chen&phone=13800138000".repeat(9);
        let plain = || GzBuilder::new();
        let headers = [
            plain(),
            plain().filename("a.csv"),
            plain().comment("c"),
            plain().extra(*b"ext").filename("a").comment("c"),
        ];
        for header in headers {
            let mut writer = header.write(Vec::new(), Compression::default());
            writer.write_all(&text).unwrap();
            let body = writer.finish().unwrap();
            let mut out = Vec::new();
            assert_eq!(inflate_whole(Coding::Gzip, &body, &mut out, 1 << 20), Some(text.len()));
            assert_eq!(out.upto(text.len()), text);
            let mut others =
                [body.clone(), body.clone(), [&body[..], b"more"].concat(), body[..body.len() - 1].to_vec()];
            others[0][3] |= 0x20; // a reserved flag
            others[1][body.len() - 6] ^= 1; // the checksum
            for other in others {
                assert_eq!(inflate_whole(Coding::Gzip, &other, &mut out, 1 << 20), None);
            }
        }
        for len in 0..18 {
            assert_eq!(
                inflate_whole(
                    Coding::Gzip,
                    &b"\x1f\x8b\x08\x1e\0\0\0\0\0\0\0\0\0\0\0\0\0\0"[..len],
                    &mut Vec::new(),
                    99
                ),
                None
            );
        }
    }
}
