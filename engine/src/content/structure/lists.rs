//! Tables in JSON whose names stand apart from their rows, and before them: `{"columns":["name","phone"],"rows":[["…","…"],…]}`
//! (pandas, `InfluxDB`), `"columns":[{"name":…},…]` (Trino, Elasticsearch, Metabase, Databricks), `"meta"` (`ClickHouse`), `"schema":
//! {"fields":…}` with rows of `{"f":[{"v":…}]}` (`BigQuery`), `{"row":[…]}` (`Neo4j`), `{"c":[{"v":…}]}` (Google's charts), and
//! lists of lists whose first is a header (Google Sheets), in lines as well.
//!
//! Limits: 512 names of 64 bytes. Rows that stand before their names have none.

use super::json::{Frame, Key};
use crate::content::place::push_name;
use crate::identifier::is_identifier;
use crate::message::Charset;
use crate::tables;

/// Most columns, and the longest name of one.
const COLUMNS: usize = 512;
const NAME_BYTES: usize = 64;

/// What may hold that list beside the rows' holder.
const HOLDERS: [&[u8]; 5] = [b"schema", b"manifest", b"resultSetMetaData", b"metadata", b"meta"];

/// A list in hand that may be a header.
#[derive(Clone, Copy)]
struct Gathering {
    /// Its frame.
    at: usize,
    /// A key says that it is one; otherwise it is the first row of a list.
    told: bool,
}

/// The names of the table in hand.
#[derive(Clone, Default)]
pub(super) struct Lists {
    names: Vec<Key>,
    /// The first frame that may hold its rows, and the frame with which it ends.
    base: usize,
    owner: usize,
    gathering: Option<Gathering>,
    gathered: Vec<Key>,
    /// Values at the outermost level.
    documents: u32,
}

/// The owner of a table in lines: nothing ends it.
const LINES: usize = usize::MAX;

impl Lists {
    /// A list was entered, whose frame is the last.
    pub(super) fn entered(&mut self, frames: &[Frame], text: &[u8]) {
        let at = frames.len().saturating_sub(1);
        let Some(Gathering { at: held, told }) = self.gathering else {
            return self.begin(frames, at, text);
        };
        // Within what is told of a column lists may stand; a header has none.
        if !told || at == held + 1 {
            self.gathering = None;
            self.begin(frames, at, text);
        }
    }

    fn begin(&mut self, frames: &[Frame], at: usize, text: &[u8]) {
        let told = match at.checked_sub(1).and_then(|above| frames.get(above)) {
            None => {
                self.documents = self.documents.saturating_add(1);
                (self.documents == 1).then_some(false)
            }
            Some(above) if above.array => (above.index == 0 && !self.has_rows(at - 1)).then_some(false),
            Some(above) => tables::is_header(above.key.bytes(text)).then_some(true),
        };
        if let Some(told) = told {
            self.gathering = Some(Gathering { at, told });
            self.gathered.clear();
        }
    }

    /// True if the list of this frame may be one of the table's.
    fn has_rows(&self, frame: usize) -> bool {
        !self.names.is_empty() && frame >= self.base && self.owner != LINES
    }

    /// A string ended that is a value.
    pub(super) fn value(&mut self, frames: &[Frame], value: Key, text: &[u8]) {
        let Some(Gathering { at, told }) = self.gathering else { return };
        let Some(index) = frames.get(at).map(|list| list.index as usize).filter(|index| *index < COLUMNS) else {
            return;
        };
        let inner = frames.len().saturating_sub(at + 1);
        let names = |frame: &Frame| !frame.array && tables::is_name(frame.key.bytes(text));
        let is_name = inner == 0 || (told && inner == 1 && frames.last().is_some_and(names));
        if !is_name {
            return;
        }
        if self.gathered.len() <= index {
            self.gathered.resize(index + 1, Key::None);
        }
        if let Some(slot) = self.gathered.get_mut(index).filter(|slot| matches!(slot, Key::None)) {
            *slot = value;
        }
    }

    /// The last frame is about to be left.
    pub(super) fn leaving(&mut self, frames: &[Frame], text: &[u8]) {
        let at = frames.len().saturating_sub(1);
        if self.gathering.is_some_and(|list| list.at == at)
            && let Some(Gathering { told, .. }) = self.gathering.take()
        {
            let cells = frames.last().map_or(0, |list| list.index as usize + 1);
            if told && !self.gathered.is_empty() {
                let mut owner = at.saturating_sub(1);
                let holds = |frame: &Frame| !frame.array && HOLDERS.contains(&frame.key.bytes(text));
                while owner > 0 && frames.get(owner - 1).is_some_and(holds) {
                    owner -= 1;
                }
                self.become_table(owner + 1, owner);
            } else if !told && self.gathered.len() == cells && cells > 1 && self.reads_as_header(text) {
                match at.checked_sub(1) {
                    Some(list) => self.become_table(list, list),
                    None => self.become_table(0, LINES),
                }
            }
        }
        if at == self.owner && !self.names.is_empty() {
            self.names.clear();
        }
    }

