//! What the first bytes must look like.

use super::head;
use crate::message::Direction;
use crate::proto::Probe;
use crate::proto::banner::line::is_text;

const PORTS: [u16; 3] = [514, 601, 1514];

/// Shortest text behind a priority that is believed without a timestamp.
const TEXT_LEAST: usize = 4;

/// `<PRI>` and a timestamp or text, or an octet count before it over TCP (RFC 3164 §4.1 and §4.3.3, 5424 §6, 6587 §3.4):
/// no markup begins so, as its names begin with no digit. On a port of syslog any text behind a priority is believed.
pub(super) fn probe(_: Direction, data: &[u8], ports: (u16, u16)) -> Probe {
    let hint = PORTS.contains(&ports.0) || PORTS.contains(&ports.1);
    let digits = data.iter().take(6).take_while(|byte| byte.is_ascii_digit()).count();
    let rest = data.get(digits..).unwrap_or_default();
    match rest.split_first() {
        None if digits < 6 => Probe::NeedMore,
        Some((b'<', _)) if digits == 0 => priority(rest, hint, TEXT_LEAST),
        // The count covers at least a priority and a version.
        Some((b' ', message)) if (2..=5).contains(&digits) && data.first() != Some(&b'0') => {
            priority(message, false, usize::MAX)
        }
        _ => Probe::Reject,
    }
}

/// `least`: so many bytes of text suffice.
fn priority(data: &[u8], hint: bool, least: usize) -> Probe {
    /// Bytes after which a timestamp must have shown itself.
    const ENOUGH: usize = 24;
    let Some(rest) = data.strip_prefix(b"<") else {
        return if data.is_empty() { Probe::NeedMore } else { Probe::Reject };
    };
    let digits = rest.iter().take(4).take_while(|byte| byte.is_ascii_digit()).count();
    let value = rest.iter().take(digits).fold(0u32, |value, digit| value * 10 + u32::from(digit & 0x0f));
    let Some(close) = rest.get(digits) else {
        return Probe::NeedMore;
    };
    if *close != b'>' || !(1..=3).contains(&digits) || value > 191 {
        return Probe::Reject;
    }
    let padded = digits > 1 && rest.first() == Some(&b'0');
    let text = rest.get(digits.saturating_add(1)..).unwrap_or_default();
    let head = text.get(..text.len().min(ENOUGH)).unwrap_or(text);
    let line = head.get(..head::line_end(head).unwrap_or(head.len())).unwrap_or(head);
    let plain = !padded && line.get(..least).is_some_and(is_text) && !line.starts_with(b" ");
    if plain || head::is_stamped(head) || hint && is_text(head) && !head.is_empty() {
        return Probe::Match;
    }
    if head.len() < ENOUGH && is_text(head) { Probe::NeedMore } else { Probe::Reject }
}
