//! Turns a lamp into pixels, from the vector sources in `icons/lamp`. Which lamp is lit is not
//! decided here.

use aldis_core::present::tray::Lamp;
use anyhow::Context;
use resvg::{tiny_skia, usvg};

/// Sizes that panels ask for, smallest first; hosts scale from the nearest.
pub const SIZES: [u32; 6] = [16, 22, 24, 32, 48, 64];

/// A square picture: straight (not premultiplied) RGBA, row by row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pixels {
    /// Width and height.
    pub side: u32,
    /// Four bytes a pixel.
    pub rgba: Vec<u8>,
}

/// Draws `lamp` at every size of [`SIZES`].
///
/// # Errors
/// When a vector source cannot be read; a test draws every one of them.
pub fn paint(lamp: Lamp) -> anyhow::Result<Vec<Pixels>> {
    let tree = read(source(lamp))?;
    SIZES.iter().map(|side| draw(&tree, *side)).collect()
}

const fn source(lamp: Lamp) -> &'static str {
    match lamp {
        Lamp::Well => include_str!("../../../icons/lamp/well.svg"),
        Lamp::Maintenance => include_str!("../../../icons/lamp/maintenance.svg"),
        Lamp::CannotSee => include_str!("../../../icons/lamp/cannot-see.svg"),
        Lamp::SomethingOff => include_str!("../../../icons/lamp/something-off.svg"),
        Lamp::Outage => include_str!("../../../icons/lamp/outage.svg"),
    }
}

fn read(svg: &str) -> anyhow::Result<usvg::Tree> {
    usvg::Tree::from_str(svg, &usvg::Options::default()).context("failed to read a vector source")
}

fn draw(tree: &usvg::Tree, side: u32) -> anyhow::Result<Pixels> {
    let mut canvas = tiny_skia::Pixmap::new(side, side).context("failed to make a canvas")?;
    let scale = tiny_skia::Transform::from_scale(
        side as f32 / tree.size().width(),
        side as f32 / tree.size().height(),
    );
    resvg::render(tree, scale, &mut canvas.as_mut());
    let rgba = canvas
        .pixels()
        .iter()
        .flat_map(|pixel| {
            let straight = pixel.demultiply();
            [
                straight.red(),
                straight.green(),
                straight.blue(),
                straight.alpha(),
            ]
        })
        .collect();
    Ok(Pixels { side, rgba })
}

#[cfg(test)]
mod bundle;

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) const LAMPS: [Lamp; 5] = [
        Lamp::Well,
        Lamp::Maintenance,
        Lamp::CannotSee,
        Lamp::SomethingOff,
        Lamp::Outage,
    ];

    /// The picture as it looks on a panel of one colour.
    fn on(pixels: &Pixels, panel: [u8; 3]) -> Vec<[f32; 3]> {
        pixels
            .rgba
            .chunks_exact(4)
            .map(|p| {
                let alpha = f32::from(p[3]) / 255.0;
                let mix = |i: usize| f32::from(p[i]) * alpha + f32::from(panel[i]) * (1.0 - alpha);
                [mix(0), mix(1), mix(2)]
            })
            .collect()
    }

    fn luminance(rgb: [f32; 3]) -> f32 {
        let linear = |v: f32| {
            let v = v / 255.0;
            if v <= 0.040_45 {
                v / 12.92
            } else {
                ((v + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * linear(rgb[0]) + 0.7152 * linear(rgb[1]) + 0.0722 * linear(rgb[2])
    }

    fn contrast(a: f32, b: f32) -> f32 {
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    const LIGHT: [u8; 3] = [0xf6, 0xf5, 0xf4];
    const DARK: [u8; 3] = [0x24, 0x24, 0x26];

    #[test]
    fn every_lamp_is_drawn_at_every_size() {
        for lamp in LAMPS {
            let drawn = paint(lamp).unwrap();
            assert_eq!(drawn.iter().map(|p| p.side).collect::<Vec<_>>(), SIZES);
            for pixels in drawn {
                assert_eq!(pixels.rgba.len() as u32, pixels.side * pixels.side * 4);
                assert_eq!(pixels.rgba[3], 0, "{lamp:?}: the corner is see-through");
            }
        }
    }

    #[test]
    fn every_lamp_stands_out_on_light_and_dark_panels() {
        for lamp in LAMPS {
            for pixels in paint(lamp).unwrap() {
                for panel in [LIGHT, DARK] {
                    let ground = luminance(panel.map(f32::from));
                    let strong = on(&pixels, panel)
                        .into_iter()
                        .filter(|rgb| contrast(luminance(*rgb), ground) >= 3.0)
                        .count() as f32;
                    let share = strong / (pixels.side * pixels.side) as f32;
                    assert!(
                        share > 0.10,
                        "{lamp:?} at {} on {panel:?}: only {:.0} % of it can be made out",
                        pixels.side,
                        share * 100.0
                    );
                }
            }
        }
    }

    #[test]
    fn lamps_differ_in_shape_without_any_colour() {
        for panel in [LIGHT, DARK] {
            let grey: Vec<Vec<bool>> = LAMPS
                .iter()
                .map(|lamp| shape(&paint(*lamp).unwrap()[0], panel))
                .collect();
            for (i, a) in grey.iter().enumerate() {
                for (j, b) in grey.iter().enumerate().skip(i + 1) {
                    let differing = a.iter().zip(b).filter(|(a, b)| a != b).count();
                    assert!(
                        differing >= 12,
                        "{:?} and {:?} differ in {differing} of 256 pixels",
                        LAMPS[i],
                        LAMPS[j]
                    );
                }
            }
        }
    }

    /// Which pixels belong to the body of the lamp: near its commonest colour, whatever that is.
    fn shape(pixels: &Pixels, panel: [u8; 3]) -> Vec<bool> {
        let seen = on(pixels, panel);
        let mut counts = std::collections::HashMap::<[u8; 3], usize>::new();
        for (pixel, rgb) in pixels.rgba.chunks_exact(4).zip(&seen) {
            if pixel[3] == 255 {
                *counts.entry(rgb.map(|v| v as u8)).or_default() += 1;
            }
        }
        let body = counts.into_iter().max_by_key(|(_, n)| *n).unwrap().0;
        seen.iter()
            .map(|rgb| {
                rgb.iter()
                    .zip(body)
                    .all(|(v, b)| (v - f32::from(b)).abs() < 60.0)
            })
            .collect()
    }
}
