//! When who is looked at next, case by case.

use super::*;

const NOW: Timestamp = Timestamp::from_millis(1_000_000);

fn steady(seconds: u64) -> Rhythm {
    Rhythm::steady(Duration::from_secs(seconds))
}

fn quiet() -> EdgePace {
    EdgePace::quiet(NOW, steady(60), 10)
}

#[test]
fn a_model_is_asked_so_often_that_the_budget_lasts_the_day() {
    const EVERY: Duration = Duration::from_secs(300);
    let wait = |spent: u32, now: &str| {
        let today = Allowance { spent, daily: 400 };
        by_hour(EVERY, today, Timestamp::parse(now).unwrap()).as_secs()
    };
    // A Sunday is quiet: the user's interval, whatever is left.
    assert_eq!(wait(0, "2026-11-22T08:00:00Z"), 300);
    assert_eq!(wait(399, "2026-11-22T08:00:00Z"), 300);
    // On a Monday from six in the morning on Pacific people work.
    assert_eq!(wait(0, "2026-11-23T22:00:00Z"), 100);
    assert_eq!(wait(180, "2026-11-23T14:00:00Z"), 36_000 / 2 / 180);
    assert_eq!(wait(270, "2026-11-23T14:00:00Z"), 36_000 / 2 / 90);
    assert_eq!(wait(390, "2026-11-23T14:00:00Z"), 300);
}

#[test]
fn a_day_s_budget_is_not_gone_before_the_day() {
    let mut now = Timestamp::parse("2026-11-23T08:30:00Z").unwrap();
    let midnight = Timestamp::parse("2026-11-24T00:00:00Z").unwrap();
    let mut spent = 0;
    while now < midnight {
        spent += 1;
        let today = Allowance { spent, daily: 400 };
        now = now + by_hour(Duration::from_secs(300), today, now);
    }
    assert!((340..=375).contains(&spent), "{spent}");
}

#[test]
fn a_quiet_service_is_looked_at_at_its_interval() {
    let next = next_edge(quiet(), Tempo::REAL);
    assert_eq!(
        (next.why, next.at.since(NOW)),
        (Why::Steady, Duration::from_secs(60))
    );
}

#[test]
fn jitter_stays_within_ten_percent() {
    for dice in 0..500 {
        let after = next_edge(EdgePace { dice, ..quiet() }, Tempo::REAL)
            .at
            .since(NOW);
        assert!((54..=66).contains(&after.as_secs()), "{after:?}");
    }
}

#[test]
fn a_first_failure_starts_a_burst_counted_from_it() {
    let failed = EdgePace {
        episode: Some((NOW, 1)),
        doubtful: true,
        ..quiet()
    };
    let next = next_edge(failed, Tempo::REAL);
    assert_eq!(
        (next.why, next.at.since(NOW)),
        (Why::Burst, Duration::from_secs(6))
    );
    let fourth = EdgePace {
        episode: Some((NOW, 4)),
        now: NOW + Duration::from_secs(25),
        ..failed
    };
    assert_eq!(
        next_edge(fourth, Tempo::REAL).at.since(NOW),
        Duration::from_secs(34)
    );
}

#[test]
fn the_users_word_starts_a_burst_that_ends_though_nothing_fails() {
    let mut pace = EdgePace {
        doubted_at: Some(NOW),
        ..quiet()
    };
    let mut looks = Vec::new();
    for _ in 0..7 {
        let next = next_edge(pace, Tempo::REAL);
        looks.push((next.why == Why::Burst, next.at.since(NOW).as_secs()));
        pace.now = next.at;
    }
    let burst = [6, 14, 24, 34, 46, 60].map(|at| (true, at));
    assert_eq!(looks, [&burst[..], &[(false, 120)]].concat());
}

#[test]
fn a_slow_look_never_makes_the_next_one_lie_in_the_past() {
    let slow = EdgePace {
        episode: Some((NOW, 1)),
        now: NOW + Duration::from_secs(40),
        ..quiet()
    };
    assert!(next_edge(slow, Tempo::REAL).at > slow.now);
}

