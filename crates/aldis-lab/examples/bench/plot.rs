//! How soon each rule sees an outage, as a picture.

use aldis_lab::rules::Rule;
use aldis_lab::score::{Card, Class, Scored};
use anyhow::anyhow;
use plotters::coord::combinators::IntoLogRange as _;
use plotters::prelude::*;

const SIZE: (u32, u32) = (1_000, 440);
/// Minutes, from a quarter to four hours.
const MINUTES: std::ops::Range<f64> = 0.25..240.0;
const INK: RGBColor = RGBColor(0x33, 0x33, 0x33);
const FAINT: RGBColor = RGBColor(0xe4, 0xe4, 0xe4);

/// Share of outages seen within so many minutes: heavy ones beside all.
pub(crate) fn delays(scored: &Scored) -> anyhow::Result<String> {
    let mut svg = String::new();
    {
        let area = SVGBackend::with_string(&mut svg, SIZE).into_drawing_area();
        area.fill(&WHITE).map_err(failed)?;
        let heavy = [Class::Total, Class::Heavy];
        let panels = [
            Panel {
                title: "at least half of the requests fail",
                classes: &heavy,
                legend: false,
            },
            Panel {
                title: "all outages",
                classes: &Class::ALL,
                legend: true,
            },
        ];
        for (area, panel) in area.split_evenly((1, 2)).iter().zip(&panels) {
            draw(area, panel, scored)?;
        }
        area.present().map_err(failed)?;
    }
    Ok(svg)
}

type Area<'a> = DrawingArea<SVGBackend<'a>, plotters::coord::Shift>;

struct Panel<'a> {
    title: &'static str,
    classes: &'a [Class],
    legend: bool,
}

fn draw(area: &Area<'_>, panel: &Panel<'_>, scored: &Scored) -> anyhow::Result<()> {
    let mut chart = ChartBuilder::on(area)
        .caption(panel.title, ("sans-serif", 18, &INK))
        .margin(12)
        .x_label_area_size(42)
        .y_label_area_size(52)
        .build_cartesian_2d(MINUTES.log_scale(), 0.0..1.0)
        .map_err(failed)?;
    chart
        .configure_mesh()
        .axis_style(INK)
        .max_light_lines(0)
        .bold_line_style(FAINT)
        .label_style(("sans-serif", 13, &INK))
        .x_desc("minutes from the first second somebody could have seen it")
        .y_desc("outages seen")
        .x_label_formatter(&|minutes| format!("{minutes}"))
        .y_label_formatter(&|share| format!("{:.0} %", share * 100.0))
        .draw()
        .map_err(failed)?;
    for (rule, months) in scored {
        let card = Card::of(months);
        let style = ShapeStyle::from(&colour(*rule)).stroke_width(2);
        chart
            .draw_series(LineSeries::new(steps(&card, panel.classes), style))
            .map_err(failed)?
            .label(rule.word())
            .legend(move |(x, y)| PathElement::new([(x, y), (x + 18, y)], style));
    }
    if !panel.legend {
        return Ok(());
    }
    chart
        .configure_series_labels()
        .position(SeriesLabelPosition::UpperLeft)
        .background_style(WHITE.mix(0.85))
        .label_font(("sans-serif", 13, &INK))
        .draw()
        .map_err(failed)
}

/// The share seen by each minute, as steps.
fn steps(card: &Card<'_>, classes: &[Class]) -> Vec<(f64, f64)> {
    let delays = classes.iter().flat_map(|&class| card.delays(Some(class)));
    let mut delays: Vec<f64> = delays.map(|seconds| seconds / 60.0).collect();
    delays.sort_by(f64::total_cmp);
    let all: usize = classes
        .iter()
        .map(|&class| card.detected(Some(class)).all)
        .sum();
    #[expect(
        clippy::cast_precision_loss,
        reason = "the outages of a bench can be counted"
    )]
    let share = |seen: usize| seen as f64 / all.max(1) as f64;
    let mut steps = vec![(MINUTES.start, 0.0)];
    for (seen, delay) in delays.iter().enumerate() {
        let at = delay.clamp(MINUTES.start, MINUTES.end);
        steps.extend([(at, share(seen)), (at, share(seen + 1))]);
    }
    steps.push((MINUTES.end, share(delays.len())));
    steps
}

/// Colours that people with any colour vision can tell apart (Okabe and Ito).
const fn colour(rule: Rule) -> RGBColor {
    match rule {
        Rule::Aldis | Rule::AldisWithout(_) => RGBColor(0x00, 0x72, 0xb2),
        Rule::Official => RGBColor(0xe6, 0x9f, 0x00),
        Rule::Consecutive3 => RGBColor(0x00, 0x9e, 0x73),
        Rule::Kuma => RGBColor(0xcc, 0x79, 0xa7),
        Rule::Blackbox5m => RGBColor(0x77, 0x77, 0x77),
    }
}

fn failed(why: impl std::fmt::Display) -> anyhow::Error {
    anyhow!("failed to draw: {why}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use aldis_lab::score::score;
    use aldis_lab::world::{Recipe, Scene, generate};

    fn scored() -> Scored {
        let recipe = Recipe {
            days: 4,
            ..Recipe::default()
        };
        let world = generate(6, recipe);
        let run = |rule: Rule| score(&world, &rule.run(&Scene::new(&world)).unwrap());
        let rules = [Rule::Official, Rule::Consecutive3];
        rules.map(|rule| (rule, vec![run(rule)])).into()
    }

    #[test]
    fn the_picture_names_every_rule_and_both_panels() {
        let svg = delays(&scored()).unwrap();
        assert!(svg.starts_with("<svg"), "{svg:.60}");
        for word in ["official", "consecutive3", "all outages", "at least half"] {
            assert!(svg.contains(word), "{word}");
        }
    }

    #[test]
    fn the_steps_end_at_the_share_that_was_seen() {
        let scored = scored();
        let card = Card::of(&scored[0].1);
        let steps = steps(&card, &Class::ALL);
        let seen = card.detected(None).value().unwrap();
        assert_eq!(steps.last(), Some(&(MINUTES.end, seen)));
        assert!(steps.is_sorted_by(|one, other| one.0 <= other.0 && one.1 <= other.1));
    }
}
