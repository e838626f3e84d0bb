//! Turns `patterns/*.toml` into JSON for the binary: the same entries, in a form that a run reads in a fraction of the time,
//! and without their examples, which run as tests.
//! TOML stays what people write, in `patterns/` and in the folder of `--patterns`.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=patterns");
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or("cargo sets OUT_DIR")?);
    for entry in fs::read_dir("patterns")? {
        let path = entry?.path();
        if path.extension().is_some_and(|ending| ending == "toml") {
            convert(&path, &out).map_err(|e| format!("{}: {e}", path.display()))?;
        }
    }
    Ok(())
}

/// Leaves empty lists of the lists that nothing but tests reads.
fn empty_examples(value: &mut toml::Value) {
    match value {
        toml::Value::Table(table) => {
            for (key, value) in table {
                match value {
                    toml::Value::Array(list) if is_example(key) => list.clear(),
                    value => empty_examples(value),
                }
            }
        }
        toml::Value::Array(list) => list.iter_mut().for_each(empty_examples),
        _ => {}
    }
}

fn is_example(key: &str) -> bool {
    key.contains("example") || matches!(key, "counter" | "never")
}

fn convert(from: &Path, folder: &Path) -> Result<(), Box<dyn Error>> {
    let mut entries: toml::Value = toml::from_str(&fs::read_to_string(from)?)?;
    empty_examples(&mut entries);
    let name = from.file_name().ok_or("a name")?;
    fs::write(folder.join(name).with_extension("json"), serde_json::to_string(&entries)?)?;
    Ok(())
}