    fn become_table(&mut self, base: usize, owner: usize) {
        std::mem::swap(&mut self.names, &mut self.gathered);
        (self.base, self.owner) = (base, owner);
    }

    /// True if what the first row holds may be names: a row with a number or an address in it is data.
    fn reads_as_header(&self, text: &[u8]) -> bool {
        self.gathered.iter().all(|name| {
            let name = name.bytes(text);
            let digits = name.iter().filter(|b| b.is_ascii_digit()).count();
            (1..=NAME_BYTES).contains(&name.len()) && digits * 2 <= name.len() && memchr::memchr(b'@', name).is_none()
        }) && !self.reads_as_entry(text)
    }

    /// True for a name and its value, as lists of entries have them: `[["name","张三"],…]`. Two names are in one script.
    fn reads_as_entry(&self, text: &[u8]) -> bool {
        let [first, second] = self.gathered.as_slice() else { return false };
        first.bytes(text).is_ascii() != second.bytes(text).is_ascii()
    }

    /// The frame of the row in which the walker stands, its column, and that column's name.
    pub(super) fn column<'t>(&'t self, frames: &[Frame], text: &'t [u8]) -> Option<(usize, usize, &'t [u8])> {
        if self.names.is_empty() {
            return None;
        }
        let row = if self.owner == LINES { (frames.first()?.array).then_some(0) } else { self.row(frames, text) }?;
        let index = frames.get(row)?.index as usize;
        let name = self.names.get(index)?.bytes(text);
        (!name.is_empty() && name.len() <= NAME_BYTES && !is_identifier(name)).then_some((row, index, name))
    }

    /// The frame of the row: a list in a list, or in an object there.
    fn row(&self, frames: &[Frame], text: &[u8]) -> Option<usize> {
        let is_list = |at: usize| frames.get(at).is_some_and(|frame| frame.array);
        let wraps = |at: usize| frames.get(at).is_some_and(|f| !f.array && tables::is_row(f.key.bytes(text)));
        (self.base..frames.len()).filter(|list| is_list(*list)).find_map(|list| {
            if is_list(list + 1) { Some(list + 1) } else { (wraps(list + 1) && is_list(list + 2)).then_some(list + 2) }
        })
    }

    /// The text is over, another part follows.
    pub(super) fn keep(&mut self, text: &[u8], charset: Charset) {
        for name in self.names.iter_mut().chain(&mut self.gathered) {
            name.keep(text, charset);
        }
    }
}

/// Appends a column's name to a path.
pub(super) fn push_column(path: &mut String, name: &[u8], charset: Charset) -> (usize, usize) {
    if !path.is_empty() {
        path.push('.');
    }
    let start = path.len();
    push_name(path, name, charset);
    (start, path.len())
}

#[cfg(test)]
mod tests {
    use super::super::json::JsonWalker;

    /// Path and name of each `@`, the same wherever the text is cut.
    fn places(text: &str) -> Vec<(String, String)> {
        let bytes = text.as_bytes();
        let at: Vec<usize> = text.match_indices('@').map(|(at, _)| at).collect();
        let told = |cut: usize| -> Vec<(String, String)> {
            let mut walker = JsonWalker::default();
            let mut all = Vec::new();
            let mut told = |walker: &mut JsonWalker, text: &[u8], at: usize| {
                let located = walker.locate(text, at);
                all.push((located.path.to_owned(), located.name.to_owned()));
            };
            at.iter().filter(|at| **at < cut).for_each(|at| told(&mut walker, &bytes[..cut], *at));
            walker.finish(&bytes[..cut]);
            at.iter().filter(|at| **at >= cut).for_each(|at| told(&mut walker, &bytes[cut..], *at - cut));
            all
        };
        let whole = told(bytes.len());
        // Where a row or the next name begins; a name that is cut in two is none.
        for (cut, _) in text.match_indices([',', '[', '{']).filter(|(cut, _)| *cut > 0) {
            assert_eq!(told(cut), whole, "{text} cut at {cut}");
        }
        whole
    }

