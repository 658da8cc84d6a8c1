//! What a tablespace says of its tables: `MySQL`'s serialized dictionary information (from 8.0 on), one object in JSON a table.

use super::layout::{Field, Kind, Size, decimal_len};
use super::page::{Origin, Page};
use crate::content::budget::Context;
use crate::content::bytes::Bytes;
use crate::content::container::be32;
use crate::content::decode::inflate_whole;
use crate::message::Coding;
use encoding_rs::{BIG5, EUC_JP, EUC_KR, Encoding, GB18030, GBK, SHIFT_JIS, UTF_8, UTF_16BE, WINDOWS_1252};
use serde_json::Value as Json;

/// A table.
pub(super) struct Described {
    pub(super) name: String,
    /// The index that holds its rows, and those that hold some of their fields again.
    pub(super) rows: u64,
    pub(super) others: Vec<u64>,
    /// Fields in the order of the records, and the names of the columns in that of the table.
    pub(super) fields: Vec<Field>,
    pub(super) columns: Vec<String>,
}

/// Objects that are tables (`sdi_id`), and where a record's numbers and its object stand.
const TABLE: usize = 1;
const PACKED_AT: usize = 29;
const OBJECT_AT: usize = 33;
/// Columns of a table, those among them that were dropped or are added by `InnoDB`.
const COLUMNS: usize = 1200;

/// The table that a record describes.
pub(super) fn table(page: Page<'_>, at: Origin, cx: &mut Context<'_>) -> Option<Described> {
    let data = page.data;
    if be32(data, at) != TABLE {
        return None;
    }
    let packed = data.after(at + OBJECT_AT).get(..be32(data, at + PACKED_AT))?;
    let mut text = Vec::new();
    let most = cx.most_whole();
    let len = inflate_whole(Coding::Deflate, packed, &mut text, most)?;
    if !cx.charge(len) {
        return None;
    }
    described(&serde_json::from_slice(text.upto(len)).ok()?)
}

fn described(json: &Json) -> Option<Described> {
    let table = json.get("dd_object")?;
    let columns = table.get("columns")?.as_array().filter(|columns| columns.len() <= COLUMNS)?;
    let shown = |column: &Json| number(column, "hidden") == 1;
    let mut places = 0..;
    let places: Vec<_> = columns.iter().map(|column| if shown(column) { places.next() } else { None }).collect();
    // Columns that were dropped since have another order in each row.
    if columns.iter().any(|column| private(column, "version_dropped").is_some()) {
        return None;
    }
    let mut indexes = table.get("indexes")?.as_array()?.iter();
    let id = |index: &Json| private(index, "id");
    let rows = indexes.next()?;
    let mut fields = Vec::new();
    for element in rows.get("elements")?.as_array()?.iter().take(COLUMNS) {
        let at = usize::try_from(number(element, "column_opx")).ok()?;
        let column = columns.get(at)?;
        if flag(column, "is_virtual") {
            continue;
        }
        let mut field = field(column)?;
        field.column = places.get(at).copied().flatten();
        // Of a key that is a part of a long column, the whole column follows.
        let part = number(element, "length");
        if !flag(element, "hidden") && !matches!(field.size, Size::Fixed(_)) && part < number(column, "char_length") {
            field.column = None;
        }
        fields.push(field);
    }
    Some(Described {
        name: table.get("name")?.as_str()?.to_owned(),
        rows: id(rows)?,
        others: indexes.filter_map(id).collect(),
        fields,
        columns: columns.iter().filter(|column| shown(column)).map(|column| word(column, "name").to_owned()).collect(),
    })
}

