//! The default alphabet of GSM (3GPP TS 23.038 §6.2.1), a character an octet or packed into septets (§6.1.2).

use std::sync::LazyLock;

/// The basic table; 0x1b leads to the other.
const BASIC: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\u{1b}ÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡\
    ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
/// Leads to a character of the extension table.
pub(super) const ESCAPE: u8 = 0x1b;

/// The extension table (§6.2.1.1).
const fn extended(septet: u8) -> Option<char> {
    Some(match septet {
        0x0a => '\n',
        0x14 => '^',
        0x28 => '{',
        0x29 => '}',
        0x2f => '\\',
        0x3c => '[',
        0x3d => '~',
        0x3e => ']',
        0x40 => '|',
        0x65 => '€',
        _ => return None,
    })
}

/// Septets, one in each octet, as text. What the extension table does not have is read by the basic one.
pub(super) fn text(septets: &[u8]) -> String {
    static CHARACTERS: LazyLock<Vec<char>> = LazyLock::new(|| BASIC.chars().collect());
    let basic = &*CHARACTERS;
    let mut text = String::with_capacity(septets.len());
    let mut escaped = false;
    for septet in septets.iter().map(|octet| octet & 0x7f) {
        let within = if std::mem::take(&mut escaped) { extended(septet) } else { None };
        if septet == ESCAPE {
            escaped = true;
        } else if let Some(char) = within.or_else(|| basic.get(usize::from(septet)).copied()) {
            text.push(char);
        }
    }
    text
}

/// Septets that are packed behind so many bits of fill, one in each octet. Seven bits at the end that hold nothing are
/// fill as well.
pub(super) fn unpacked(packed: &[u8], fill: u8) -> Vec<u8> {
    let mut septets = Vec::with_capacity(packed.len().saturating_mul(8) / 7);
    let (mut bits, mut have, mut skip) = (0u16, 0u8, fill);
    for octet in packed {
        bits |= u16::from(*octet) << have;
        have = have.saturating_add(8);
        if skip > 0 {
            (bits, have, skip) = (bits >> skip, have.saturating_sub(skip), 0);
        }
        while have >= 7 {
            septets.push((bits & 0x7f) as u8);
            (bits, have) = (bits >> 7, have.saturating_sub(7));
        }
    }
    let whole = packed.len().saturating_mul(8).saturating_sub(usize::from(fill)).is_multiple_of(7);
    if whole && matches!(septets.last(), Some(0 | b'\r')) {
        septets.pop();
    }
    septets
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_tables_are_read() {
        assert_eq!(BASIC.chars().count(), 128);
        assert_eq!(text(b"a\0b\x11c\x02"), "a@b_c$");
        assert_eq!(text(b"\x1b\x28\x1be\x1b\x29\x1b"), "{€}");
        assert_eq!(text(b"f~r gr|\x1eer"), "für größer");
    }

    #[test]
    fn septets_are_unpacked() {
        assert_eq!(unpacked(b"\xe8\x32\x9b\xfd\x06", 0), b"hello");
        assert_eq!(unpacked(b"\xe8\x32\x9b\xfd\x46\x97\xd9\xec\x37", 0), b"hellohello");
        // Behind a header of six octets, one bit of fill.
        let packed: Vec<u8> = vec![b'h' << 1, 0x65, 0x36, 0xfb, 0x0d];
        assert_eq!(unpacked(&packed, 1), b"hello");
        assert_eq!(unpacked(b"", 6), b"");
    }
}