#[test]
fn an_old_outage_is_looked_at_less_often() {
    let wait = |minutes: u64| {
        let alarm_since = Some(NOW - Duration::from_secs(60 * minutes));
        let pace = EdgePace {
            alarm_since,
            rhythm: steady(120),
            ..quiet()
        };
        next_edge(pace, Tempo::REAL).at.since(NOW).as_secs()
    };
    assert_eq!(
        [wait(0), wait(29), wait(31), wait(50), wait(900)],
        [30, 30, 60, 120, 120]
    );
}

#[test]
fn retry_after_nothing_is_no_leave_to_hammer() {
    let told = EdgePace {
        retry_after: Some(Duration::ZERO),
        ..quiet()
    };
    assert_eq!(
        next_edge(told, Tempo::REAL).at.since(NOW),
        Duration::from_secs(60)
    );
}

#[test]
fn whoever_turns_us_away_is_asked_half_as_often_and_no_burst_follows() {
    let away = EdgePace {
        turned_away: true,
        episode: Some((NOW, 1)),
        ..quiet()
    };
    assert_eq!(
        next_edge(away, Tempo::REAL).at.since(NOW),
        Duration::from_secs(120)
    );
}

#[test]
fn the_user_s_own_limit_is_waited_for_to_its_end() {
    let limited = EdgePace {
        own_limit: Some(Duration::from_secs(7_200)),
        ..quiet()
    };
    let next = next_edge(limited, Tempo::REAL);
    assert_eq!(
        (next.why, next.at.since(NOW)),
        (Why::ToldToWait, Duration::from_secs(7_200))
    );
}

#[test]
fn retry_after_is_obeyed_but_not_for_ever() {
    let told = EdgePace {
        retry_after: Some(Duration::from_secs(86_400)),
        ..quiet()
    };
    assert_eq!(
        next_edge(told, Tempo::REAL).at.since(NOW),
        RETRY_AFTER_AT_MOST
    );
}

#[test]
fn who_has_had_most_of_the_day_s_requests_is_looked_at_less_often_well_or_not() {
    let rhythm = Rhythm::steady(Duration::from_secs(60)).stretched(1.5);
    let rationed = EdgePace {
        stretch: 1.5,
        ..EdgePace::quiet(NOW, rhythm, 10)
    };
    let next = |pace| {
        let next = next_edge(pace, Tempo::REAL);
        (next.why, next.at.since(NOW).as_secs())
    };
    assert_eq!(next(rationed), (Why::Rationed, 90));
    let out = EdgePace {
        alarm_since: Some(NOW),
        ..rationed
    };
    assert_eq!(next(out), (Why::Alarm, 45));
    let failed = EdgePace {
        episode: Some((NOW, 1)),
        ..rationed
    };
    assert_eq!(next(failed), (Why::Burst, 6));
    let page = |trouble| {
        let next = next_page(
            PagePace {
                now: NOW,
                every: Duration::from_secs(120),
                refusals: 0,
                stretch: 1.5,
                trouble,
                retry_after: None,
                dice: 10,
            },
            Tempo::REAL,
        );
        (next.why, next.at.since(NOW).as_secs())
    };
    assert_eq!(page(false), (Why::Rationed, 180));
    assert_eq!(page(true), (Why::Alarm, 90));
}

#[test]
fn whoever_turns_us_away_while_that_is_an_outage_is_asked_before_it_is_forgotten() {
    let refused = EdgePace {
        turned_away: true,
        alarm_since: Some(NOW),
        ..EdgePace::quiet(NOW, Rhythm::steady(Duration::from_secs(300)), 10)
    };
    let next = next_edge(refused, Tempo::REAL);
    assert_eq!(
        (next.why, next.at.since(NOW).as_secs()),
        (Why::BackOff, 240)
    );
}

