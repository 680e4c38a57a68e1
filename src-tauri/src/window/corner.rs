//! Where the window appears: in the corner where the panel with the tray is, where that can be
//! told, else in the middle.

use tauri::{PhysicalPosition, PhysicalRect, PhysicalSize, WebviewWindow};

/// Between window and screen edge, in logical pixels.
const GAP: f64 = 12.0;
/// What a title bar may add: a window that was never seen does not know its own.
const TITLE_BAR: f64 = 36.0;

/// Puts a window of `size` logical pixels into its place. Where the system places windows itself
/// (Wayland), this does nothing.
pub(super) fn place(window: &WebviewWindow, size: (f64, f64)) {
    let Ok(Some(monitor)) = window.primary_monitor() else {
        return;
    };
    let scale = monitor.scale_factor();
    let screen = PhysicalRect {
        position: *monitor.position(),
        size: *monitor.size(),
    };
    let size = PhysicalSize {
        width: pixels(size.0 * scale),
        height: pixels((size.1 + TITLE_BAR) * scale),
    };
    let spot = spot(screen, *monitor.work_area(), size, pixels(GAP * scale));
    if let Err(error) = window.set_position(spot) {
        tracing::debug!(%error, "the window stays where the system put it");
    }
}

#[expect(clippy::cast_possible_truncation, reason = "at most a few thousand")]
fn pixels(length: f64) -> i32 {
    length.round() as i32
}

/// The corner beside the panel at the top or at the bottom; the middle where there is neither or no
/// room.
fn spot(
    screen: PhysicalRect<i32, u32>,
    free: PhysicalRect<i32, u32>,
    window: PhysicalSize<i32>,
    gap: i32,
) -> PhysicalPosition<i32> {
    let (left, top) = (free.position.x, free.position.y);
    let room = (
        length(free.size.width) - window.width,
        length(free.size.height) - window.height,
    );
    let above = top - screen.position.y;
    let below = length(screen.size.height) - length(free.size.height) - above;
    let fits = room.0 >= gap && room.1 >= 2 * gap;
    if !fits || (above <= 0 && below <= 0) {
        let middle = |room: i32| room.max(0) / 2;
        return PhysicalPosition::new(left + middle(room.0), top + middle(room.1));
    }
    let down = if below >= above { room.1 - gap } else { gap };
    PhysicalPosition::new(left + room.0 - gap, top + down)
}

fn length(pixels: u32) -> i32 {
    i32::try_from(pixels).unwrap_or(i32::MAX)
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
        let at = |free| {
            let spot = spot(screen, free, window, 10);
            (spot.x, spot.y)
        };
        assert_eq!(at(area(0, 0, 1920, 1040)), (1510, 410), "panel below");
        assert_eq!(at(area(0, 30, 1920, 1050)), (1510, 40), "panel above");
        assert_eq!(at(area(0, 30, 1920, 1000)), (1510, 400), "above and below");
        assert_eq!(at(area(0, 0, 1920, 1080)), (760, 230), "no panel");
        assert_eq!(at(area(60, 0, 1860, 1080)), (790, 230), "panel at the side");
        assert_eq!(at(area(0, 0, 1920, 600)), (760, 0), "no room");
    }

    #[test]
    fn a_second_screen_has_its_own_corner() {
        let spot = spot(
            area(-1280, 0, 1280, 1024),
            area(-1280, 0, 1280, 984),
            PhysicalSize::new(400, 620),
            0,
        );
        assert_eq!(spot, PhysicalPosition { x: -400, y: 364 });
    }
}
