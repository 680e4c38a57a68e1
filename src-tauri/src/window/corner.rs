//! Where the window appears: in the corner where the panel with the tray is, where that can be told.

use tauri::{PhysicalPosition, PhysicalRect, PhysicalSize, WebviewWindow};

/// Between window and screen edge, in logical pixels.
const GAP: f64 = 12.0;

/// Puts the window into the tray's corner, else into the middle. Where the system places windows
/// itself (Wayland), this does nothing.
pub(super) fn place(window: &WebviewWindow) {
    let spot = corner(window);
    let placed = match spot {
        Some(spot) => window.set_position(spot),
        None => window.center(),
    };
    if let Err(error) = placed {
        tracing::debug!(%error, "the window stays where the system put it");
    }
}

fn corner(window: &WebviewWindow) -> Option<PhysicalPosition<i32>> {
    let monitor = window.primary_monitor().ok()??;
    let (at, size) = (*monitor.position(), *monitor.size());
    // The truncation of a small number of pixels is what is meant.
    #[expect(clippy::cast_possible_truncation, reason = "a handful of pixels")]
    let gap = (GAP * monitor.scale_factor()) as i32;
    let screen = PhysicalRect { position: at, size };
    spot(screen, *monitor.work_area(), window.outer_size().ok()?, gap)
}

/// The corner beside the panel at the top or at the bottom; `None` where there is neither or no room.
fn spot(
    screen: PhysicalRect<i32, u32>,
    free: PhysicalRect<i32, u32>,
    window: PhysicalSize<u32>,
    gap: i32,
) -> Option<PhysicalPosition<i32>> {
    let length = |pixels: u32| i32::try_from(pixels).ok();
    let (width, height) = (length(window.width)?, length(window.height)?);
    let right = free.position.x + length(free.size.width)? - width - gap;
    let lowest = free.position.y + length(free.size.height)? - height - gap;
    let highest = free.position.y + gap;
    let above = free.position.y - screen.position.y;
    let below = length(screen.size.height)? - length(free.size.height)? - above;
    let y = match (above, below) {
        (0, 0) => return None,
        (above, below) if below >= above => lowest,
        _ => highest,
    };
    (right >= free.position.x && lowest >= highest).then_some(PhysicalPosition { x: right, y })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn area(x: i32, y: i32, width: u32, height: u32) -> PhysicalRect<i32, u32> {
        PhysicalRect {
            position: PhysicalPosition { x, y },
            size: PhysicalSize { width, height },
        }
    }

    #[test]
    fn the_window_stands_beside_the_panel() {
        let (screen, window) = (area(0, 0, 1920, 1080), PhysicalSize::new(400, 620));
        let at = |free| spot(screen, free, window, 10).map(|spot| (spot.x, spot.y));
        assert_eq!(at(area(0, 0, 1920, 1040)), Some((1510, 410)), "panel below");
        assert_eq!(at(area(0, 30, 1920, 1050)), Some((1510, 40)), "panel above");
        assert_eq!(
            at(area(0, 30, 1920, 1000)),
            Some((1510, 400)),
            "above and below"
        );
        assert_eq!(at(area(0, 0, 1920, 1080)), None, "no panel");
        assert_eq!(at(area(60, 0, 1860, 1080)), None, "panel at the side");
        assert_eq!(at(area(0, 0, 1920, 600)), None, "no room");
    }

    #[test]
    fn a_second_screen_has_its_own_corner() {
        let spot = spot(
            area(-1280, 0, 1280, 1024),
            area(-1280, 0, 1280, 984),
            PhysicalSize::new(400, 620),
            0,
        );
        assert_eq!(spot, Some(PhysicalPosition { x: -400, y: 364 }));
    }
}
