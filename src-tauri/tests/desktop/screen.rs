//! What is on the virtual screen, read from its frame buffer: no program besides Xvfb.

use std::path::{Path, PathBuf};

use aldis_core::present::tray::Lamp;

/// Rows that belong to the panel.
const PANEL_HEIGHT: usize = 32;

/// Of the headline's lamp, 40 pixels wide, so many are among those that are sampled.
const SAMPLED_LAMP: usize = 25;

/// The screen of a session.
pub(crate) struct Screen {
    frame: PathBuf,
}

/// What was on it at one moment.
pub(crate) struct Picture {
    pub(crate) width: usize,
    pub(crate) height: usize,
    /// Row by row.
    pub(crate) pixels: Vec<[u8; 3]>,
}

impl Screen {
    /// `frame` is the file that Xvfb keeps up to date.
    pub(crate) fn new(frame: PathBuf) -> Self {
        Self { frame }
    }

    /// What is on it. The file is an X window dump: a header of big-endian words, colours, rows.
    pub(crate) fn look(&self) -> Picture {
        let bytes = std::fs::read(&self.frame).unwrap();
        let word = |index: usize| {
            let at = index * 4;
            u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap()) as usize
        };
        let (header, width, height) = (word(0), word(4), word(5));
        let (bits, row, colours) = (word(11), word(12), word(19));
        assert_eq!(bits, 32, "a screen of 24 bits is kept in 32");
        let start = header + colours * 12;
        let pixels = (0..height)
            .flat_map(|y| bytes[start + y * row..][..width * 4].chunks_exact(4))
            .map(|pixel| [pixel[2], pixel[1], pixel[0]])
            .collect();
        Picture {
            width,
            height,
            pixels,
        }
    }

    /// Whether a window with this much of a lamp's colour is on it: the headline's, which is painted
    /// with the page. Looks at every eighth pixel, so that it can be asked often.
    pub(crate) fn has_painted(&self, colour: [u8; 3]) -> bool {
        let bytes = std::fs::read(&self.frame).unwrap();
        let word = |index: usize| {
            let at = index * 4;
            u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap()) as usize
        };
        let (header, height, row, colours) = (word(0), word(5), word(12), word(19));
        let rows = bytes[header + colours * 12..]
            .chunks_exact(row)
            .take(height);
        let below = rows.skip(PANEL_HEIGHT + 1).step_by(4);
        let sampled = below.flat_map(|row| row.chunks_exact(4).step_by(2));
        let [red, green, blue] = colour;
        let found = sampled.filter(|pixel| pixel[..3] == [blue, green, red]);
        found.take(SAMPLED_LAMP).count() == SAMPLED_LAMP
    }

    /// The lamp that a person sees in the panel.
    pub(crate) fn lamp(&self) -> Option<Lamp> {
        let picture = self.look();
        lamp_in(
            picture
                .pixels
                .into_iter()
                .take(picture.width * PANEL_HEIGHT),
        )
    }
}

impl Picture {
    /// The corner of this size.
    pub(crate) fn top_right(&self, width: usize, height: usize) -> Self {
        let rows = self.pixels.chunks_exact(self.width).take(height);
        Self {
            width,
            height,
            pixels: rows
                .flat_map(|row| row[self.width - width..].to_vec())
                .collect(),
        }
    }

    /// How many pixels below the panel show anything: the screen itself is black.
    pub(crate) fn covered(&self) -> usize {
        let below = self.pixels.iter().skip(self.width * (PANEL_HEIGHT + 1));
        below.filter(|pixel| **pixel != [0, 0, 0]).count()
    }

    /// Writes it as a PNG, for people.
    pub(crate) fn save(&self, path: &Path) {
        let file = std::fs::File::create(path).unwrap();
        let mut encoder = png::Encoder::new(file, self.width as u32, self.height as u32);
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_compression(png::Compression::High);
        let mut writer = encoder.write_header().unwrap();
        writer.write_image_data(self.pixels.as_flattened()).unwrap();
    }
}

/// The lamp whose body colour is there most, if any is.
pub(crate) fn lamp_in(pixels: impl Iterator<Item = [u8; 3]>) -> Option<Lamp> {
    let bodies = [
        (Lamp::Well, [0x22, 0xad, 0x5c]),
        (Lamp::Maintenance, [0x2f, 0x86, 0xf6]),
        (Lamp::CannotSee, [0x96, 0x9c, 0xa6]),
        (Lamp::SomethingOff, [0xff, 0xb3, 0x1a]),
        (Lamp::Outage, [0xe5, 0x34, 0x3a]),
    ];
    let mut counts = [0_usize; 5];
    for pixel in pixels {
        for (count, (_, body)) in counts.iter_mut().zip(&bodies) {
            let near = pixel
                .iter()
                .zip(body)
                .all(|(a, b): (&u8, &u8)| a.abs_diff(*b) <= 10);
            *count += usize::from(near);
        }
    }
    let (best, count) = counts.iter().enumerate().max_by_key(|(_, count)| **count)?;
    (*count >= 16).then_some(bodies[best].0)
}
