//! The numbers worlds are generated from, with their sources. (v) is read in the source named, (c)
//! computed from real data, (a) assumed. How they are put together is in `generate.rs`.

/// Minutes between stated start and end of impact (c): 106 windows stated in OpenAI's and
/// Anthropic's resolved and post-mortem texts, 2021 to 2025. Median 45.5,
/// shortest first. DETECTOR.md counts 108 of them, median 44.
pub(super) const IMPACT_MIN: [f64; 106] = [
    2.0, 2.0, 4.0, 5.0, 5.0, 6.0, 6.0, 7.0, 10.0, 11.0, 11.0, 13.0, 14.0, 15.0, 15.0, 15.0, 16.0,
    17.0, 17.0, 17.0, 18.0, 20.0, 20.0, 20.0, 21.0, 21.0, 21.0, 23.0, 23.0, 23.0, 24.0, 24.0, 28.0,
    30.0, 32.0, 32.0, 35.0, 35.0, 37.0, 37.0, 38.0, 38.0, 38.0, 39.0, 39.0, 40.0, 41.0, 41.0, 41.0,
    43.0, 43.0, 43.0, 45.0, 46.0, 50.0, 51.0, 55.0, 55.0, 55.0, 58.0, 60.0, 60.0, 61.0, 77.0, 86.0,
    87.0, 90.0, 90.0, 94.0, 101.0, 105.0, 105.0, 106.0, 112.0, 113.0, 122.0, 126.0, 134.0, 134.0,
    140.0, 153.0, 155.0, 160.0, 163.0, 166.0, 185.0, 213.0, 230.0, 240.0, 245.0, 262.0, 269.0,
    300.0, 300.0, 300.0, 306.0, 334.0, 388.0, 435.0, 480.0, 494.0, 520.0, 720.0, 782.0, 790.0,
    1328.0,
];

/// Minutes from the stated start of impact to the first live post (c): 63 of the same incidents. Median
/// 22, shortest first. DETECTOR.md counts 65, median 21.
pub(super) const FIRST_POST_MIN: [f64; 63] = [
    0.0, 0.0, 1.0, 4.0, 5.0, 5.0, 7.0, 7.0, 9.0, 10.0, 12.0, 13.0, 13.0, 13.0, 13.0, 14.0, 15.0,
    15.0, 16.0, 16.0, 18.0, 18.0, 18.0, 18.0, 19.0, 20.0, 20.0, 20.0, 20.0, 21.0, 21.0, 22.0, 23.0,
    23.0, 23.0, 25.0, 26.0, 27.0, 27.0, 31.0, 32.0, 32.0, 35.0, 40.0, 40.0, 45.0, 46.0, 58.0, 59.0,
    61.0, 69.0, 81.0, 87.0, 88.0, 92.0, 105.0, 116.0, 158.0, 205.0, 267.0, 296.0, 313.0, 314.0,
];

/// Minutes from the stated end to the resolved post (c): 60 of the same incidents. Median 30.
pub(super) const RESOLVED_TAIL_MIN: [f64; 60] = [
    1.0, 1.0, 2.0, 3.0, 4.0, 4.0, 4.0, 5.0, 6.0, 7.0, 7.0, 8.0, 9.0, 10.0, 11.0, 14.0, 16.0, 18.0,
    18.0, 19.0, 22.0, 25.0, 25.0, 26.0, 27.0, 28.0, 29.0, 29.0, 30.0, 30.0, 30.0, 31.0, 35.0, 36.0,
    37.0, 37.0, 38.0, 38.0, 44.0, 46.0, 47.0, 50.0, 54.0, 54.0, 58.0, 65.0, 69.0, 77.0, 78.0, 83.0,
    91.0, 129.0, 138.0, 156.0, 165.0, 170.0, 220.0, 279.0, 302.0, 374.0,
];

/// Minutes from the post that calls it fixed to the resolved post (c): median 30, quartiles 13 and 96;
/// the spread is the lognormal's with these quartiles.
pub(super) const WATCHED_MEDIAN_MIN: f64 = 30.0;
pub(super) const WATCHED_SPREAD: f64 = 1.48;

/// Nobody posts live more than this long after the end, in seconds (a): what is posted then is written
/// afterwards.
pub(super) const POSTED_AFTER_S: f64 = 3_600.0;

/// How far the rank of a post's lateness lies from that of its outage's length, at most (a). Drawn apart, a
/// quarter of the live posts would come after the end; with this it is 16 %, as it was (c).
pub(super) const LATENESS_REACH: f64 = 0.29;

/// Share that nobody posts though there is time for it (a): with those that come too late, 12 % are never
/// posted in time (c): OpenAI 9.7 % of 414, Anthropic 15 % of 226.
pub(super) const NEVER_POSTED: f64 = 0.09;

