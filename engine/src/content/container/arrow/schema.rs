//! What a message says of the columns (Schema.fbs).

use super::flat::Table;
use crate::content::bytes::Bytes;
use crate::content::container::meaning::Meaning;
use crate::content::container::typed::LEVELS;
use std::sync::Arc;

/// Fields that are read, those within others counted.
const FIELDS: usize = 4096;
/// Bytes of a name that are kept, and numbers of a union's members: what is written once may be pointed at often.
const NAME_BYTES: usize = 256;
const MEMBERS: usize = 128;

/// A column, or what is within one.
#[derive(Debug)]
pub(super) struct Field {
    pub(super) name: Box<str>,
    pub(super) kind: Kind,
    pub(super) inner: Vec<Arc<Self>>,
    /// The number of the dictionary that holds its values, and what its places in it are.
    pub(super) dictionary: Option<(i64, Kind)>,
}

/// What values are, by how they lie.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Null,
    Boolean,
    /// Whole numbers of so many bytes, with a sign or not, which mean so many times what they say.
    Integer(usize, bool, Meaning, i64),
    /// Numbers with a fraction, of so many bytes.
    Real(usize),
    /// Whole numbers of many bytes, low ones first, with so many digits behind the point.
    Decimal(usize, usize),
    /// So many bytes.
    Fixed(usize),
    /// Bytes or text between offsets, which are long or not.
    Bytes(bool),
    /// Bytes or text where views say.
    Views,
    /// Lists between offsets, which are long or not.
    List(bool),
    /// Lists where offsets and sizes say, which are long or not.
    ListViews(bool),
    /// Lists of so many items.
    FixedList(usize),
    Structure,
    /// One of several, by these numbers; each has offsets of its own or not.
    Union(bool, Box<[i32]>),
    /// Values that repeat up to a row.
    Runs,
    /// What is no text: intervals, numbers of odd widths.
    Other,
}

impl Field {
    /// The columns of a schema; `None` if they are too many, or nested too deep.
    pub(super) fn all(schema: Table<'_>) -> Option<Vec<Arc<Self>>> {
        // Numbers the other way round: nobody writes them.
        if schema.short(0).unwrap_or(0) != 0 {
            return None;
        }
        let mut left = FIELDS;
        schema.tables(1).map(|field| Self::read(field, LEVELS, &mut left)).collect()
    }

    fn read(table: Table<'_>, levels: usize, left: &mut usize) -> Option<Arc<Self>> {
        let levels = levels.checked_sub(1)?;
        *left = left.checked_sub(1)?;
        let inner: Option<_> = table.tables(5).map(|field| Self::read(field, levels, left)).collect();
        let dictionary = table.table(4).map(|encoding| {
            let places = encoding.table(1).map_or(Kind::Integer(4, true, Meaning::Plain, 1), integer);
            (encoding.long(0).unwrap_or(0), places)
        });
        let name = String::from_utf8_lossy(table.string(0).upto(NAME_BYTES)).into();
        Some(Arc::new(Self { name, kind: Kind::read(table)?, inner: inner?, dictionary }))
    }

    /// The field here or within whose values this dictionary holds.
    pub(super) fn of_dictionary(fields: &[Arc<Self>], number: i64) -> Option<&Arc<Self>> {
        fields.iter().find_map(|field| match field.dictionary {
            Some((id, _)) if id == number => Some(field),
            _ => Self::of_dictionary(&field.inner, number),
        })
    }
}

fn integer(table: Table<'_>) -> Kind {
    let signed = table.byte(1) != 0;
    let meaning = if signed { Meaning::Plain } else { Meaning::Unsigned };
    match table.int(0) {
        Some(bits @ (8 | 16 | 32 | 64)) => Kind::Integer(bits as usize / 8, signed, meaning, 1),
        _ => Kind::Other,
    }
}

impl Kind {
    fn read(field: Table<'_>) -> Option<Self> {
        let number = field.byte(2);
        let size = |table: Table<'_>, nth| table.int(nth).and_then(|size| usize::try_from(size).ok());
        let table = field.table(3);
        Some(match number {
            1 => Self::Null,
            2 => integer(table?),
            3 => Self::Real(2 << table?.short(0).unwrap_or(0).clamp(0, 2)),
            4 | 5 => Self::Bytes(false),
            6 => Self::Boolean,
            7 => match size(table?, 2).unwrap_or(128) {
                bits @ (32 | 64 | 128 | 256) => Self::Decimal(bits / 8, size(table?, 1).unwrap_or(0)),
                _ => Self::Other,
            },
            8 if table?.short(0) == Some(0) => Self::Integer(4, true, Meaning::Date, 1),
            8 => Self::Integer(8, true, Meaning::Millis, 1),
            9 if table?.int(1) == Some(64) => Self::Integer(8, true, Meaning::Plain, 1),
            9 => Self::Integer(4, true, Meaning::Plain, 1),
            10 => match table?.short(0).unwrap_or(0) {
                0 => Self::Integer(8, true, Meaning::Millis, 1000),
                1 => Self::Integer(8, true, Meaning::Millis, 1),
                2 => Self::Integer(8, true, Meaning::Micros, 1),
                _ => Self::Integer(8, true, Meaning::Nanos, 1),
            },
            12 | 17 => Self::List(false),
            13 => Self::Structure,
            14 => {
                let numbers = table?.values(1, 4).chunks_exact(4).take(MEMBERS);
                let numbers = numbers.map(|raw| i32::from_le_bytes(raw.try_into().unwrap_or_default())).collect();
                Self::Union(table?.short(0) == Some(1), numbers)
            }
            15 => Self::Fixed(size(table?, 0)?),
            16 => Self::FixedList(size(table?, 0)?),
            18 => Self::Integer(8, true, Meaning::Plain, 1),
            19 | 20 => Self::Bytes(true),
            21 => Self::List(true),
            22 => Self::Runs,
            23 | 24 => Self::Views,
            25 | 26 => Self::ListViews(number == 26),
            _ => Self::Other,
        })
    }
}
