//! Stages the rule packs of the repository, so that the wheel carries them as `sensor/rules`.
//!
//! maturin can place a folder of the source tree only at the top of `site-packages`; files of `OUT_DIR` it places
//! anywhere (`[tool.maturin] include` in pyproject.toml).

use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let source = manifest_dir()?.join("../../rules");
    let target = PathBuf::from(variable("OUT_DIR")?).join("rules");
    println!("cargo::rerun-if-changed={}", source.display());
    if target.exists() {
        fs::remove_dir_all(&target)?;
    }
    fs::create_dir_all(&target)?;
    if source.is_dir() { copy(&source, &target) } else { Ok(()) }
}

fn manifest_dir() -> io::Result<PathBuf> {
    variable("CARGO_MANIFEST_DIR").map(PathBuf::from)
}

fn variable(name: &str) -> io::Result<String> {
    env::var(name).map_err(|error| io::Error::other(format!("{name}: {error}")))
}

/// Copies a folder with its subfolders; hidden files and caches stay behind.
fn copy(from: &Path, to: &Path) -> io::Result<()> {
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let name = entry.file_name();
        if name.to_string_lossy().starts_with(['.', '_']) {
            continue;
        }
        let (source, target) = (entry.path(), to.join(&name));
        if source.is_dir() {
            fs::create_dir_all(&target)?;
            copy(&source, &target)?;
        } else {
            fs::copy(&source, &target)?;
        }
    }
    Ok(())
}
