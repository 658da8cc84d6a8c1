//! How tables in JSON whose names stand apart from their rows call their parts. A leaf module: content names the values of
//! such tables, detection looks for secrets in their columns.

/// Under what the list of names stands.
const HEADERS: [&[u8]; 16] = [
    b"columns",
    b"cols",
    b"fields",
    b"meta",
    b"schema",
    b"header",
    b"headers",
    b"head",
    b"columnNames",
    b"column_names",
    b"columnMetas",
    b"rowType",
    b"rowtype",
    b"titles",
    b"Columns",
    b"columnInfo",
];
/// Under what a column's name stands in what is told of it.
const NAMES: [&[u8]; 6] = [b"name", b"Name", b"column_name", b"columnName", b"label", b"field"];
/// Under what the cells of a row stand that is an object.
const ROWS: [&[u8]; 7] = [b"row", b"f", b"c", b"cells", b"values", b"Data", b"data"];

/// True for the key of a list of names.
pub fn is_header(key: &[u8]) -> bool {
    HEADERS.contains(&key)
}

/// True for the key of a column's name in what is told of the column.
pub fn is_name(key: &[u8]) -> bool {
    NAMES.contains(&key)
}

/// True for the key of a row's cells, where rows are objects.
pub fn is_row(key: &[u8]) -> bool {
    ROWS.contains(&key)
}
