//! The footer of a Parquet file (`FileMetaData` of parquet.thrift): columns, and where their chunks lie.

use super::thrift::{BINARY, I32, I64, LIST, STRUCT, Thrift};
use crate::content::container::meaning::Meaning;
use crate::content::place::{push_name, shorten};
use crate::message::Charset;

/// Columns that are read.
pub(super) const COLUMNS: usize = 1024;
/// Groups of columns in one another.
const NESTED: usize = 64;
/// Longest name of a column, in bytes.
const NAME_BYTES: usize = 256;

/// How values are kept (`Type`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Boolean,
    Int32,
    Int64,
    Int96,
    Float,
    Double,
    Bytes,
    /// So many bytes each.
    Fixed(usize),
}

impl Kind {
    /// Bytes of a value that is kept plainly; `None` if that differs.
    pub(super) fn width(self) -> Option<usize> {
        match self {
            Self::Int32 | Self::Float => Some(4),
            Self::Int64 | Self::Double => Some(8),
            Self::Int96 => Some(12),
            Self::Fixed(width) => Some(width),
            Self::Boolean | Self::Bytes => None,
        }
    }
}

/// A column of values.
#[derive(Debug)]
pub(super) struct Column {
    /// Its path, printable; words that only say that it is a list are left out.
    pub(super) name: String,
    pub(super) kind: Kind,
    pub(super) meaning: Meaning,
    /// Largest definition and repetition level.
    pub(super) definition: u8,
    pub(super) repetition: u8,
}

/// Where a column's values of a row group are.
#[derive(Debug, Default)]
pub(super) struct Chunk {
    /// Number of the compression codec.
    pub(super) codec: i64,
    pub(super) values: u64,
    /// First byte and length in the file.
    pub(super) start: u64,
    pub(super) len: u64,
    /// It is encrypted.
    pub(super) locked: bool,
}

/// What a footer says.
#[derive(Debug, Default)]
pub(super) struct Footer {
    pub(super) columns: Vec<Column>,
    /// Columns beyond [`COLUMNS`].
    pub(super) more: bool,
    /// Row groups: chunks in the order of the columns.
    pub(super) groups: Vec<Vec<Chunk>>,
}

/// An element of the schema: a column, or a group of them.
#[derive(Default)]
struct Element<'a> {
    kind: Option<i64>,
    width: usize,
    repetition: i64,
    name: &'a [u8],
    children: usize,
    converted: i64,
    logical: i64,
    nanos: bool,
    scale: usize,
}

impl Footer {
    /// Reads it; `None` if it makes no sense.
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        let mut footer = Self::default();
        let mut elements = Vec::new();
        Thrift::new(bytes).fields(&mut |reader, id, kind| {
            match (id, kind) {
                (2, LIST) => reader.list(STRUCT, &mut |reader| {
                    elements.push(element(reader)?);
                    Some(())
                })?,
                (4, LIST) => reader.list(STRUCT, &mut |reader| {
                    footer.groups.push(group(reader)?);
                    Some(())
                })?,
                _ => return Some(false),
            }
            Some(true)
        })?;
        footer.name_columns(&elements);
        (!footer.columns.is_empty()).then_some(footer)
    }

    /// The columns of the schema, which lists a tree from its root on, children behind their parents.
    fn name_columns(&mut self, elements: &[Element<'_>]) {
        // Children still to come, the length of the parent's name, its levels.
        let mut open: Vec<(usize, usize, u8, u8)> = Vec::new();
        let mut name = String::new();
        for (at, element) in elements.iter().enumerate() {
            while open.last().is_some_and(|(left, ..)| *left == 0) {
                open.pop();
            }
            if at == 0 {
                open.push((element.children, 0, 0, 0));
                continue;
            }
            let Some((left, len, definition, repetition)) = open.last_mut() else { return };
            *left -= 1;
            let definition = definition.saturating_add(u8::from(element.repetition != 0));
            let repetition = repetition.saturating_add(u8::from(element.repetition == 2));
            name.truncate(*len);
            if !matches!(element.name, b"list" | b"element" | b"array" | b"bag" | b"array_element" | b"key_value") {
                if !name.is_empty() {
                    name.push('.');
                }
                push_name(&mut name, element.name, Charset::Utf8);
                shorten(&mut name, NAME_BYTES);
            }
            if let Some(kind) = element.kind() {
                if self.columns.len() == COLUMNS {
                    self.more = true;
                    return;
                }
                let meaning = element.meaning();
                self.columns.push(Column { name: name.clone(), kind, meaning, definition, repetition });
            } else if open.len() < NESTED {
                open.push((element.children, name.len(), definition, repetition));
            } else {
                self.more = true;
                return;
            }
        }
    }
}

