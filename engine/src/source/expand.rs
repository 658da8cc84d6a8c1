//! From what a user names — files, directories, patterns — to the list of captures.

use super::input::describe;
use crate::error::{Error, Result};
use std::ffi::{OsStr, OsString};
use std::path::{Component, Path, PathBuf};

/// Number of the error of a name that leads to nothing (POSIX).
const ENOENT: i32 = 2;

/// Turns files, directories and patterns into a list of captures, in the order given; within a directory or pattern
/// by name.
///
/// - `-` (standard input) and existing files stay as they are, whatever they are called.
/// - A directory stands for the captures in it at any depth: names ending in `.pcap`, `.pcapng` or `.cap`, optionally
///   followed by `.gz` or `.zst`, in any case. Links to directories are not followed.
/// - A pattern may hold `*`, `?` and `[a-z]`, `[!a-z]` in any component; they match no `/`, and no leading dot.
///
/// # Errors
/// [`Error::Source`] if a directory cannot be listed or holds no capture; if a file is missing or a pattern matches
/// nothing, with the number of `ENOENT`.
pub fn expand(paths: &[OsString]) -> Result<Vec<OsString>> {
    let mut captures = Vec::new();
    for name in paths {
        let path = Path::new(name);
        match path.metadata() {
            _ if name == "-" => captures.push(name.clone()),
            Ok(meta) if meta.is_dir() => directory(path, &mut captures)?,
            Ok(_) => captures.push(name.clone()),
            Err(_) if is_pattern(name) => pattern(path, &mut captures)?,
            Err(error) => return Err(failed(path, &error)),
        }
    }
    Ok(captures)
}

fn failed(path: &Path, error: &std::io::Error) -> Error {
    Error::Source { path: path.to_string_lossy().into_owned(), errno: error.raw_os_error(), reason: describe(error) }
}

fn refused(path: &Path, errno: Option<i32>, reason: &str) -> Error {
    Error::Source { path: path.to_string_lossy().into_owned(), errno, reason: reason.to_owned() }
}

fn is_pattern(name: &OsStr) -> bool {
    name.to_string_lossy().contains(['*', '?', '['])
}

/// Adds the captures below a directory.
fn directory(root: &Path, captures: &mut Vec<OsString>) -> Result<()> {
    let mut open = vec![root.to_owned()];
    let mut found = Vec::new();
    while let Some(folder) = open.pop() {
        let io = |error: std::io::Error| failed(&folder, &error);
        for entry in std::fs::read_dir(&folder).map_err(io)? {
            let entry = entry.map_err(io)?;
            let path = entry.path();
            if entry.file_type().map_err(io)?.is_dir() {
                open.push(path);
            } else if is_capture(&path) && path.is_file() {
                found.push(path);
            }
        }
    }
    if found.is_empty() {
        let reason = "no capture in this directory (*.pcap, *.pcapng, *.cap, also .gz or .zst)";
        return Err(refused(root, None, reason));
    }
    found.sort();
    captures.extend(found.into_iter().map(PathBuf::into_os_string));
    Ok(())
}

fn is_capture(path: &Path) -> bool {
    let Some(name) = path.file_name().map(|name| name.to_string_lossy().to_ascii_lowercase()) else {
        return false;
    };
    let name = name.strip_suffix(".gz").or_else(|| name.strip_suffix(".zst")).unwrap_or(&name);
    [".pcap", ".pcapng", ".cap"].iter().any(|ending| name.len() > ending.len() && name.ends_with(ending))
}

/// A name that records can tell.
///
/// # Errors
/// [`Error::Source`] if it is not UTF-8.
pub fn text(name: OsString) -> Result<String> {
    name.into_string().map_err(|name| refused(Path::new(&name), None, "the name is not UTF-8"))
}

/// Adds the files that a pattern matches, and the captures below matching directories.
fn pattern(named: &Path, captures: &mut Vec<OsString>) -> Result<()> {
    let mut here = vec![PathBuf::new()];
    for component in named.components() {
        let mut next = Vec::new();
        for base in &here {
            match component {
                Component::Normal(name) if is_pattern(name) => matching(base, &name.to_string_lossy(), &mut next),
                other => next.push(base.join(other)),
            }
        }
        here = next;
    }
    here.retain(|path| path.exists());
    here.sort();
    if here.is_empty() {
        return Err(refused(named, Some(ENOENT), "no file matches"));
    }
    for path in here {
        if path.is_dir() {
            directory(&path, captures)?;
        } else {
            captures.push(path.into_os_string());
        }
    }
    Ok(())
}

/// The entries of a directory whose names match; a directory that cannot be read has none.
fn matching(base: &Path, component: &str, next: &mut Vec<PathBuf>) {
    let folder = if base.as_os_str().is_empty() { Path::new(".") } else { base };
    let Ok(entries) = std::fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let hidden = name.starts_with('.') && !component.starts_with('.');
        if !hidden && matches(component, &name) {
            next.push(base.join(entry.file_name()));
        }
    }
}

/// Shell matching of one name, in time proportional to pattern × name: only the last `*` is ever retried.
pub(super) fn matches(pattern: &str, name: &str) -> bool {
    let pattern: Vec<char> = pattern.chars().collect();
    let name: Vec<char> = name.chars().collect();
    let (mut p, mut n) = (0, 0);
    let mut retry = None;
    while let Some(letter) = name.get(n) {
        if pattern.get(p) == Some(&'*') {
            p += 1;
            retry = Some((p, n));
        } else if let Some(width) = one(pattern.get(p..).unwrap_or(&[]), *letter) {
            p += width;
            n += 1;
        } else if let Some((star, from)) = retry {
            p = star;
            n = from + 1;
            retry = Some((star, n));
        } else {
            return false;
        }
    }
    pattern.get(p..).unwrap_or(&[]).iter().all(|rest| *rest == '*')
}

/// How many pattern characters match this one; `None` if they do not.
fn one(pattern: &[char], letter: char) -> Option<usize> {
    match pattern {
        ['?', ..] => Some(1),
        ['[', set @ ..] => match class(set, letter) {
            Class::Member(width) => Some(width),
            Class::Other => None,
            Class::Unclosed => (letter == '[').then_some(1),
        },
        [literal, ..] if *literal == letter => Some(1),
        _ => None,
    }
}

/// What a bracket expression says of a letter.
enum Class {
    /// It is in; the expression is this wide, brackets included.
    Member(usize),
    Other,
    /// There is no closing bracket, so the opening one is itself.
    Unclosed,
}

/// A bracket expression behind its `[`; a `]` in first place is a member.
fn class(set: &[char], letter: char) -> Class {
    let negated = matches!(set, ['!' | '^', ..]);
    let body = set.get(usize::from(negated)..).unwrap_or(&[]);
    let Some(close) = body.iter().skip(1).position(|member| *member == ']') else {
        return Class::Unclosed;
    };
    let close = close + 1;
    let mut members = body.get(..close).unwrap_or(&[]);
    let mut found = false;
    while let [first, rest @ ..] = members {
        if let ['-', last, tail @ ..] = rest {
            found |= (*first..=*last).contains(&letter);
            members = tail;
        } else {
            found |= *first == letter;
            members = rest;
        }
    }
    if found == negated { Class::Other } else { Class::Member(usize::from(negated) + close + 2) }
}
