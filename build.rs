//! Turns `patterns/*.toml` into JSON for the binary: the same entries, in a form that a run reads in a fraction of the time.
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

fn convert(from: &Path, folder: &Path) -> Result<(), Box<dyn Error>> {
    let entries: toml::Table = toml::from_str(&fs::read_to_string(from)?)?;
    let name = from.file_name().ok_or("a name")?;
    fs::write(folder.join(name).with_extension("json"), serde_json::to_string(&entries)?)?;
    Ok(())
}
