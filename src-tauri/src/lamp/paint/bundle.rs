//! Keeps the bundle's icons (PNG, ICO, ICNS), the contact sheet and the lamps of the documentation
//! equal to what the vector sources draw. Only a test: a stale file is rewritten and the test fails once.

use std::path::{Path, PathBuf};

use super::tests::LAMPS;
use super::{Lamp, Pixels, draw, paint, read, source};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../icons")
}

fn png(width: u32, height: u32, rgba: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(png::ColorType::Rgba);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::High);
    let mut writer = encoder.write_header().unwrap();
    writer.write_image_data(rgba).unwrap();
    writer.finish().unwrap();
    bytes
}

fn app(side: u32) -> Vec<u8> {
    let source = std::fs::read_to_string(folder().join("aldis.svg")).unwrap();
    let drawn = draw(&read(&source).unwrap(), side).unwrap();
    png(side, side, &drawn.rgba)
}

/// A directory of PNGs as Windows has read it since Vista.
fn ico(sides: &[u32]) -> Vec<u8> {
    let pictures: Vec<_> = sides.iter().map(|side| app(*side)).collect();
    let mut bytes = vec![0, 0, 1, 0];
    bytes.extend((sides.len() as u16).to_le_bytes());
    let mut offset = 6 + 16 * sides.len() as u32;
    for (side, picture) in sides.iter().zip(&pictures) {
        let side = u8::try_from(*side).unwrap_or(0);
        bytes.extend([side, side, 0, 0, 1, 0, 32, 0]);
        bytes.extend((picture.len() as u32).to_le_bytes());
        bytes.extend(offset.to_le_bytes());
        offset += picture.len() as u32;
    }
    bytes.extend(pictures.concat());
    bytes
}

/// Apple's icon family: tagged PNGs one after the other.
fn icns(family: &[(&[u8; 4], u32)]) -> Vec<u8> {
    let mut body = Vec::new();
    for (tag, side) in family {
        let picture = app(*side);
        body.extend(*tag);
        body.extend((picture.len() as u32 + 8).to_be_bytes());
        body.extend(picture);
    }
    let mut bytes = b"icns".to_vec();
    bytes.extend((body.len() as u32 + 8).to_be_bytes());
    bytes.extend(body);
    bytes
}

/// Where the documentation has this lamp.
const fn picture(lamp: Lamp) -> &'static str {
    match lamp {
        Lamp::Well => "../docs/screenshots/lamp-well.png",
        Lamp::Maintenance => "../docs/screenshots/lamp-maintenance.png",
        Lamp::CannotSee => "../docs/screenshots/lamp-cannot-see.png",
        Lamp::SomethingOff => "../docs/screenshots/lamp-something-off.png",
        Lamp::Outage => "../docs/screenshots/lamp-outage.png",
    }
}

/// The lamp as the documentation shows it.
fn shown(lamp: Lamp) -> Vec<u8> {
    let drawn = draw(&read(source(lamp)).unwrap(), 32).unwrap();
    png(drawn.side, drawn.side, &drawn.rgba)
}

/// Every lamp at every size on a light and a dark panel, for people to look at.
fn contact_sheet() -> Vec<u8> {
    const CELL: usize = 80;
    let columns = super::SIZES.len();
    let (width, height) = (columns * CELL, LAMPS.len() * CELL * 2);
    let mut sheet = Vec::with_capacity(width * height * 4);
    for y in 0..height {
        let ground = if y < height / 2 { 0xf4 } else { 0x26 };
        sheet.extend([ground, ground, ground, 0xff].repeat(width));
    }
    for (row, lamp) in LAMPS.iter().chain(&LAMPS).enumerate() {
        for (column, pixels) in paint(*lamp).unwrap().iter().enumerate() {
            let inset = (CELL - pixels.side as usize) / 2;
            lay(
                &mut sheet,
                width,
                pixels,
                (column * CELL + inset, row * CELL + inset),
            );
        }
    }
    png(width as u32, height as u32, &sheet)
}

fn lay(sheet: &mut [u8], width: usize, pixels: &Pixels, at: (usize, usize)) {
    for (i, pixel) in pixels.rgba.chunks_exact(4).enumerate() {
        let (x, y) = (i % pixels.side as usize, i / pixels.side as usize);
        let under = ((at.1 + y) * width + at.0 + x) * 4;
        let alpha = u32::from(pixel[3]);
        for channel in 0..3 {
            let mixed = u32::from(pixel[channel]) * alpha
                + u32::from(sheet[under + channel]) * (255 - alpha);
            sheet[under + channel] = (mixed / 255) as u8;
        }
    }
}

#[test]
fn the_icons_of_the_bundle_are_what_the_vector_source_draws() {
    let mut due = vec![
        ("32x32.png", app(32)),
        ("128x128.png", app(128)),
        ("128x128@2x.png", app(256)),
        ("icon.png", app(512)),
        ("icon.ico", ico(&[16, 24, 32, 48, 64, 256])),
        (
            "icon.icns",
            icns(&[
                (b"ic11", 32),
                (b"ic12", 64),
                (b"ic07", 128),
                (b"ic08", 256),
                (b"ic09", 512),
            ]),
        ),
        ("lamp/contact-sheet.png", contact_sheet()),
    ];
    due.extend(LAMPS.map(|lamp| (picture(lamp), shown(lamp))));
    let stale: Vec<_> = due
        .into_iter()
        .filter(|(name, bytes)| std::fs::read(folder().join(name)).ok().as_ref() != Some(bytes))
        .map(|(name, bytes)| {
            std::fs::write(folder().join(name), bytes).unwrap();
            name
        })
        .collect();
    assert!(stale.is_empty(), "stale, rewritten, commit them: {stale:?}");
}
