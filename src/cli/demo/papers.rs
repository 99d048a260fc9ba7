//! The files that are sent along: drawings, papers and tables, small ones.

use super::pdf;
use super::words::Words;
use crate::base::{Error, Result};

/// A file as it is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paper {
    pub name: &'static str,
    pub bytes: Vec<u8>,
}

/// Where the bytes come from.
enum Source {
    /// As they are.
    Picture(&'static [u8]),
    /// A text with names to be filled.
    Text(&'static str),
    /// The lines of a page.
    Page(&'static str),
}

/// The file of this name, about these words.
pub fn paper(name: &'static str, words: &Words) -> Result<Paper> {
    let source = source(name).ok_or_else(|| Error::internal(format!("there is no file {name}")))?;
    let bytes = match source {
        Source::Picture(bytes) => bytes.to_vec(),
        Source::Text(text) => words.fill(text).into_bytes(),
        Source::Page(lines) => pdf::page(&words.fill(lines)),
    };
    Ok(Paper { name, bytes })
}

fn source(name: &str) -> Option<Source> {
    use Source::{Page, Picture, Text};
    Some(match name {
        "buckle.jpg" => Picture(include_bytes!("files/buckle.jpg")),
        "camp.png" => Picture(include_bytes!("files/camp.png")),
        "checkout.png" => Picture(include_bytes!("files/checkout.png")),
        "handlebar.png" => Picture(include_bytes!("files/handlebar.png")),
        "heron-blue.png" => Picture(include_bytes!("files/heron-blue.png")),
        "hook.jpg" => Picture(include_bytes!("files/hook.jpg")),
        "light-loop.jpg" => Picture(include_bytes!("files/light-loop.jpg")),
        "logo.png" => Picture(include_bytes!("files/logo.png")),
        "parcel.jpg" => Picture(include_bytes!("files/parcel.jpg")),
        "seam.png" => Picture(include_bytes!("files/seam.png")),
        "checkout-log.txt" => Text(include_str!("files/checkout-log.txt")),
        "dealer-prices.csv" => Text(include_str!("files/dealer-prices.csv")),
        "export.csv" => Text(include_str!("files/export.csv")),
        "statement.csv" => Text(include_str!("files/statement.csv")),
        "buckle-manual.pdf" => Page(include_str!("files/buckle-manual.txt")),
        "invoice.pdf" => Page(include_str!("files/invoice.txt")),
        "mounting.pdf" => Page(include_str!("files/mounting.txt")),
        "offer.pdf" => Page(include_str!("files/offer.txt")),
        "return-label.pdf" => Page(include_str!("files/return-label.txt")),
        "tour.pdf" => Page(include_str!("files/tour.txt")),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::super::dialogue;
    use super::*;

    #[test]
    fn every_file_of_every_dialogue_is_there() {
        for dialogue in dialogue::all().unwrap() {
            for file in dialogue.lines.iter().flat_map(|line| &line.files) {
                assert!(source(file).is_some(), "{file}");
            }
        }
    }
}
