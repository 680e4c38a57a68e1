//! An XML document as a small tree. No entities but those of XML and HTML and no document type: what
//! they are good for is hurting the reader. What the elements mean is the formats' business.

use quick_xml::Reader;
use quick_xml::escape::{resolve_predefined_entity, unescape};
use quick_xml::events::{BytesRef, BytesStart, Event};

use super::{PageError, decode};

/// Deeper documents are not read.
const MAX_DEPTH: usize = 32;
/// Larger documents are not read: dropping their tail could drop the one entry that matters.
const MAX_ELEMENTS: usize = 100_000;

/// One element.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Element {
    /// Its name with its prefix, if it has one.
    pub(super) name: String,
    attributes: Vec<(String, String)>,
    text: String,
    children: Vec<Element>,
}

impl Element {
    /// The first child of that name.
    pub(super) fn child(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.name == name)
    }

    /// All children of that name.
    pub(super) fn all<'e>(&'e self, name: &'e str) -> impl Iterator<Item = &'e Self> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// How many elements of that name there are in it, however deep.
    pub(super) fn count(&self, name: &str) -> usize {
        let own = |child: &Self| usize::from(child.name == name) + child.count(name);
        self.children.iter().map(own).sum()
    }

    /// Whether a text in it, however deep, holds this.
    pub(super) fn tells(&self, words: &str) -> bool {
        self.text.contains(words) || self.children.iter().any(|child| child.tells(words))
    }

    /// The text of the first child of that name, without the white space around it.
    pub(super) fn text_of(&self, name: &str) -> Option<&str> {
        let text = self.child(name)?.text();
        (!text.is_empty()).then_some(text)
    }

    /// The text in it, without the white space around it.
    pub(super) fn text(&self) -> &str {
        self.text.trim()
    }

    /// The attribute of that name.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        let mut attributes = self.attributes.iter();
        attributes
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }
}

/// The root element of the document in `bytes`, or why there is none.
pub(super) fn document(bytes: &[u8], expected: &'static str) -> Result<Element, PageError> {
    let text = decode::text(bytes, expected)?;
    let text = text.trim_start();
    if is_html(text) {
        return Err(PageError::Html { expected });
    }
    let not = |why: String| PageError::NotThisFormat { expected, why };
    if !text.starts_with('<') {
        return Err(not("not XML".to_owned()));
    }
    let mut tree = Tree::default();
    let mut reader = Reader::from_str(text);
    loop {
        let event = reader
            .read_event()
            .map_err(|error| not(format!("not XML: {error}")))?;
        if matches!(event, Event::Eof) {
            break;
        }
        tree.take(event).map_err(|why| not(why.to_owned()))?;
    }
    tree.root()
        .ok_or_else(|| not("not a whole XML document".to_owned()))
}

fn is_html(text: &str) -> bool {
    let start = |word: &str| {
        let start = text.get(..word.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(word))
    };
    start("<!doctype html") || start("<html")
}

/// A document as far as it was read: the elements still open, and the root once it is closed.
#[derive(Default)]
struct Tree {
    open: Vec<Element>,
    root: Option<Element>,
    elements: usize,
}

