//! What an Avro schema says of the values (specification 1.12, "Schema Declaration", "Logical Types").

use crate::content::container::meaning::Meaning;
use serde_json::Value as Json;
use std::collections::HashMap;

/// Longest schema that is read, and types in one.
const SCHEMA_BYTES: usize = 1 << 20;
const TYPES: usize = 1 << 16;
/// Longest full name: types within others repeat the namespace.
const NAME_BYTES: usize = 1 << 10;

/// A type by its place in a schema.
pub(super) type Id = u32;

/// What values of a type are.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Type {
    Null,
    Boolean,
    /// A whole number of either width.
    Number(Meaning),
    Float,
    Double,
    /// Bytes behind their length, or so many of them.
    Bytes(Option<usize>, Meaning),
    Text,
    Enum(Box<[Box<str>]>),
    /// Names and types of the fields.
    Record(Box<[(Box<str>, Id)]>),
    Array(Id),
    Map(Id),
    Union(Box<[Id]>),
}

/// A schema.
#[derive(Debug)]
pub(super) struct Schema {
    types: Vec<Type>,
    root: Id,
}

impl Schema {
    /// Reads a schema; `None` if it is none, or longer than is read.
    pub(super) fn read(text: &[u8]) -> Option<Self> {
        if text.len() > SCHEMA_BYTES {
            return None;
        }
        let json: Json = serde_json::from_slice(text).ok()?;
        let mut reader = Reader { types: Vec::new(), names: HashMap::new() };
        let root = reader.of(&json, "")?;
        Some(Self { types: reader.types, root })
    }

    /// The type of the values.
    pub(super) const fn root(&self) -> Id {
        self.root
    }

    /// A type.
    pub(super) fn get(&self, id: Id) -> Option<&Type> {
        self.types.get(id as usize)
    }

    /// Bytes that it takes, about.
    pub(super) fn held(&self) -> usize {
        self.types.capacity() * size_of::<Type>()
    }
}

/// Reads a schema's JSON, whose depth the parser of it bounds.
struct Reader {
    types: Vec<Type>,
    /// Types that have a name, by their full one.
    names: HashMap<String, Id>,
}

impl Reader {
    fn add(&mut self, of: Type) -> Option<Id> {
        let id = Id::try_from(self.types.len()).ok().filter(|_| self.types.len() < TYPES)?;
        self.types.push(of);
        Some(id)
    }

    /// The type that stands here, within a namespace.
    fn of(&mut self, json: &Json, space: &str) -> Option<Id> {
        match json {
            Json::String(name) => self.named(name, Meaning::Plain, space),
            Json::Array(branches) => {
                let branches: Option<_> = branches.iter().map(|branch| self.of(branch, space)).collect();
                self.add(Type::Union(branches?))
            }
            Json::Object(fields) => {
                let text = |key: &str| fields.get(key).and_then(Json::as_str).unwrap_or_default();
                match fields.get("type")? {
                    Json::String(kind) => match kind.as_str() {
                        "array" => {
                            let inner = self.of(fields.get("items")?, space)?;
                            self.add(Type::Array(inner))
                        }
                        "map" => {
                            let inner = self.of(fields.get("values")?, space)?;
                            self.add(Type::Map(inner))
                        }
                        "record" | "error" | "enum" | "fixed" => {
                            let stated = fields.get("namespace").and_then(Json::as_str);
                            self.define(kind, json, full_name(text("name"), stated, space)?)
                        }
                        _ => self.named(kind, meaning(json), space),
                    },
                    inner => self.of(inner, space),
                }
            }
            _ => None,
        }
    }

    /// A type that has a name, which its own fields may use.
    fn define(&mut self, kind: &str, json: &Json, full: String) -> Option<Id> {
        let id = self.add(Type::Null)?;
        let space = full.rsplit_once('.').map_or("", |(space, _)| space).to_owned();
        self.names.insert(full, id);
        let of = match kind {
            "fixed" => {
                let size = json.get("size")?.as_u64()?;
                Type::Bytes(Some(usize::try_from(size).ok()?), meaning(json))
            }
            "enum" => {
                let symbols = json.get("symbols")?.as_array()?.iter();
                Type::Enum(symbols.map(|symbol| symbol.as_str().map(Box::from)).collect::<Option<_>>()?)
            }
            _ => {
                let field = |field: &Json| {
                    let name = field.get("name")?.as_str()?.into();
                    Some((name, self.of(field.get("type")?, &space)?))
                };
                Type::Record(json.get("fields")?.as_array()?.iter().map(field).collect::<Option<_>>()?)
            }
        };
        *self.types.get_mut(id as usize)? = of;
        Some(id)
    }

