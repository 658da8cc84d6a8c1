//! Names of fields and labels: whether they name a kind of personal data, or something else.
//!
//! A name says what its last word says: `phone_order_id` is the number of an order.

use super::candidate::Native;

/// Words that speak against personal data. A name that ends in the name of the kind is not held against it.
#[rustfmt::skip]
const AGAINST: [&str; 90] = [
    "ts", "time", "timestamp", "date", "datetime", "order", "orderno", "orderid", "trace", "traceid", "span",
    "batch", "batchno", "serial", "serialno", "barcode", "ean", "upc", "isbn", "issn", "id", "ids", "uuid", "guid",
    "imei", "imsi", "iccid", "meid", "tracking", "waybill", "express", "version", "ver", "build", "lot", "lotno",
    "material", "asset", "sku", "seq", "sequence", "hash", "digest", "md", "sha", "etag", "request", "requestid",
    "session", "commit", "revision", "epoch", "msec", "millis", "offset", "bytes", "size", "length", "nonce",
    "txid", "invoice", "ref", "score", "geo", "product", "goods", "msgid", "memory", "mem", "total", "used",
    "usage", "free", "capacity", "amount", "turnover", "volume", "traffic", "cap", "limit", "heap", "count",
    "price", "model", "stock", "pv", "uv", "qty", "quantity", "balance",
];
/// Words that say the same at the end of a name, and elsewhere nothing: `phone_verified_at`.
const AGAINST_LAST: [&str; 3] = ["at", "on", "type"];
const AGAINST_HAN: [&str; 32] = [
    "订单",
    "訂單",
    "流水",
    "批次",
    "批号",
    "条码",
    "条形码",
    "物料",
    "序列号",
    "时间",
    "日期",
    "单号",
    "运单",
    "快递",
    "编号",
    "资产",
    "版本",
    "追踪",
    "跟踪",
    "货号",
    "发票",
    "工单",
    "销量",
    "流量",
    "时长",
    "价格",
    "库存",
    "型号",
    "数量",
    "次数",
    "金额",
    "容量",
];

/// Whom an `id` may name whose mobile number it is.
const PERSONS: [&str; 7] = ["account", "client", "customer", "login", "member", "terminal", "user"];

/// What is written as an address and names a message or a call (RFC 5322 §3.6.4, RFC 2045 §7, RFC 3261 §20.8): ends of names.
const IDENTIFIERS: [&str; 8] =
    ["messageid", "msgid", "inreplyto", "contentid", "callid", "threadid", "dialogid", "requestid"];

/// Cards that no bank issues: what stands before their kind.
const OTHER_CARDS: [&str; 22] = [
    "sim",
    "gift",
    "member",
    "membership",
    "vip",
    "loyalty",
    "student",
    "fuel",
    "access",
    "会员",
    "會員",
    "礼品",
    "购物",
    "加油",
    "储值",
    "社保",
    "医保",
    "学生",
    "门禁",
    "电话",
    "流量",
    "工",
];

/// Names of numbers that companies and other countries have as well: alone, nine digits under them are nobody's.
const SHARED: [&str; 4] = ["taxid", "tin", "nationalid", "governmentid"];

/// What a name says of a kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Verdict {
    /// It names the kind.
    pub(super) field: bool,
    /// It names something else; beside `field`: perhaps.
    pub(super) against: bool,
}

/// What a part of a name says that is the name of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    /// That this is its kind.
    Kind,
    /// That this belongs to one, or is another sort of it.
    Other,
}

/// A field's name or a label, split into words.
#[derive(Debug, Default)]
pub(super) struct Name {
    /// Lower case, without separators.
    squashed: String,
    /// Where words begin in it, and its end.
    bounds: Vec<usize>,
}

impl Name {
    /// Splits at anything that is no letter or digit, at changes from lower to upper case, and between alphabets.
    pub(super) fn new(name: &str) -> Self {
        let mut squashed = String::with_capacity(name.len());
        let mut bounds = Vec::new();
        let mut before: Option<char> = None;
        for c in name.chars() {
            if !c.is_alphanumeric() {
                before = None;
                continue;
            }
            let joined = before.is_some_and(|b| {
                let case = b.is_lowercase() && c.is_uppercase();
                let alphabet = b.is_alphabetic() && c.is_alphabetic() && b.is_ascii() != c.is_ascii();
                !case && !alphabet
            });
            if !joined {
                bounds.push(squashed.len());
            }
            before = Some(c);
            squashed.extend(c.to_lowercase());
        }
        bounds.push(squashed.len());
        Self { squashed, bounds }
    }

