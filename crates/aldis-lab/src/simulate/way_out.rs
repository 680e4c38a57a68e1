//! By which way packets leave the laptop of a world, as the engine would find it: a VPN that goes on or off
//! takes the old address away and brings another, and after waking there is none until the network is
//! back. A line that fails behind the router shows nothing; a world does not say which failures are
//! such, so that all others are taken for these.

use crate::world::{Noise, NoiseKind, World};

/// By which way packets leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum WayOut {
    /// There is none.
    None,
    /// The address after so many changes.
    By(usize),
}

/// By which way packets leave, at every moment.
pub(super) struct WaysOut {
    /// When the address changes, in order.
    changes: Vec<f64>,
    /// Between waking and having a network again.
    without: Vec<(f64, f64)>,
}

impl WaysOut {
    pub(super) fn of(world: &World) -> Self {
        let of = |kind: NoiseKind| world.noise.iter().filter(move |it| it.kind == kind);
        let toggles = of(NoiseKind::Vpn).flat_map(|it| [it.from, it.to]);
        let mut changes: Vec<f64> = toggles.collect();
        changes.sort_by(f64::total_cmp);
        let awake = world.awake();
        // Worlds are written in tenths of a second.
        let at_waking = |it: &&Noise| awake.iter().any(|(woke, _)| (it.from - woke).abs() < 0.05);
        let without = of(NoiseKind::NetDown).filter(at_waking);
        Self {
            changes,
            without: without.map(|it| (it.from, it.to)).collect(),
        }
    }

    pub(super) fn at(&self, second: f64) -> WayOut {
        let mut without = self.without.iter();
        if without.any(|(from, to)| (*from..*to).contains(&second)) {
            return WayOut::None;
        }
        WayOut::By(self.changes.partition_point(|at| *at <= second))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::{Recipe, generate};

    fn noise(kind: NoiseKind, from: f64, to: f64) -> Noise {
        Noise {
            kind,
            surface: None,
            from,
            to,
        }
    }

    #[test]
    fn a_vpn_changes_the_way_twice_and_waking_takes_it_for_a_moment() {
        let world = World {
            awake: Some(vec![(0.0, 500.0), (1_000.0, 2_000.0)]),
            noise: vec![
                noise(NoiseKind::NetDown, 0.0, 3.0),
                noise(NoiseKind::Vpn, 100.0, 108.0),
                noise(NoiseKind::NetDown, 200.0, 300.0),
                noise(NoiseKind::NetDown, 1_000.0, 1_004.0),
            ],
            ..generate(1, Recipe::default())
        };
        let ways = WaysOut::of(&world);
        let seen = [1.0, 99.0, 104.0, 109.0, 250.0, 1_003.0, 1_004.0].map(|at| ways.at(at));
        use WayOut::{By, None};
        assert_eq!(seen, [None, By(0), By(1), By(2), By(2), None, By(2)]);
    }
}