    /// A primitive type, or one that was defined.
    fn named(&mut self, name: &str, meaning: Meaning, space: &str) -> Option<Id> {
        let of = match name {
            "null" => Type::Null,
            "boolean" => Type::Boolean,
            "int" | "long" => Type::Number(meaning),
            "float" => Type::Float,
            "double" => Type::Double,
            "bytes" => Type::Bytes(None, meaning),
            "string" => Type::Text,
            _ => return self.names.get(&full_name(name, None, space)?).or_else(|| self.names.get(name)).copied(),
        };
        self.add(of)
    }
}

/// A full name ("Names"); `None` if it is too long.
fn full_name(name: &str, stated: Option<&str>, space: &str) -> Option<String> {
    let space = stated.unwrap_or(space);
    let bare = name.contains('.') || space.is_empty();
    (name.len() + space.len() < NAME_BYTES).then(|| if bare { name.to_owned() } else { format!("{space}.{name}") })
}

fn meaning(json: &Json) -> Meaning {
    let scale = || json.get("scale").and_then(Json::as_u64).and_then(|scale| usize::try_from(scale).ok());
    match json.get("logicalType").and_then(Json::as_str).unwrap_or_default() {
        "decimal" => Meaning::Decimal(scale().unwrap_or(0)),
        "date" => Meaning::Date,
        "timestamp-millis" | "local-timestamp-millis" => Meaning::Millis,
        "timestamp-micros" | "local-timestamp-micros" => Meaning::Micros,
        "timestamp-nanos" | "local-timestamp-nanos" => Meaning::Nanos,
        "uuid" => Meaning::Uuid,
        _ => Meaning::Plain,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_resolved_in_their_namespaces() {
        let schema = Schema::read(
            br#"{"type": "record", "name": "a.b.List", "fields": [
                {"name": "of", "type": {"type": "fixed", "name": "Id", "size": 16, "logicalType": "uuid"}},
                {"name": "other", "type": ["null", "Id", "a.b.Id", {"type": "enum", "name": "E", "namespace": "c", "symbols": ["X"]}, "c.E"]},
                {"name": "next", "type": ["null", "List"]}]}"#,
        );
        let schema = schema.unwrap();
        let Some(Type::Record(fields)) = schema.get(schema.root()) else { panic!("{schema:?}") };
        let branches = |at: usize| match schema.get(fields[at].1) {
            Some(Type::Union(ids)) => ids.clone(),
            other => panic!("{other:?}"),
        };
        let [_, first, second, third, fourth] = *branches(1) else { panic!() };
        assert_eq!((first, second, third), (fields[0].1, fields[0].1, fourth));
        assert_eq!(schema.get(first), Some(&Type::Bytes(Some(16), Meaning::Uuid)));
        assert_eq!(branches(2)[1], schema.root());
    }

    #[test]
    fn what_is_no_schema_is_refused() {
        let named =
            format!(r#"{{"type": "fixed", "name": "f", "namespace": "{}", "size": 1}}"#, "a".repeat(NAME_BYTES));
        let long = format!("[{}\"null\"]", "\"null\",".repeat(TYPES));
        let deep = "[".repeat(1000);
        for text in ["", "7", "\"unknown\"", r#"{"type": "array"}"#, r#"{"type": "fixed", "name": "f", "size": -1}"#]
            .into_iter()
            .chain([long.as_str(), &deep, &named])
        {
            assert!(Schema::read(text.as_bytes()).is_none(), "{}", &text[..text.len().min(99)]);
        }
        assert!(Schema::read(&vec![b' '; SCHEMA_BYTES + 1]).is_none());
    }
}
