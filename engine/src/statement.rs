//! SQL's statements that fill a table: `INSERT INTO t (a, b) VALUES …`, a dump's `COPY t (a, b) FROM stdin;`.

/// Longest list of columns.
pub(crate) const LIST_BYTES: usize = 4096;
/// Between the word INTO or COPY and the list: the table's name.
pub(crate) const TABLE_BYTES: usize = 100;
/// What stands before the table that a statement fills: SQL Server's scripts say INSERT without INTO.
const FILLS: [&[u8; 5]; 3] = [b"into ", b"sert ", b"copy "];

/// True if the list of columns that begins behind `head` is one of a table that is filled.
pub(crate) fn fills(head: &[u8]) -> bool {
    let before = head.get(head.len().saturating_sub(TABLE_BYTES)..).unwrap_or_default();
    before.windows(5).any(|w| FILLS.iter().any(|word| w.eq_ignore_ascii_case(*word)))
}
