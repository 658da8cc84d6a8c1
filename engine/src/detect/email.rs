//! E-mail addresses around an `@` (RFC 5322 dot-atom; domains of RFC 1035 and IDN).

use super::candidate::{Candidate, Native, Sink};
use super::local_part::{self, MAX_LOCAL};
use super::login;
use super::score::Grade;
use super::text::Text;
use super::tld;
use crate::message::Charset;
use encoding_rs::GB18030;

/// Longest domain (RFC 5321 §4.5.3.1.2).
const MAX_DOMAIN: usize = 253;

/// True for last labels that are file name extensions rather than domains.
fn is_extension(label: &[u8]) -> bool {
    let mut lower = [0; 7];
    #[rustfmt::skip]
    let is = matches!(
        lowered(label, &mut lower),
        b"png" | b"jpg" | b"jpeg" | b"gif" | b"svg" | b"webp" | b"bmp" | b"ico" | b"css" | b"scss" | b"less"
            | b"js" | b"mjs" | b"cjs" | b"jsx" | b"ts" | b"tsx" | b"vue" | b"json" | b"xml" | b"yml" | b"yaml"
            | b"html" | b"htm" | b"php" | b"jsp" | b"asp" | b"aspx" | b"txt" | b"csv" | b"log" | b"pdf" | b"doc"
            | b"docx" | b"xls" | b"xlsx" | b"ppt" | b"pptx" | b"tar" | b"gz" | b"tgz" | b"rar" | b"exe" | b"dll"
            | b"jar" | b"war" | b"class" | b"java" | b"cpp" | b"hpp" | b"woff" | b"ttf" | b"eot" | b"map" | b"mp"
            | b"service" | b"target" | b"socket"
    );
    is
}

/// True for local parts that are not a person's.
fn is_role(local: &[u8]) -> bool {
    let mut lower = [0; 16];
    #[rustfmt::skip]
    let is = matches!(
        lowered(local, &mut lower),
        b"noreply" | b"no-reply" | b"no_reply" | b"donotreply" | b"do-not-reply" | b"info" | b"admin"
            | b"administrator" | b"support" | b"abuse" | b"postmaster" | b"webmaster" | b"hostmaster" | b"sales"
            | b"contact" | b"help" | b"service" | b"services" | b"marketing" | b"office" | b"billing" | b"root"
            | b"security" | b"mailer-daemon" | b"notification" | b"notifications" | b"newsletter" | b"feedback"
            | b"hr" | b"jobs" | b"press" | b"kefu" | b"user" | b"git"
    );
    is
}

/// The text in lower case in `room`; empty if it does not fit.
pub(super) fn lowered<'a>(text: &[u8], room: &'a mut [u8]) -> &'a [u8] {
    let Some(copy) = room.get_mut(..text.len()) else {
        return &[];
    };
    copy.copy_from_slice(text);
    copy.make_ascii_lowercase();
    copy
}

/// Domains whose "local parts" are names of SSH algorithms (RFC 4251 §6) and the like, or numbers of `WhatsApp`.
const NAMESPACES: [&str; 11] = [
    "openssh.com",
    "libssh.org",
    "lysator.liu.se",
    "ssh.com",
    "amazon.com.ssh",
    "putty.projects.tartarus.org",
    "cr.yp.to",
    "tinyssh.org",
    "s.whatsapp.net",
    "c.us",
    "g.us",
];

/// A domain of message ids only, wherever they stand.
const MESSAGE_IDS: &str = "mail.gmail.com";

