//! Compresses the texts of `static/` for the executable, as small as brotli can: it then needs no encoder of its own, and sends
//! them as they are. A debug build has nothing compressed: it reads `static/` itself, so that an edit shows on reload. And says
//! how the linker makes the executable smaller.

use std::error::Error;
use std::fs::{self, File};
use std::io::Write;
use std::path::Path;
use std::process::Command;
use std::{env, io};

/// What is compressed; everything else (sounds, pictures) is as small as it gets.
const TEXTS: [&str; 7] = ["css", "html", "js", "md", "mjs", "svg", "txt"];

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=static");
    println!("cargo::rustc-check-cfg=cfg(compressed)");
    if packs_relocations()? {
        println!("cargo::rustc-link-arg-bins=-Wl,-z,pack-relative-relocs");
    }
    if env::var("PROFILE")? == "release" {
        println!("cargo::rustc-cfg=compressed");
        let to = Path::new(&env::var("OUT_DIR")?).join("static");
        match fs::remove_dir_all(&to) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error.into()),
            _ => folder(Path::new("static"), &to)?,
        }
    }
    Ok(())
}

/// Whether the loader of this system reads relative relocations in their short form: half a megabyte less to load.
fn packs_relocations() -> Result<bool, Box<dyn Error>> {
    let is_at_home = env::var("TARGET")? == env::var("HOST")? && env::var("PROFILE")? == "release";
    if !is_at_home || env::var("CARGO_CFG_TARGET_ENV")? != "gnu" {
        return Ok(false);
    }
    let Ok(output) = Command::new("getconf").arg("GNU_LIBC_VERSION").output() else { return Ok(false) };
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let minor = said.trim().strip_prefix("glibc 2.").and_then(|minor| minor.split('.').next()?.parse::<u32>().ok());
    Ok(minor.is_some_and(|minor| minor >= 36))
}

fn folder(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        let is_text = from.extension().and_then(|end| end.to_str()).is_some_and(|end| TEXTS.contains(&end));
        if entry.file_type()?.is_dir() {
            folder(&from, &to)?;
        } else if is_text {
            let mut writer = brotli::CompressorWriter::new(File::create(to)?, 1 << 16, 11, 22);
            writer.write_all(&fs::read(from)?)?;
            writer.flush()?;
        } else {
            fs::copy(from, to)?;
        }
    }
    Ok(())
}
