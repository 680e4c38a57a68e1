//! What both fuzz targets share: how an input names its format, what must hold of every reading, and
//! damage to pages that bring no good news. Which inputs are tried is libFuzzer's business.

pub mod damage;
#[allow(dead_code, reason = "shared with the tests, which need more of it")]
#[path = "../../tests/pages/fixture.rs"]
mod fixture;
mod mutate;
mod oracle;
#[path = "../../tests/pages/tree.rs"]
mod tree;

use aldis_core::page::Format;

pub use mutate::mutate;

/// The format that the first line of an input names, and the document after it.
pub fn split(input: &[u8]) -> Option<(Format, &[u8])> {
    let end = input.iter().position(|byte| *byte == b'\n')?;
    let word = std::str::from_utf8(&input[..end]).ok()?;
    Some((Format::from_word(word)?, &input[end + 1..]))
}

/// Reads the document; what is wrong if it is called operational and another's reading finds it does
/// not say so.
pub fn check(format: Format, document: &[u8]) -> Result<(), &'static str> {
    // Whatever it is, saying so must not fail either.
    let _ = Format::detect(document, None);
    if fixture::is_good_news(format, document) {
        oracle::says_so(format, document)?;
    }
    Ok(())
}
