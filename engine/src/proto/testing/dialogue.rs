//! Reading dialogue files.

use crate::config::Limits;
use crate::message::Direction;

/// What happens in a dialogue, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Turn {
    /// Bytes of a direction.
    Data(Direction, Vec<u8>),
    /// Missing bytes of a direction.
    Gap(Direction, u64),
    /// A direction sends nothing more.
    Close(Direction),
}

/// A dialogue and what a parser must make of it.
#[derive(Clone, Debug)]
pub struct Dialogue {
    /// File name without its ending.
    pub name: String,
    /// Limits in force.
    pub limits: Limits,
    /// What happens.
    pub turns: Vec<Turn>,
    /// The expected events.
    pub expected: Vec<String>,
}

impl Dialogue {
    /// Reads a dialogue; panics with the file's name and line on a mistake in it.
    pub fn parse(name: &str, text: &str) -> Self {
        let mut dialogue =
            Self { name: name.into(), limits: Limits::default(), turns: Vec::new(), expected: Vec::new() };
        let (turns, expected) = text.split_once("\n===\n").unwrap_or_else(|| panic!("{name}: no line `===`"));
        dialogue.expected = expected.lines().filter(|l| !l.trim().is_empty()).map(str::to_owned).collect();
        let mut hex = false;
        for (number, line) in format!("{turns}\n").lines().enumerate() {
            let at = format!("{name}:{}", number + 1);
            if let Some(turn) = marker(line, &at) {
                hex = line.ends_with("hex");
                dialogue.turns.push(turn);
            } else if let Some(limit) = line.strip_prefix("@limit ") {
                set_limit(&mut dialogue.limits, limit, &at);
            } else if let Some(Turn::Data(_, data)) = dialogue.turns.last_mut() {
                if hex { add_hex(data, line, &at) } else { add_line(data, line, &at) }
            } else {
                assert!(line.starts_with('#') || line.trim().is_empty(), "{at}: text outside a turn");
            }
        }
        dialogue
    }
}

fn marker(line: &str, at: &str) -> Option<Turn> {
    let count = |text: &str| text.trim().parse().unwrap_or_else(|_| panic!("{at}: a gap needs its length"));
    match line.split_at_checked(3)? {
        (">>>", "" | " hex") => Some(Turn::Data(Direction::Orig, Vec::new())),
        ("<<<", "" | " hex") => Some(Turn::Data(Direction::Resp, Vec::new())),
        ("><>", len) => Some(Turn::Gap(Direction::Orig, count(len))),
        ("<><", len) => Some(Turn::Gap(Direction::Resp, count(len))),
        (">>|", "") => Some(Turn::Close(Direction::Orig)),
        ("<<|", "") => Some(Turn::Close(Direction::Resp)),
        _ => None,
    }
}

fn set_limit(limits: &mut Limits, text: &str, at: &str) {
    let (name, value) = text.split_once(' ').unwrap_or_else(|| panic!("{at}: @limit name value"));
    let value: usize = value.parse().unwrap_or_else(|_| panic!("{at}: a limit is a number"));
    match name {
        "decode_bytes" => limits.decode_bytes = value as u64,
        "decode_usual" => limits.decode_usual = value as u64,
        "head_bytes" => limits.head_bytes = value,
        "pipeline_depth" => limits.pipeline_depth = value,
        _ => panic!("{at}: unknown limit {name}"),
    }
}

fn add_hex(data: &mut Vec<u8>, line: &str, at: &str) {
    let digits: Vec<u32> = line
        .split('#')
        .next()
        .unwrap_or("")
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| c.to_digit(16).unwrap_or_else(|| panic!("{at}: `{c}` is not a hex digit")))
        .collect();
    assert!(digits.len().is_multiple_of(2), "{at}: odd number of hex digits");
    data.extend(digits.chunks(2).map(|pair| (pair[0] * 16 + pair[1]) as u8));
}

fn add_line(data: &mut Vec<u8>, line: &str, at: &str) {
    let mut rest = line;
    while let Some(escape) = rest.find('\\') {
        data.extend_from_slice(&rest.as_bytes()[..escape]);
        rest = &rest[escape + 1..];
        let Some(kind) = rest.chars().next() else {
            return;
        };
        rest = &rest[kind.len_utf8()..];
        match kind {
            'r' => data.push(b'\r'),
            'n' => data.push(b'\n'),
            't' => data.push(b'\t'),
            '0' => data.push(0),
            '\\' => data.push(b'\\'),
            'x' => {
                data.push(u8::from_str_radix(&rest[..2], 16).unwrap_or_else(|_| panic!("{at}: \\xHH")));
                rest = &rest[2..];
            }
            '{' => {
                let (inside, after) = rest.split_once('}').unwrap_or_else(|| panic!("{at}: \\{{n*text}}"));
                let (times, text) = inside.split_once('*').unwrap_or_else(|| panic!("{at}: \\{{n*text}}"));
                let times: usize = times.parse().unwrap_or_else(|_| panic!("{at}: \\{{n*text}}"));
                data.extend_from_slice(text.repeat(times).as_bytes());
                rest = after;
            }
            _ => panic!("{at}: unknown escape \\{kind}"),
        }
    }
    data.extend_from_slice(rest.as_bytes());
    data.extend_from_slice(b"\r\n");
}
