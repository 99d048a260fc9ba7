//! `openapi`

use serde_json::value::RawValue;

use super::{Common, output};
use crate::app;
use crate::base::{Error, Result};

/// Prints the document, on one line when asked to.
pub fn run(common: &Common) -> Result<()> {
    let document = app::document();
    let text = if common.json { on_one_line(&document)? } else { document };
    output::line(&text);
    Ok(())
}

/// Texts have no line breaks of their own in JSON, so those that are there are space; the order of keys stays.
fn on_one_line(document: &str) -> Result<String> {
    let text: String = document.lines().map(str::trim_start).collect();
    RawValue::from_string(text).map(|json| json.get().to_owned()).map_err(Error::internal)
}