    #[test]
    fn names_apart_from_rows_name_their_columns() {
        for (text, path) in [
            (r#"{"columns":["name","phone"],"rows":[["a","@"],["b","@"]]}"#, "rows[*].phone"),
            (r#"{"columns":["name","phone"],"index":[0,1],"data":[["a",@],["b",@]]}"#, "data[*].phone"),
            (
                r#"{"data":{"cols":[{"name":"name"},{"name":"phone"}],"rows":[["a","@"],[null,"@"]]}}"#,
                "data.rows[*].phone",
            ),
            (
                r#"{"columns":[{"name":"n","type":"v","typeSignature":{"arguments":[{"kind":"L"}]}},{"name":"phone"}],"data":[["a","@"],["b","@"]]}"#,
                "data[*].phone",
            ),
            (
                r#"{"meta":[{"name":"n","type":"String"},{"type":"x","name":"phone"}],"data":[["a","@"],["b","@"]]}"#,
                "data[*].phone",
            ),
            (
                r#"{"schema":{"fields":[{"name":"n"},{"name":"phone"}]},"rows":[{"f":[{"v":"a"},{"v":"@"}]},{"f":[{"v":"b"},{"v":"@"}]}]}"#,
                "rows[*].f.phone.v",
            ),
            (
                r#"{"manifest":{"schema":{"columns":[{"name":"n"},{"name":"phone"}]}},"result":{"data_array":[["a","@"],["b","@"]]}}"#,
                "result.data_array[*].phone",
            ),
            (
                r#"{"results":[{"columns":["n","phone"],"data":[{"row":["a","@"],"meta":[null]},{"row":["b","@"]}]}]}"#,
                "results[*].data[*].row.phone",
            ),
            (
                r#"{"table":{"cols":[{"id":"A","label":"n"},{"label":"phone"}],"rows":[{"c":[{"v":"a"},{"v":"@"}]},{"c":[{"v":"b"},{"v":"@"}]}]}}"#,
                "table.rows[*].c.phone.v",
            ),
            (
                r#"{"cols":[{"name":"n"},{"name":"phone"}],"rows":[[{"type":"t","value":"a"},{"type":"t","value":"@"}],[1,{"value":"@"}]]}"#,
                "rows[*].phone.value",
            ),
            (r#"{"values":[["n","phone"],["a","@"],["b","@"]]}"#, "values[*].phone"),
            (r#"[["n","phone","x"],["a","@"],["b","@"]]"#, "[*].phone"),
            ("[\"n\",\"phone\"]\n[\"a\",\"@\"]\n[\"b\",\"@\"]\n", "phone"),
            (
                r#"{"ResultSet":{"Rows":[{"x":1}],"columns":["n","phone"],"rows":[["a","@"],["b","@"]]}}"#,
                "ResultSet.rows[*].phone",
            ),
        ] {
            let want = (path.to_owned(), "phone".to_owned());
            assert_eq!(places(text), [want.clone(), want], "{text}");
        }
    }

    #[test]
    fn a_table_ends_with_its_object_and_names_no_other() {
        for (text, path, name) in [
            (r#"{"rows":[["a","@"]],"columns":["n","phone"]}"#, "rows[*][*]", "rows"),
            (r#"{"a":{"columns":["n","phone"]},"b":{"rows":[["a","@"]]}}"#, "b.rows[*][*]", "rows"),
            (r#"[{"columns":["n","phone"],"rows":[]},{"rows":[["a","@"]]}]"#, "[*].rows[*][*]", "rows"),
            (r#"{"columns":["n","phone"],"rows":[["a","b","@"]]}"#, "rows[*][*]", "rows"),
            (r#"{"columns":["n","phone"],"tags":["a","@"]}"#, "tags[*]", "tags"),
            (r#"{"columns":["n","phone"],"rows":[["a",{"mobile":"@"}]]}"#, "rows[*].phone.mobile", "mobile"),
            (r#"{"columns":["n","13812345678"],"rows":[["a","@"]]}"#, "rows[*][*]", "rows"),
            (r#"[["a","138001"],["b","@"]]"#, "[*][*]", ""),
            (r#"[["a",7],["b","@"]]"#, "[*][*]", ""),
            (r#"[["a",["b"]],["b","@"]]"#, "[*][*]", ""),
            (r#"[["phone"],["@"]]"#, "[*][*]", ""),
            (r#"[["name","张三"],["phone","@"]]"#, "[*][*]", ""),
            (r#"{"a":[["n","phone"]],"b":[[7,"@"]]}"#, "b[*][*]", "b"),
        ] {
            assert_eq!(places(text), [(path.to_owned(), name.to_owned())], "{text}");
        }
    }

    #[test]
    fn names_are_bounded() {
        let many = "\"a\",".repeat(100_000);
        let text = format!("{{\"columns\":[{many}\"phone\"],\"rows\":[[{}\"@\"]]}}", "1,".repeat(100_000));
        assert_eq!(places_once(&text), [("rows[*][*]".to_owned(), "rows".to_owned())]);
        let nested = format!("{}\"@\"", "[[\"a\",\"b\"],[".repeat(20_000));
        assert_eq!(places_once(&nested).len(), 1);
    }

    fn places_once(text: &str) -> Vec<(String, String)> {
        let mut walker = JsonWalker::default();
        let mut told = |at| {
            let located = walker.locate(text.as_bytes(), at);
            (located.path.to_owned(), located.name.to_owned())
        };
        text.match_indices('@').map(|(at, _)| told(at)).collect()
    }
}