/// Looks at the `@` at `at`.
pub(super) fn at<S: Sink>(text: &Text<'_>, at: usize, sink: &mut S) {
    let head = text.slice(at.saturating_sub(MAX_LOCAL + 1), at);
    let local_len = head.iter().rev().take_while(|b| is_atom(**b)).count();
    let (before, local) = head.split_at(head.len() - local_len);
    // What stands before an address parts it from other words, but for userinfo, whose secret may hold anything.
    let joined = match before.last() {
        Some(b) => !matches!(b, 0..=b' ' | b'"' | b'<' | b'>' | 0x7f..),
        None => at > head.len(),
    };
    let domain_len = domain_len(text, at + 1);
    if joined || matches!(text.before(at), b'\'' | b'`' | b'"') {
        login::at_sign(text, at, sink);
    } else if login::names_account(text, at, domain_len.map(|len| at + 1 + len)) {
        login::account(text, at, sink);
    }
    let Some(domain_len) = domain_len else {
        return;
    };
    let usual = trim_local(local, before.last().copied().unwrap_or(0), text.at(at + 1 + domain_len));
    let Some(local) = local_part::of(text, at, at + 1 + domain_len, usual) else {
        return;
    };
    let domain = text.slice(at + 1, at + 1 + domain_len);
    if is_version(domain) {
        return;
    }
    if local.is_empty() || local.len() > MAX_LOCAL || local.ends_with(b".") || local.windows(2).any(|w| w == b"..") {
        return;
    }
    let (start, end) = (at - local.len(), at + 1 + domain_len);
    let goes_on = text.slice(end, end + 2).iter().take_while(|b| matches!(b, b'.' | b'-')).count();
    if text.is_cut_short(end + goes_on)
        || text.at(end) == b'@'
        || text.before(start) == b'@'
        || in_userinfo(text, start)
        || text.is_masked_word(start, end, |b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-' | b'+'))
    {
        return;
    }
    sink.hit(Candidate { native: Native::Email, start, end, grade: grade(text, start, local, domain), loose: false });
}

/// Characters of an atom (RFC 5322 §3.2.3) that addresses really use, and the dot.
fn is_atom(b: u8) -> bool {
    b.is_ascii_alphanumeric()
        || matches!(b, b'.' | b'_' | b'-' | b'+' | b'%' | b'\'' | b'!' | b'#' | b'$' | b'&' | b'=' | b'~' | b'/')
}

/// What stands before the address in forms and paths is cut off: `mail=`, `&`, a quote, `%40`'s kin. `before` and `after` are
/// the bytes around the address.
fn trim_local(local: &[u8], before: u8, after: u8) -> &[u8] {
    let ends = |i: usize, b: u8| {
        matches!(b, b'=' | b'&' | b'/' | b'!' | b'#' | b'$' | b'~')
            || (b == b'\'' && (after == b'\'' || !is_apostrophe(local, i, before)))
    };
    let cut = local.iter().enumerate().rposition(|(i, b)| ends(i, *b));
    let local = cut.map_or(local, |i| local.get(i + 1..).unwrap_or_default());
    let first = local.iter().position(|b| b.is_ascii_alphanumeric() || *b == b'_').unwrap_or(local.len());
    local.get(first..).unwrap_or_default()
}

/// True if the `'` at `at` belongs to a name (O'Brien), and quotes nothing: letters stand beside it, and the word before it
/// is neither quoted itself nor what a program puts before a string (`b'bob@example.com'`).
fn is_apostrophe(local: &[u8], at: usize, before: u8) -> bool {
    let (head, tail) = local.split_at(at);
    let letters = head.iter().rev().take_while(|b| b.is_ascii_alphabetic()).count();
    let (rest, word) = head.split_at(head.len() - letters);
    let opening = rest.last().copied().unwrap_or(before);
    let prefix = matches!(word, [b'b' | b'B' | b'e' | b'E' | b'f' | b'F' | b'N' | b'r' | b'R' | b'u' | b'U']);
    letters > 0 && tail.get(1).is_some_and(u8::is_ascii_alphabetic) && opening != b'\'' && (!prefix || opening == b'"')
}

/// Length of the domain at `at`; `None` if there is none with a plausible last label.
fn domain_len(text: &Text<'_>, at: usize) -> Option<usize> {
    let rest = text.slice(at, at + MAX_DOMAIN);
    let ascii = rest.iter().take_while(|b| is_domain(**b)).count();
    if rest.get(ascii).is_some_and(|b| *b >= 0x80) {
        // Behind a domain in ASCII a Chinese sentence goes on.
        let is_letter = if ascii == 0 { char::is_alphanumeric } else { local_part::is_alphabet };
        let wide = match text.charset {
            Charset::Utf8 => wide_len(rest, is_letter),
            Charset::Gb18030 => gbk_len(rest, is_letter),
            Charset::Big5 | Charset::Latin1 => ascii,
        };
        if wide > ascii
            && let Some(len) = plausible_len(rest.get(..wide)?)
        {
            return Some(len);
        }
    }
    plausible_len(rest.get(..ascii)?)
}

/// The same of what is made of a domain's characters.
fn plausible_len(mut domain: &[u8]) -> Option<usize> {
    while let Some(shorter) = domain.strip_suffix(b".").or_else(|| domain.strip_suffix(b"-")) {
        domain = shorter;
    }
    let mut labels = domain.split(|b| *b == b'.');
    let last = labels.next_back()?;
    let mut count = 0;
    for label in labels {
        count += 1;
        if label.is_empty() || label.len() > 63 || label.starts_with(b"-") || label.ends_with(b"-") {
            return None;
        }
    }
    (count > 0 && is_last_label(last)).then_some(domain.len())
}

/// True for what a domain in ASCII is made of.
pub(super) fn is_domain(b: u8) -> bool {
    b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-')
}

/// As [`wide_len`], for characters of two bytes (GBK; the four-byte ones of GB18030 are in no domain).
fn gbk_len(rest: &[u8], is_letter: fn(char) -> bool) -> usize {
    let is_letter = |pair: &[u8]| {
        let decoded = GB18030.decode_without_bom_handling_and_without_replacement(pair);
        decoded.is_some_and(|c| c.chars().all(is_letter))
    };
    let mut len = 0;
    while let Some(tail) = rest.get(len..) {
        match tail {
            [b, ..] if is_domain(*b) => len += 1,
            [0x81..=0xfe, 0x40..=0xfe, ..] if is_letter(tail.get(..2).unwrap_or_default()) => len += 2,
            _ => break,
        }
    }
    len
}

/// True for what may be the last label of a domain.
pub(super) fn is_last_label(label: &[u8]) -> bool {
    let idn = label.len() <= 63 && label.get(..4).is_some_and(|head| head.eq_ignore_ascii_case(b"xn--"));
    let ascii = (2..=18).contains(&label.len()) && label.iter().all(u8::is_ascii_alphabetic);
    let wide = label.len() >= 3 && label.iter().all(|b| *b >= 0x80);
    (ascii && !is_extension(label)) || idn || wide
}

/// True if the last label is a top-level domain; of other scripts' any is believed.
fn is_under_tld(domain: &[u8]) -> bool {
    let last = domain.rsplit(|b| *b == b'.').next().unwrap_or_default();
    !last.iter().all(u8::is_ascii_alphabetic) || tld::is_known(last)
}

/// True for a version behind the name of a package: `netty-buffer@4.1.115.Final`. Domains begin with one number at most.
fn is_version(domain: &[u8]) -> bool {
    let is_number = |label: &[u8]| !label.is_empty() && label.iter().all(u8::is_ascii_digit);
    let mut labels = domain.split(|b| *b == b'.');
    let first = labels.next().is_some_and(|label| is_number(label.strip_prefix(b"v").unwrap_or(label)));
    first && labels.next().is_some_and(is_number)
}

/// True for the number of a telephone at a host (RFC 3261 §19.1.6; 3GPP TS 23.003 §13.4).
fn is_telephone(text: &Text<'_>, start: usize, local: &[u8], domain: &[u8]) -> bool {
    const OPERATORS: &[u8] = b".3gppnetwork.org";
    if !local.iter().all(u8::is_ascii_digit) {
        return false;
    }
    let operator = domain.len().checked_sub(OPERATORS.len()).and_then(|at| domain.get(at..));
    let head = text.slice(start.saturating_sub(6), start);
    let head = head.strip_suffix(b"+").unwrap_or(head);
    let scheme = head.ends_with(b"sip:") || head.ends_with(b"sips:");
    scheme || operator.is_some_and(|end| end.eq_ignore_ascii_case(OPERATORS))
}

/// Bytes of letters of some scripts, and of what is in domains of ASCII.
fn wide_len(rest: &[u8], is_letter: fn(char) -> bool) -> usize {
    let valid = match std::str::from_utf8(rest) {
        Ok(s) => s,
        Err(e) => rest.get(..e.valid_up_to()).and_then(|r| std::str::from_utf8(r).ok()).unwrap_or_default(),
    };
    let ends = |c: char| !(is_letter(c) || u8::try_from(c).is_ok_and(is_domain));
    valid.find(ends).unwrap_or(valid.len())
}

/// True in `scheme://user:password@host` and `scheme://user@host`: the text before the `@` is a login.
fn in_userinfo(text: &Text<'_>, start: usize) -> bool {
    let head = text.slice(start.saturating_sub(80), start);
    match head.last() {
        Some(b'/') => head.ends_with(b"://"),
        Some(b':') => {
            let user = head.iter().rev().skip(1).take_while(|b| is_atom(**b) && **b != b'/').count();
            head.get(..head.len() - 1 - user).is_some_and(|h| h.ends_with(b"://"))
        }
        _ => false,
    }
}

fn grade(text: &Text<'_>, start: usize, local: &[u8], domain: &[u8]) -> Grade {
    let lower = |of: &[u8], names: &[&str]| names.iter().any(|n| of.eq_ignore_ascii_case(n.as_bytes()));
    let technical = local.iter().any(|b| matches!(b, b'-' | b'0'..=b'9')) || local == b"zlib";
    let digits = local.iter().filter(|b| b.is_ascii_digit()).count();
    let random = local.len() >= 20
        && digits >= 8
        && local.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_' | b'+' | b'='));
    if (technical && lower(domain, &NAMESPACES))
        || lower(domain, &[MESSAGE_IDS])
        || random
        || is_telephone(text, start, local, domain)
        || message_id(text, start)
    {
        return Grade::EmailMachine;
    }
    if text.is_rest(start) {
        return Grade::EmailRest;
    }
    if !is_under_tld(domain) {
        return Grade::EmailOdd;
    }
    if is_role(local) { Grade::EmailRole } else { Grade::EmailPlain }
}

/// Bytes before an address in brackets in which its header's name is looked for (RFC 5322 §2.1.1).
const MAX_LINE: usize = 998;

/// True if the line or field is of message ids: `Message-ID: <...>`, `References: <...> <...>`.
fn message_id(text: &Text<'_>, start: usize) -> bool {
    let reach = if text.before(start) == b'<' { MAX_LINE } else { 24 };
    let line = unfolded_line(text.slice(start.saturating_sub(reach), start));
    let name = memchr::memchr(b':', line).and_then(|colon| line.get(..colon)).unwrap_or_default();
    let names: [&[u8]; 4] = [b"message-id", b"in-reply-to", b"references", b"content-id"];
    let end = |len: usize| name.get(name.len().checked_sub(len)?..);
    name.len() <= 24 && names.iter().any(|n| end(n.len()).is_some_and(|end| end.eq_ignore_ascii_case(n)))
}

/// The last line of a text, with those before that it continues (RFC 5322 §2.2.3).
fn unfolded_line(head: &[u8]) -> &[u8] {
    let folds = |at: &usize| matches!(head.get(at + 1), Some(b' ' | b'\t'));
    let begin = memchr::memrchr_iter(b'\n', head).find(|at| !folds(at));
    begin.map_or(head, |at| head.get(at + 1..).unwrap_or_default())
}
