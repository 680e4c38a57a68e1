//! Whether generated worlds look like the measured ones.

use super::*;

#[test]
fn generated_worlds_look_like_the_figures_they_are_made_from() {
    let worlds: Vec<World> = (0..60)
        .map(|seed| generate(seed, Recipe::default()))
        .collect();
    let outages: Vec<&Outage> = worlds.iter().flat_map(|it| &it.outages).collect();
    let share = |holds: &dyn Fn(&Outage) -> bool| {
        let held = outages.iter().filter(|it| holds(it)).count();
        held as f64 / outages.len() as f64
    };
    let a_month = outages.len() as f64 / 60.0;
    assert!((11.0..14.5).contains(&a_month), "{a_month} outages a month");
    let near = |what: &str, found: f64, wanted: f64| {
        assert!(
            (found - wanted).abs() < 0.06,
            "{what}: {found}, not {wanted}"
        );
    };
    near(
        "median 44 min",
        share(&|it| it.to - it.from <= 45.0 * 60.0),
        0.5,
    );
    near("never posted", share(&|it| it.posted.is_none()), 0.12);
    near(
        "inference only",
        share(&|it| it.errors.completion > 0.0 && it.errors.web == 0.0),
        0.55,
    );
    near("on the edge", share(&|it| it.errors.api > 0.0), 0.07);
    near("no surface", share(&|it| it.errors.peak() == 0.0), 0.23);
    near(
        "two waves",
        share(&|it| it.dips.iter().any(|dip| dip.2 == 0.0)),
        0.10,
    );
    let awake: f64 = worlds
        .iter()
        .flat_map(World::awake)
        .map(|(from, to)| to - from)
        .sum();
    let hours = awake / 3_600.0 / 60.0 / 30.0;
    assert!((11.0..13.5).contains(&hours), "{hours} h awake a day");
}

/// Sorted, the value at this share of them.
fn at(values: impl Iterator<Item = f64>, share: f64) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values[(share * (values.len() - 1) as f64) as usize]
}

/// Whether it is a weekday from 06 to 18 Pacific standard time, by the calendar.
fn at_work(moment: Timestamp) -> bool {
    let there = jiff::tz::Offset::constant(-8)
        .to_datetime(jiff::Timestamp::from_millisecond(moment.as_millis()).unwrap());
    let weekday = there.weekday().to_monday_zero_offset() < 5;
    weekday && (6..18).contains(&there.hour())
}

#[test]
fn many_outages_last_start_and_are_posted_as_the_measured_ones() {
    let worlds = (0..500).map(|seed| generate(seed, Recipe::default()));
    let outages: Vec<Outage> = worlds.flat_map(|it| it.outages).collect();
    let share = |part: usize, all: usize| part as f64 / all as f64;
    let near = |what: &str, found: f64, wanted: f64, give: f64| {
        assert!(
            (found - wanted).abs() <= give,
            "{what}: {found}, not {wanted}"
        );
    };
    let count = outages.len();
    assert!(count > 5_000, "{count}");

    let start = generate(0, Recipe::default()).start;
    let starts = outages
        .iter()
        .map(|it| start + Duration::from_secs_f64(it.from));
    // 73 % of OpenAI's and 68 % of Anthropic's.
    near(
        "at work",
        share(starts.filter(|it| at_work(*it)).count(), count),
        0.705,
        0.025,
    );

    let posted: Vec<(&Outage, f64)> = outages
        .iter()
        .filter_map(|it| Some((it, it.posted?)))
        .collect();
    near(
        "never posted",
        share(count - posted.len(), count),
        0.12,
        0.015,
    );
    let after = posted.iter().filter(|(it, posted)| *posted > it.to);
    near(
        "posted after the end",
        share(after.count(), posted.len()),
        0.16,
        0.015,
    );

    let minutes = |share| {
        at(
            posted.iter().map(|(it, posted)| (posted - it.from) / 60.0),
            share,
        )
    };
    near("first quarter of lags", minutes(0.25), 13.0, 2.0);
    near("median lag", minutes(0.5), 21.0, 1.5);
    near("third quarter of lags", minutes(0.75), 46.0, 5.0);
    near("ninth tenth of lags", minutes(0.9), 112.0, 20.0);
    let gone = posted
        .iter()
        .map(|(it, posted)| ((posted - it.from) / (it.to - it.from)).min(1.0));
    near("impact gone at the first post", at(gone, 0.5), 0.52, 0.06);

    let lasts = |share| at(outages.iter().map(|it| (it.to - it.from) / 60.0), share);
    near("first quarter of lengths", lasts(0.25), 21.0, 2.0);
    near("median length", lasts(0.5), 44.0, 3.0);
    // Between two of the list, 13 minutes apart.
    near("third quarter of lengths", lasts(0.75), 140.0, 13.5);
    near("ninth tenth of lengths", lasts(0.9), 302.0, 15.0);
}