impl Element<'_> {
    fn kind(&self) -> Option<Kind> {
        Some(match self.kind.filter(|_| self.children == 0)? {
            0 => Kind::Boolean,
            1 => Kind::Int32,
            2 => Kind::Int64,
            3 => Kind::Int96,
            4 => Kind::Float,
            5 => Kind::Double,
            6 => Kind::Bytes,
            _ => Kind::Fixed(self.width),
        })
    }

    /// What its values mean: by the newer annotation, or by the older (`ConvertedType`).
    fn meaning(&self) -> Meaning {
        match (self.logical, self.converted) {
            (5, _) | (_, 5) => Meaning::Decimal(self.scale),
            (6, _) | (_, 6) => Meaning::Date,
            (8, _) if self.nanos => Meaning::Nanos,
            (_, 9) => Meaning::Millis,
            (_, 10) => Meaning::Micros,
            (_, 13 | 14) => Meaning::Unsigned,
            (14, _) => Meaning::Uuid,
            _ => Meaning::Plain,
        }
    }
}

fn element<'a>(reader: &mut Thrift<'a>) -> Option<Element<'a>> {
    let mut element = Element { converted: -1, ..Element::default() };
    // The closure of a field gets a reader of the same bytes.
    reader.fields(&mut |reader, id, kind| {
        match (id, kind) {
            (1, I32) => element.kind = Some(reader.number()?),
            (2, I32) => element.width = reader.size()?,
            (3, I32) => element.repetition = reader.number()?,
            (4, BINARY) => element.name = reader.binary()?,
            (5, I32) => element.children = reader.size()?,
            (6, I32) => element.converted = reader.number()?,
            (7, I32) => element.scale = reader.size()?,
            (10, STRUCT) => reader.fields(&mut |reader, id, kind| {
                element.logical = id;
                if (id, kind) != (8, STRUCT) {
                    return Some(false);
                }
                // The unit of a timestamp: the third of a union.
                reader.fields(&mut |reader, id, kind| {
                    if (id, kind) != (2, STRUCT) {
                        return Some(false);
                    }
                    reader.fields(&mut |_, unit, _| {
                        element.nanos = unit == 3;
                        Some(false)
                    })?;
                    Some(true)
                })?;
                Some(true)
            })?,
            _ => return Some(false),
        }
        Some(true)
    })?;
    Some(element)
}

fn group(reader: &mut Thrift<'_>) -> Option<Vec<Chunk>> {
    let mut chunks = Vec::new();
    reader.fields(&mut |reader, id, kind| {
        if (id, kind) != (1, LIST) {
            return Some(false);
        }
        reader.list(STRUCT, &mut |reader| {
            let chunk = chunk(reader)?;
            if chunks.len() < COLUMNS {
                chunks.push(chunk);
            }
            Some(())
        })?;
        Some(true)
    })?;
    Some(chunks)
}

fn chunk(reader: &mut Thrift<'_>) -> Option<Chunk> {
    let mut chunk = Chunk::default();
    let (mut data, mut dictionary) = (0u64, None);
    reader.fields(&mut |reader, id, kind| {
        match (id, kind) {
            (3, STRUCT) => reader.fields(&mut |reader, id, kind| {
                match (id, kind) {
                    (4, I32) => chunk.codec = reader.number()?,
                    (5, I64) => chunk.values = reader.size()? as u64,
                    (7, I64) => chunk.len = reader.size()? as u64,
                    (9, I64) => data = reader.size()? as u64,
                    (11, I64) => dictionary = Some(reader.number()?),
                    _ => return Some(false),
                }
                Some(true)
            })?,
            (8, STRUCT) => {
                chunk.locked = true;
                return Some(false);
            }
            _ => return Some(false),
        }
        Some(true)
    })?;
    // Some writers say 0 where there is no dictionary.
    let dictionary = dictionary.and_then(|at| u64::try_from(at).ok()).filter(|at| *at > 0);
    chunk.start = dictionary.map_or(data, |at| at.min(data));
    Some(chunk)
}
