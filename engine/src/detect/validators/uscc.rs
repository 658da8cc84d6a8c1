//! Unified social credit code of organisations in China (GB 32100-2015), with the organisation code's own check
//! (GB 11714-1997) inside.

/// The alphabet: no I, O, S, V, Z.
const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
/// Powers of 3 modulo 31.
const WEIGHTS: [u32; 17] = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
const ORG_WEIGHTS: [u32; 8] = [3, 7, 9, 10, 5, 8, 4, 2];

/// True if both checks hold and department, type and region are plausible.
pub(in super::super) fn uscc(code: &[u8]) -> bool {
    let Ok(code) = <[u8; 18]>::try_from(code) else {
        return false;
    };
    let code = code.map(|b| b.to_ascii_uppercase());
    let [department, kind, region @ .., _, _, _, _, _, _, _, _, _, _] = code;
    let department_known = matches!(department, b'1'..=b'9' | b'A' | b'N' | b'Y');
    let region_known = super::resident::province(super::two(region.get(..2))) || region == *b"100000";
    department_known
        && matches!(kind, b'1'..=b'9' | b'A'..=b'H')
        && region.iter().all(u8::is_ascii_digit)
        && region_known
        && whole_check(&code)
        && org_check(&code)
}

/// True if department and type are a usual pair and the prefecture is known: what an all-digit code needs, since one in a
/// thousand random 18-digit numbers passes the rest.
pub(in super::super) fn uscc_usual(code: &[u8]) -> bool {
    let usual = matches!(super::two(code.get(..2)), 11..=13 | 51..=54 | 81 | 91..=93);
    let region = code.get(2..8).unwrap_or_default();
    usual && (super::resident::region(region) == super::Region::Known || region == b"100000")
}

fn whole_check(code: &[u8; 18]) -> bool {
    let mut sum = 0;
    for (&b, w) in code.iter().zip(WEIGHTS) {
        let Some(v) = value(b) else { return false };
        sum += v * w;
    }
    let want = (31 - sum % 31) % 31;
    code.last().is_some_and(|&c| value(c) == Some(want))
}

fn org_check(code: &[u8; 18]) -> bool {
    let mut sum = 0;
    for (&b, w) in code.iter().skip(8).zip(ORG_WEIGHTS) {
        let Some(v) = char::from(b).to_digit(36) else {
            return false;
        };
        sum += v * w;
    }
    let want = match 11 - sum % 11 {
        10 => b'X',
        11 => b'0',
        n => b'0' + n as u8,
    };
    code.get(16) == Some(&want)
}

fn value(b: u8) -> Option<u32> {
    ALPHABET.iter().position(|&a| a == b).map(|i| i as u32)
}