fn field(column: &Json) -> Option<Field> {
    let len = usize::try_from(number(column, "char_length")).ok()?;
    let unsigned = if flag(column, "is_unsigned") { Kind::Unsigned } else { Kind::Integer };
    let precise = || (number(column, "datetime_precision") as usize).div_ceil(2);
    let charset = charset(number(column, "collation_id"));
    let characters = charset.map_or(Kind::Bytes, Kind::Text);
    let varies = if len > 255 { Size::Long } else { Size::Short };
    let (kind, size) = match number(column, "type") {
        2 => (unsigned, Size::Fixed(1)),
        3 => (unsigned, Size::Fixed(2)),
        4 => (unsigned, Size::Fixed(4)),
        5 => (Kind::Float, Size::Fixed(4)),
        6 => (Kind::Double, Size::Fixed(8)),
        // What InnoDB adds: the transaction, where the row was before, a number for want of a key.
        9 | 10 if number(column, "hidden") == 2 => (Kind::Other, Size::Fixed(len)),
        9 => (unsigned, Size::Fixed(8)),
        10 => (unsigned, Size::Fixed(3)),
        11 | 15 => (Kind::Date, Size::Fixed(3)),
        14 => (Kind::Year, Size::Fixed(1)),
        17 => (Kind::Other, Size::Fixed(len.div_ceil(8))),
        18 => (Kind::Other, Size::Fixed(4 + precise())),
        19 => (Kind::DateTime, Size::Fixed(5 + precise())),
        20 => (Kind::Other, Size::Fixed(3 + precise())),
        21 => {
            let (all, part) = (number(column, "numeric_precision"), number(column, "numeric_scale"));
            let (whole, part) = (usize::try_from(all.checked_sub(part)?).ok()?, usize::try_from(part).ok()?);
            (Kind::Decimal(whole, part), Size::Fixed(decimal_len(whole, part)))
        }
        22 => (Kind::Other, Size::Fixed(if elements(column) < 256 { 1 } else { 2 })),
        23 => (
            Kind::Other,
            Size::Fixed(match elements(column).div_ceil(8) {
                bytes @ 0..=4 => bytes.max(1),
                _ => 8,
            }),
        ),
        24..=27 | 30..=32 => (characters, Size::Long),
        // Of a fixed length, unless characters have different ones.
        29 if word(column, "column_type_utf8").split(['(', ')']).nth(1) == Some(&len.to_string()) => {
            (characters, Size::Fixed(len))
        }
        16 | 28 | 29 => (characters, varies),
        _ => return None,
    };
    let added = private(column, "version_added").unwrap_or(0);
    let added = u8::try_from(added).ok()?;
    Some(Field { column: None, kind, size, nullable: flag(column, "is_nullable"), added })
}

fn elements(column: &Json) -> usize {
    column.get("elements").and_then(Json::as_array).map_or(0, Vec::len)
}

fn number(json: &Json, key: &str) -> u64 {
    json.get(key).and_then(Json::as_u64).unwrap_or(0)
}

fn flag(json: &Json, key: &str) -> bool {
    json.get(key).and_then(Json::as_bool).unwrap_or(false)
}

fn word<'j>(json: &'j Json, key: &str) -> &'j str {
    json.get(key).and_then(Json::as_str).unwrap_or("")
}

/// A number among an object's private data: `id=154;root=4;`.
fn private(json: &Json, key: &str) -> Option<u64> {
    let pairs = word(json, "se_private_data").split(';').filter_map(|pair| pair.split_once('='));
    pairs.filter(|(name, _)| *name == key).find_map(|(_, value)| value.parse().ok())
}

/// The charset of a collation by its number (`information_schema.collations`); none for bytes. UTF-8, which ASCII and most
/// others are read as, unless it is another one of East Asia or of two bytes.
fn charset(collation: u64) -> Option<&'static Encoding> {
    Some(match collation {
        63 => return None,
        1 | 84 => BIG5,
        12 | 91 | 97 | 98 => EUC_JP,
        13 | 88 | 95 | 96 => SHIFT_JIS,
        19 | 85 => EUC_KR,
        24 | 28 | 86 | 87 => GBK,
        248..=250 => GB18030,
        5 | 8 | 15 | 31 | 47..=49 | 94 => WINDOWS_1252,
        35 | 54 | 55 | 90 | 101..=124 | 128..=151 | 159 => UTF_16BE,
        _ => UTF_8,
    })
}