#[test]
fn a_page_that_turns_us_away_is_left_alone_longer_each_time() {
    let wait = |refusals| {
        let every = Duration::from_secs(120);
        let pace = PagePace {
            now: NOW,
            every,
            refusals,
            stretch: 1.0,
            trouble: true,
            retry_after: None,
            dice: 10,
        };
        next_page(pace, Tempo::REAL).at.since(NOW).as_secs()
    };
    assert_eq!(
        [wait(0), wait(1), wait(2), wait(3), wait(9)],
        [60, 120, 240, 480, 960]
    );
}

#[test]
fn a_page_whose_host_says_when_is_asked_then_and_never_sooner_than_usual() {
    let wait = |seconds| {
        let pace = PagePace {
            now: NOW,
            every: Duration::from_secs(120),
            refusals: 3,
            stretch: 1.0,
            trouble: true,
            retry_after: Some(Duration::from_secs(seconds)),
            dice: 10,
        };
        next_page(pace, Tempo::REAL).at.since(NOW).as_secs()
    };
    assert_eq!([wait(0), wait(300), wait(86_400)], [120, 300, 900]);
}

#[test]
fn only_intervals_that_real_hosts_cannot_have_speed_the_clockwork_up() {
    let tempo = |edge| {
        Tempo::for_intervals(&Intervals {
            edge,
            ..crate::Settings::default().intervals
        })
    };
    assert_eq!(tempo(Duration::from_secs(60)), Tempo::REAL);
    assert_eq!(tempo(Duration::from_secs(20)), Tempo::REAL);
    assert_eq!(
        tempo(Duration::from_millis(500)).of(Duration::from_secs(40)),
        Duration::from_secs(1)
    );
}

#[test]
fn where_power_or_data_is_scarce_the_next_look_is_later_and_says_why() {
    let next = |thrift, seconds| {
        let rhythm = Rhythm::sparing(Duration::from_secs(seconds), thrift, Tempo::REAL);
        let next = next_edge(EdgePace { rhythm, ..quiet() }, Tempo::REAL);
        (next.why, next.at.since(NOW).as_secs())
    };
    for (thrift, seconds) in [
        (Thrift::SavedPower, 300),
        (Thrift::LowBattery, 600),
        (Thrift::MeteredLink, 600),
    ] {
        assert_eq!(next(thrift, 60), (Why::Sparing(thrift), seconds));
    }
    assert_eq!(next(Thrift::None, 60), (Why::Steady, 60));
    let rare = next(Thrift::MeteredLink, 1_200);
    assert_eq!(rare, (Why::Steady, 1_200), "whom the user asks rarely");
}

#[test]
fn what_may_be_wrong_is_looked_at_as_soon_where_power_or_data_is_scarce() {
    let spared = Rhythm::sparing(Duration::from_secs(60), Thrift::MeteredLink, Tempo::REAL);
    let troubles = [
        EdgePace {
            episode: Some((NOW, 1)),
            ..quiet()
        },
        EdgePace {
            doubted_at: Some(NOW),
            ..quiet()
        },
        EdgePace {
            alarm_since: Some(NOW),
            ..quiet()
        },
    ];
    for usual in troubles {
        let rhythm = spared;
        let sparing = EdgePace { rhythm, ..usual };
        let next = |pace| next_edge(pace, Tempo::REAL);
        assert_eq!(next(sparing), next(usual));
    }
}

#[test]
fn half_as_often_for_whoever_turns_us_away_is_not_half_of_what_is_rationed() {
    let turned_away = |stretch: f64| {
        let pace = EdgePace {
            turned_away: true,
            stretch,
            ..EdgePace::quiet(NOW, steady(60).stretched(stretch), 10)
        };
        next_edge(pace, Tempo::REAL).at.since(NOW).as_secs()
    };
    assert_eq!(turned_away(1.0), 120);
    assert_eq!(turned_away(1.5), 120);
    assert_eq!(turned_away(3.0), 180);
}