impl Tree {
    fn take(&mut self, event: Event<'_>) -> Result<(), &'static str> {
        match event {
            Event::Start(tag) => self.begin(&tag)?,
            Event::Empty(tag) => {
                self.begin(&tag)?;
                self.end()?;
            }
            Event::End(_) => self.end()?,
            Event::Text(text) => self.add(&text)?,
            // Two entries would be one, the first without its end.
            Event::CData(text) if text.contains("<![CDATA[") => {
                return Err("a text section does not end");
            }
            Event::CData(text) => self.add(&text)?,
            Event::GeneralRef(reference) => {
                let text = resolved(&reference).ok_or("a character that there is not")?;
                self.add(&text)?;
            }
            Event::DocType(_) => return Err("a document type is not read"),
            // XML allows it in an instruction, but no feed has it: the instruction's own end is lost.
            Event::Decl(decl) if decl.contains('<') => return Err("its declaration does not end"),
            Event::PI(instruction) if instruction.contains('<') => {
                return Err("an instruction does not end");
            }
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::Eof => {}
        }
        Ok(())
    }

    fn begin(&mut self, tag: &BytesStart<'_>) -> Result<(), &'static str> {
        self.elements += 1;
        if self.open.len() >= MAX_DEPTH || self.elements > MAX_ELEMENTS {
            return Err("nested deeper or longer than any real page");
        }
        if self.root.is_some() {
            return Err("something follows its end");
        }
        let mut element = Element {
            name: tag.name().as_ref().to_owned(),
            ..Element::default()
        };
        // XML knows no bare `<` in there; where there is one, a quote is lost and elements with it.
        if tag.contains('<') {
            return Err("an attribute is broken");
        }
        for attribute in tag.attributes() {
            let attribute = attribute.map_err(|_| "an attribute is broken")?;
            let value = unescape(&attribute.value).map_err(|_| "an attribute is broken")?;
            let key = attribute.key.as_ref().to_owned();
            element.attributes.push((key, value.into_owned()));
        }
        self.open.push(element);
        Ok(())
    }

    fn end(&mut self) -> Result<(), &'static str> {
        let element = self.open.pop().ok_or("an element ends that never began")?;
        match self.open.last_mut() {
            Some(parent) => parent.children.push(element),
            None => self.root = Some(element),
        }
        Ok(())
    }

    fn add(&mut self, text: &str) -> Result<(), &'static str> {
        match self.open.last_mut() {
            Some(element) => element.text.push_str(text),
            None if text.trim().is_empty() => {}
            None => return Err("there is text outside of it"),
        }
        Ok(())
    }

    fn root(self) -> Option<Element> {
        self.root.filter(|_| self.open.is_empty())
    }
}

/// What a reference stands for; one that neither XML nor HTML knows stays as it is written.
fn resolved(reference: &BytesRef<'_>) -> Option<String> {
    if let Some(character) = reference.resolve_char_ref().ok()? {
        return Some(character.to_string());
    }
    let name: &str = reference;
    Some(match resolve_predefined_entity(name) {
        Some(character) => character.to_owned(),
        None => format!("&{name};"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(xml: &str) -> Result<Element, PageError> {
        document(xml.as_bytes(), "a test document")
    }

    #[test]
    fn elements_attributes_and_text_are_read() {
        let root = read(
            "<?xml version='1.0'?>\n<!-- c --><a k='1 &amp; 2'> x &lt;<b>y</b> &#228;&nbsp;\
             <b/><![CDATA[<i>]]></a>\n",
        );
        let root = root.unwrap();
        assert_eq!(
            (root.name.as_str(), root.attribute("k")),
            ("a", Some("1 & 2"))
        );
        assert_eq!(root.text(), "x < ä\u{a0}<i>");
        assert_eq!((root.text_of("b"), root.all("b").count()), (Some("y"), 2));
        assert_eq!((root.text_of("c"), root.attribute("c")), (None, None));
    }

    #[test]
    fn what_is_not_one_whole_document_is_refused() {
        for broken in [
            "<a>",
            "<a></b>",
            "</a>",
            "<a></a><b></b>",
            "<a></a>x",
            "text",
            "{}",
            "<a k=1></a>",
            "<a k='<b>'></a>",
            "<a>&#x110000;</a>",
            "<!-- nothing -->",
            "<?xml version='1.0' <b></b><?x?><a></a>",
            "<a><?x <b></b><?x?></a>",
            "<a><![CDATA[1</a><a><![CDATA[2]]></a>",
        ] {
            assert!(
                matches!(read(broken), Err(PageError::NotThisFormat { .. })),
                "{broken}"
            );
        }
        for html in ["<!DOCTYPE html><html></html>", "\n<HTML lang='en'></HTML>"] {
            assert!(matches!(read(html), Err(PageError::Html { .. })), "{html}");
        }
    }

    #[test]
    fn bombs_do_not_go_off() {
        let laughs = "<!DOCTYPE a [<!ENTITY b \"&c;&c;\"><!ENTITY c \"ha\">]><a>&b;</a>";
        let deep = format!("{}{}", "<a>".repeat(100_000), "</a>".repeat(100_000));
        let long = format!("<a>{}</a>", "<b/>".repeat(MAX_ELEMENTS));
        for bomb in [laughs, &deep, &long] {
            assert!(matches!(read(bomb), Err(PageError::NotThisFormat { .. })));
        }
    }
}