/// Quantiles of the peak error rate (c): 245 GitHub incidents, 2022 to 2026, whose texts give a
/// percentage.
pub(super) const PEAK_ERROR: [(f64, f64); 7] = [
    (0.0, 0.003),
    (0.1, 0.009),
    (0.25, 0.04),
    (0.5, 0.122),
    (0.75, 0.44),
    (0.9, 0.888),
    (1.0, 1.0),
];

/// Hours between the starts of two incidents (c): 229 live OpenAI incidents in 18 months.
pub(super) const HOURS_BETWEEN: f64 = 57.0;

/// Share of starts on weekdays from 06 to 18 Pacific (c): 73 % of OpenAI's, 68 % of Anthropic's; and the
/// share of the week that is.
pub(super) const BUSY_STARTS: f64 = 0.7;
pub(super) const BUSY_WEEK: f64 = 60.0 / 168.0;

/// Where it breaks (a), guided by the components named (c). The rest, 23 %, is login or one feature:
/// none of our surfaces sees it, only the page tells.
pub(super) const LAYER_EDGE: f64 = 0.07;
pub(super) const LAYER_WEB: f64 = 0.15;
pub(super) const LAYER_INFERENCE: f64 = 0.55;

/// Shape (a), guided by the curated outages: time to the peak, share with a partial recovery in the
/// last third, share in two waves.
pub(super) const RAMP_TOTAL_S: f64 = 60.0;
pub(super) const RAMP_PARTIAL_S: f64 = 300.0;
pub(super) const PARTIAL_RECOVERY: f64 = 0.3;
pub(super) const TWO_WAVES: f64 = 0.1;

/// What failing looks are answered with, and how often (a), after the signatures of the curated
/// outages: mostly 503, but also silence, 429 and 403.
pub(super) const ANSWERS: [(f64, &[u16]); 8] = [
    (0.40, &[503]),
    (0.15, &[500, 503]),
    (0.10, &[502]),
    (0.10, &[0]),
    (0.10, &[529]),
    (0.05, &[502, 0]),
    (0.05, &[429]),
    (0.05, &[403]),
];

/// Noise that comes at random: how often a day, and how long in the median.
pub(super) struct Random {
    pub(super) per_day: f64,
    pub(super) median_s: f64,
    pub(super) at_least_s: f64,
}

const fn random(per_day: f64, median_s: f64) -> Random {
    Random {
        per_day,
        median_s,
        at_least_s: 1.0,
    }
}

/// The line or the router is down (v): BISmark, 0.06 a day of ten minutes or more in developed
/// countries; how long (a).
pub(super) const ISP_DOWN: Random = Random {
    per_day: 0.06,
    median_s: 1_500.0,
    at_least_s: 600.0,
};
/// Shorter ones (a).
pub(super) const SHORT_DOWN: Random = random(0.27, 300.0);
/// Wi-Fi drops or roams (a).
pub(super) const WIFI_DROP: Random = random(3.0, 15.0);
/// A VPN is switched on or off (a).
pub(super) const VPN: Random = random(2.0, 8.0);
/// A captive portal (a).
pub(super) const CAPTIVE: Random = random(1.0 / 7.0, 300.0);
/// The resolver fails for 75 % of names; that a third of all failures are such (v): Padmanabhan et
/// al. 2006; how often and long (a).
pub(super) const DNS: Random = random(0.5, 45.0);
/// A slow link (a).
pub(super) const SLOW: Random = random(1.0, 600.0);
/// A bot wall before the web surface; that there are some (v), how often and long (a).
pub(super) const CHALLENGE: Random = random(2.0 / 7.0, 7_200.0);
/// One surface cannot be reached on our path (a), for each surface.
pub(super) const PATH: Random = random(1.0 / 3.0, 20.0);

/// Spread of the durations above (a): one in five is more than twice the median.
pub(super) const SPREAD: f64 = 0.8;

/// A day of the laptop (a): up at half past eight, down at ten to eleven, the lid closed six times
/// in between.
pub(super) const MORNING_S: f64 = 30_600.0;
pub(super) const NIGHT_S: f64 = 82_080.0;
pub(super) const LID_CLOSES: u32 = 6;
pub(super) const LID_CLOSED_MEDIAN_S: f64 = 900.0;

/// Waking to network: 20 % take more than 5 s, 5 % more than 10 s (v) (Pei et al., 0.4 G Wi-Fi
/// sessions); the tail (a).
pub(super) const WAKE_MEDIAN_S: f64 = 2.5;
pub(super) const WAKE_SPREAD: f64 = 0.83;
pub(super) const WAKE_SLOW: f64 = 0.08;
pub(super) const WAKE_SLOW_S: (f64, f64) = (15.0, 70.0);
