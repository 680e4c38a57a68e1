//! From bytes to text: how much is read at all, byte-order marks, declared encodings. What the text
//! means is not here.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::PageError;

/// Larger documents are not read: the largest real one is about half of this.
const MAX_BYTES: usize = 8 * 1024 * 1024;
/// Bytes in which an XML document says its encoding.
const MAX_DECLARATION_BYTES: usize = 200;

/// The text of a document, by its byte-order mark where it has one, whatever else it claims to be.
pub(super) fn text<'b>(bytes: &'b [u8], expected: &'static str) -> Result<Cow<'b, str>, PageError> {
    if bytes.len() > MAX_BYTES {
        return Err(PageError::NotThisFormat {
            expected,
            why: format!("it is larger than {MAX_BYTES} bytes"),
        });
    }
    let (encoding, mark) = Encoding::for_bom(bytes).unwrap_or_else(|| (unmarked(bytes), 0));
    let text = encoding
        .decode_without_bom_handling_and_without_replacement(bytes.get(mark..).unwrap_or_default())
        .ok_or_else(|| PageError::NotThisFormat {
            expected,
            why: format!("it is not {} text", encoding.name()),
        })?;
    if text.trim().is_empty() {
        return Err(PageError::Empty);
    }
    Ok(text)
}

/// Whether a document begins with the byte-order mark of UTF-16.
pub(super) fn has_utf16_mark(bytes: &[u8]) -> bool {
    Encoding::for_bom(bytes).is_some_and(|(encoding, _)| encoding != UTF_8)
}

/// JSON and XML begin with an ASCII character, which tells the width of the others.
fn unmarked(bytes: &[u8]) -> &'static Encoding {
    match bytes {
        [0, second, ..] if *second != 0 => UTF_16BE,
        [first, 0, ..] if *first != 0 => UTF_16LE,
        _ => declared(bytes).unwrap_or(UTF_8),
    }
}

/// The encoding that an XML declaration names.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = bytes.trim_ascii_start();
    let start = start.get(..MAX_DECLARATION_BYTES.min(start.len()))?;
    let start = String::from_utf8_lossy(start);
    let declaration = start.strip_prefix("<?xml")?.split("?>").next()?;
    let (_, value) = declaration.split_once("encoding")?;
    let value = value.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let label = value.get(1..)?.split(quote).next()?;
    Encoding::for_label(label.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> Result<String, PageError> {
        text(bytes, "a test document").map(Cow::into_owned)
    }

    fn utf16(text: &str, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(unit).collect()
    }

    #[test]
    fn a_byte_order_mark_decides() {
        let marked = "\u{feff}[\"é\"]";
        for bytes in [
            marked.as_bytes().to_vec(),
            utf16(marked, u16::to_be_bytes),
            utf16(marked, u16::to_le_bytes),
        ] {
            assert_eq!(read(&bytes).as_deref(), Ok("[\"é\"]"));
        }
        assert!(has_utf16_mark(&utf16(marked, u16::to_be_bytes)));
        assert!(!has_utf16_mark(marked.as_bytes()));
    }

    #[test]
    fn without_a_mark_the_first_character_or_the_declaration_decides() {
        for unit in [u16::to_be_bytes as fn(u16) -> [u8; 2], u16::to_le_bytes] {
            assert_eq!(read(&utf16("{\"é\":1}", unit)).as_deref(), Ok("{\"é\":1}"));
        }
        let latin = b"<?xml version='1.0' encoding='ISO-8859-1'?><a>\xE9</a>";
        assert!(read(latin).is_ok_and(|text| text.ends_with("<a>é</a>")));
    }

    #[test]
    fn half_a_character_is_no_text_and_white_space_is_nothing() {
        let whole = utf16("\u{feff}[1]", u16::to_be_bytes);
        assert!(read(&whole[..whole.len() - 1]).is_err());
        assert!(read(b"[\"\xff\"]").is_err());
        for nothing in [
            &b""[..],
            b" \r\n",
            b"\xEF\xBB\xBF",
            b"\xFE\xFF",
            b"\xFE\xFF\0 ",
        ] {
            assert_eq!(read(nothing), Err(PageError::Empty));
        }
    }
}