    /// What it says of the kind that fields of these names (squashed) hold.
    pub(super) fn verdict(&self, fields: &[String], native: Option<Native>) -> Verdict {
        let parts = |fields: &mut dyn Iterator<Item = &String>| {
            let said = fields.flat_map(|f| self.parts(f, native)).collect::<Vec<_>>();
            (said.contains(&Part::Kind), said.contains(&Part::Other))
        };
        let (field, other) = parts(&mut fields.iter());
        match native {
            None => Verdict { field, against: false },
            Some(Native::Email) => {
                let against = IDENTIFIERS.iter().any(|end| self.squashed.ends_with(end));
                Verdict { field: field && !against, against }
            }
            Some(Native::Ssn) if field => {
                let (own, _) = parts(&mut fields.iter().filter(|f| !SHARED.contains(&f.as_str())));
                Verdict { field, against: !own }
            }
            Some(native) => Verdict { field, against: !field && (other || self.is_against(native)) },
        }
    }

    /// What those parts of it say that are the squashed name of a field: whole words, or anything if it is Han or at least
    /// five letters.
    fn parts(&self, field: &str, native: Option<Native>) -> impl Iterator<Item = Part> {
        let named = places(&self.squashed, field).filter_map(move |start| {
            let end = start + field.len();
            let tail = self.squashed.get(end..)?.trim_end_matches(is_digit);
            let begins = self.bounds.contains(&start);
            let whole = begins && (tail.is_empty() || self.bounds.contains(&end));
            (whole || !field.is_ascii() || field.len() >= 5).then_some((start, end))
        });
        named.map(move |(start, end)| {
            let another = match native {
                // What has a form of its own is what they are in spite of it.
                Some(Native::Mobile | Native::Ssn) => self.ends_otherwise(end),
                Some(Native::Card | Native::Track) => self.ends_otherwise(end) || self.is_other_card(field, start),
                _ => false,
            };
            if another { Part::Other } else { Part::Kind }
        })
    }

    /// True if what stands behind the part that ends at `end` says that the whole is something else.
    fn ends_otherwise(&self, end: usize) -> bool {
        let tail = self.squashed.get(end..).unwrap_or_default().trim_end_matches(is_digit);
        let last = self.words().filter(|(at, word)| *at >= end && !word.is_empty()).last().map(|(_, word)| word);
        let is_against = |word: &str| AGAINST.contains(&word) || AGAINST_LAST.contains(&word);
        is_against(tail) || last.is_some_and(is_against) || AGAINST_HAN.iter().any(|h| tail.contains(h))
    }

    /// True if the card whose name begins at `at` is not one that pays.
    fn is_other_card(&self, field: &str, at: usize) -> bool {
        let head = self.squashed.get(..at).unwrap_or_default();
        let before = |other: &&str| {
            let rest = head.strip_suffix(*other);
            rest.is_some_and(|rest| !other.is_ascii() || self.bounds.contains(&rest.len()))
        };
        (field.starts_with("card") || field.starts_with('卡')) && OTHER_CARDS.iter().any(before)
    }

    /// True if it names something that is not personal.
    fn is_against(&self, native: Native) -> bool {
        let mut before = "";
        let any = self.words().any(|(_, word)| {
            let person = PERSONS.contains(&std::mem::replace(&mut before, word));
            AGAINST.contains(&word) && !(word == "id" && person && native == Native::Mobile)
        });
        any || AGAINST_HAN.iter().any(|h| self.squashed.contains(h))
    }

    /// Its words without digits at their ends, and where they begin.
    fn words(&self) -> impl Iterator<Item = (usize, &str)> {
        self.bounds.windows(2).filter_map(|w| match *w {
            [from, to] => Some((from, self.squashed.get(from..to)?.trim_end_matches(is_digit))),
            _ => None,
        })
    }
}

/// Where `part` stands in a text. Names are shorter than what a searcher costs.
fn places(text: &str, part: &str) -> impl Iterator<Item = usize> {
    let mut from = 0;
    std::iter::from_fn(move || {
        let rest = text.as_bytes().get(from..).filter(|rest| !part.is_empty() && part.len() <= rest.len())?;
        let start = from + memchr::memmem::find(rest, part.as_bytes())?;
        from = start + part.len();
        Some(start)
    })
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit()
}

/// Lower case, letters and digits only.
pub(super) fn squash(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
