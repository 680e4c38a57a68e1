//! OpenAI.

use super::*;
use crate::correlation::Cause;
use crate::snapshot::PageSays;

const TOO_MANY: Outcome = Outcome::RateLimited {
    status: 429,
    retry_after: None,
};

/// The model of OpenAI's API answers so; every front door is fine.
fn model(answer: impl Fn(u64) -> Option<Outcome> + 'static) -> Answer {
    Box::new(move |service, surface, look| match (service, surface) {
        ("openai-api", Surface::Completion) => answer(look),
        _ => None,
    })
}

type Answer = Box<dyn Fn(&str, Surface, u64) -> Option<Outcome>>;

/// 2023-11-08: the routing layer runs out of memory. 502 to whoever asks the model from 13:42, one
/// probe let through at 14:43, "come back later" (429) from 15:03 to 15:38; the list of models
/// answers throughout. Posted 13:54, monitoring 15:33, resolved 15:46.
fn routing_layer(key: Key) -> Day {
    let mut day = Day::up_to("2023-11-08", "13:42", key, NotifyLevel::Outages);
    let posted = day.at("13:54");
    let broken = || model(|_| Some(Outcome::Answered { status: 502 }));
    day.answers(broken()).until("13:54");
    day.posts("openai", post(posted, "investigating", BOTH));
    day.until("14:43").all_well().until("14:44");
    day.answers(broken()).until("14:50");
    day.posts("openai", post(posted, "identified", BOTH));
    day.until("15:03").answers(model(|_| Some(TOO_MANY)));
    day.until("15:33");
    day.posts("openai", post(posted, "monitoring", BOTH));
    day.until("15:38").all_well().until("15:46");
    day.resolves("openai").until("16:30");
    day
}

#[test]
fn of_2023_11_08_a_completion_tells_before_the_page_and_ends_it_after_the_vendor_does() {
    let day = routing_layer(Key::Given);
    assert_eq!(day.told("openai-api"), ["outage", "recovery"]);
    let incident = day.incident("openai-api");
    let seen = incident.seen_here.expect("seen");
    // A completion every five minutes.
    assert!(seen <= day.at("13:50"), "{seen}");
    let ahead = incident.posted.expect("posted").since(seen);
    assert!(ahead >= minutes(4), "{ahead:?}");
    // A 429 says nothing of the model: no "it is back" for all of it, and none before it is.
    let back = day.notices("openai-api").last().expect("told").at;
    assert!(day.at("15:38") < back && back <= day.at("16:05"), "{back}");
    assert_eq!(day.health("openai-api"), Health::Operational);
    day.spares(&["claude", "claude-api"]);
}

#[test]
fn of_2023_11_08_nothing_can_be_seen_without_a_key_and_the_page_is_all_there_is_to_tell() {
    let day = routing_layer(Key::None);
    for service in ["openai-api", "chatgpt"] {
        assert_eq!(day.told(service), ["outage", "recovery"]);
        let first = day.notices(service).next().expect("told").at;
        assert!(first >= day.at("13:54") && first <= day.at("13:57"));
        let incident = day.incident(service);
        assert_eq!(incident.seen_here, None, "nobody claims to have seen it");
    }
    day.spares(&["claude", "claude-api"]);
}

/// 2024-11-08 (the 9th in UTC): every client of ChatGPT gets 503 from 00:06, most are served again
/// at 00:34 and all at 00:41. Posted 00:13, identified 00:37, monitoring 01:17, resolved 01:47.
#[test]
fn of_2024_11_08_the_front_door_tells_in_two_minutes_and_its_end_while_the_page_still_has_it_open()
{
    let mut day = Day::up_to("2024-11-09", "00:06", Key::None, NotifyLevel::Outages);
    let posted = day.at("00:13");
    let some = |percent: u64| {
        move |service: &str, _: Surface, look: u64| {
            (service == "chatgpt" && fails(percent, look, 1)).then_some(UNAVAILABLE)
        }
    };
    day.answers(some(100)).until("00:13");
    day.posts("openai", post(posted, "investigating", CHAT));
    day.until("00:34").answers(some(10)).until("00:37");
    day.posts("openai", post(posted, "identified", CHAT));
    day.until("00:41").all_well().until("01:17");
    assert_eq!(day.told("chatgpt"), ["outage", "recovery"]);
    day.posts("openai", post(posted, "monitoring", CHAT));
    day.until("01:47").resolves("openai").until("02:30");

    assert_eq!(day.told("chatgpt"), ["outage", "recovery"], "not twice");
    let red = day.became("chatgpt", Health::MajorOutage).expect("red");
    assert!(red.since(day.at("00:06")) <= seconds(150), "{red}");
    let incident = day.incident("chatgpt");
    let ahead = incident
        .posted
        .expect("posted")
        .since(incident.seen_here.expect("seen"));
    assert!(ahead >= minutes(4), "{ahead:?}");
    let back = day.notices("chatgpt").last().expect("told").at;
    assert!(back <= day.at("00:53"), "{back}");
    let out_for = day.out_for("chatgpt");
    assert!(
        out_for > minutes(25) && out_for < minutes(36),
        "{out_for:?}"
    );
    day.spares(&["openai-api", "claude", "claude-api"]);
}

/// 2024-12-04: every request to the API ends in 530 from 23:48 to 23:52; from 00:07 to 01:37 45 % of
/// completions stall. The first post, at 00:08, is "monitoring" already; resolved 02:21.
fn two_waves_of_december(key: Key) -> Day {
    let mut day = Day::up_to("2024-12-04", "23:48", key, NotifyLevel::Outages);
    let posted = day.at("00:08");
    day.answers(|service, _, _| {
        (service == "openai-api").then_some(Outcome::Answered { status: 530 })
    });
    day.until("23:52").all_well().until("00:07");
    day.answers(model(|look| {
        let phase = Phase::FirstByte;
        fails(45, look, 1).then_some(Outcome::TimedOut { phase })
    }));
    day.until("00:08");
    day.posts("openai", post(posted, "monitoring", BOTH));
    day.until("01:37").all_well().until("02:21");
    day.resolves("openai").until("03:00");
    day
}

#[test]
fn of_2024_12_04_four_minutes_are_told_and_over_before_the_first_post() {
    for key in [Key::Given, Key::None] {
        let day = two_waves_of_december(key);
        let told = day.told("openai-api");
        assert_eq!(told[..2], ["outage", "recovery"]);
        assert!(told[2..].iter().all(|it| it.starts_with('(')), "{told:?}");
        for clock in ["00:15", "01:36"] {
            let then = day.health_at("openai-api", clock);
            assert!(then.is_trouble(), "the second wave at {clock}: {then:?}");
        }
        let red = day.became("openai-api", Health::MajorOutage).expect("red");
        assert!(red.since(day.at("23:48")) <= seconds(150), "{red}");
        let back = day.notices("openai-api").nth(1).expect("told").at;
        assert!(back < day.at("00:00"), "{back}");
        let incident = day.incident("openai-api");
        assert!(incident.posted > incident.seen_here);
        // Mild, and only reported: amber, and not told at this level.
        assert!(day.told("chatgpt").is_empty());
        assert_eq!(day.incident("chatgpt").worst, Health::Degraded);
        assert_eq!(day.health("openai-api"), Health::Operational);
        day.spares(&["claude", "claude-api"]);
    }
}

/// The same second wave where ChatGPT's front door stalls for half a minute as often.
#[test]
fn of_2024_12_04_stalls_of_half_a_minute_are_failures_and_shown_while_they_last() {
    for seed in 0..5 {
        let mut day = Day::up_to("2024-12-05", "00:07", Key::None, NotifyLevel::Outages);
        let posted = day.at("00:08");
        day.answers(move |service, _, look| {
            let phase = Phase::FirstByte;
            let stalls = service == "chatgpt" && fails(45, look, seed);
            stalls.then_some(Outcome::TimedOut { phase })
        });
        day.until("00:08");
        day.posts("openai", post(posted, "monitoring", BOTH));
        day.until("01:37");
        let shown = day.spent("chatgpt", Health::Degraded)
            + day.spent("chatgpt", Health::PartialOutage)
            + day.spent("chatgpt", Health::MajorOutage);
        assert!(shown >= minutes(80), "{shown:?}");
        let seen = day.incident("chatgpt").seen_here.expect("seen");
        assert!(seen <= day.at("00:20"), "{seen}");
        day.all_well().until("02:21");
        day.resolves("openai").until("03:00");
        assert_eq!(day.health("chatgpt"), Health::Operational);
        day.spares(&["claude", "claude-api"]);
    }
}

/// 2024-08-16: two waves, 18:38 to 19:33 and 20:02 to 20:16, inside one post of 18:53 (monitoring
/// 19:28, resolved 00:35). How much failed was never published: three requests of four, everywhere.
#[test]
fn of_2024_08_16_two_waves_are_one_incident_and_the_second_makes_no_sound() {
    let mut day = Day::up_to("2024-08-16", "18:38", Key::None, NotifyLevel::Outages);
    let posted = day.at("18:53");
    let most = |service: &str, _: Surface, look: u64| {
        let theirs = ["chatgpt", "openai-api"].contains(&service);
        (theirs && fails(75, look, 1)).then_some(UNAVAILABLE)
    };
    day.answers(most).until("18:53");
    day.posts("openai", post(posted, "investigating", BOTH));
    day.until("19:28");
    day.posts("openai", post(posted, "monitoring", BOTH));
    day.until("19:33").all_well().until("20:02");
    for service in ["chatgpt", "openai-api"] {
        assert_eq!(day.told(service), ["outage", "recovery"]);
        assert_eq!(day.health(service), Health::Degraded, "still monitoring");
    }
    day.answers(most).until("20:16").all_well().until("00:35");
    day.resolves("openai").until("01:30");

    for service in ["chatgpt", "openai-api"] {
        let told = day.told(service);
        assert_eq!(told, ["outage", "recovery", "(outage)", "(recovery)"]);
        let incident = day.incident(service);
        assert_eq!(incident.reopened, 1);
        let red = incident.seen_here.expect("seen");
        assert!(red.since(day.at("18:38")) <= minutes(4), "{red}");
        assert!(incident.posted.expect("posted").since(red) >= minutes(11));
        let last = day.notices(service).last().expect("told").at;
        assert!(last <= day.at("20:30"), "{last}");
    }
    day.spares(&["claude", "claude-api"]);
}

/// 2024-12-26: power fails at a cloud; nine requests of ten to ChatGPT end in 500 from 18:40 to
/// 02:20, text completions are fine. Posted of both 19:00, identified 19:18, resolved 04:38. The cloud
/// told of it 34 minutes after the crowd did: 19:31.
#[test]
fn of_2024_12_26_chatgpt_is_called_out_in_two_minutes_and_the_api_only_reported() {
    let mut day = Day::up_to("2024-12-26", "18:40", Key::Given, NotifyLevel::Degraded);
    let posted = day.at("19:00");
    day.answers(|service, _, look| {
        (service == "chatgpt" && fails(90, look, 1)).then_some(SERVER_ERROR)
    });
    day.until("19:00");
    day.posts("openai", post(posted, "investigating", BOTH));
    day.until("19:18");
    day.posts("openai", post(posted, "identified", BOTH));
    day.until("19:31");
    assert_eq!(day.incident("chatgpt").cause, None, "nobody knew yet");
    let theirs = day.at("19:31");
    day.posts("cloud", post(theirs, "investigating", BOTH));
    day.until("19:40");
    let cloud = Some(Cause::Upstream("cloud".to_owned()));
    assert_eq!(day.incident("chatgpt").cause, cloud);
    day.until("02:20").all_well().until("04:38");
    assert_eq!(day.told("chatgpt"), ["outage", "recovery"]);
    day.resolves("openai").resolves("cloud").until("05:30");

    assert_eq!(day.told("chatgpt"), ["outage", "recovery"], "not twice");
    let red = day.became("chatgpt", Health::MajorOutage).expect("red");
    assert!(red.since(day.at("18:40")) <= seconds(150), "{red}");
    let incident = day.incident("chatgpt");
    assert!(incident.posted.expect("posted").since(red) >= minutes(17));
    let back = day.notices("chatgpt").last().expect("told").at;
    assert!(back >= day.at("02:20") && back <= day.at("02:35"), "{back}");
    // Their page names the API too, where every completion answers.
    assert_eq!(day.told("openai-api"), ["degraded", "recovery"]);
    let incident = day.incident("openai-api");
    assert_eq!(
        (incident.seen_here, incident.worst),
        (None, Health::Degraded)
    );
    day.spares(&["claude", "claude-api"]);
}

/// 2025-06-10: 5 % of completions fail from 06:36, 35 % from 09:00 to 15:00, few until 16:40. When
/// it was posted is not known: here never.
fn slow_ramp(key: Key, seed: u64) -> Day {
    let mut day = Day::up_to("2025-06-10", "06:36", key, NotifyLevel::Degraded);
    let some = |percent| model(move |look| fails(percent, look, seed).then_some(UNAVAILABLE));
    day.answers(some(5)).until("08:45");
    day.answers(some(20)).until("09:00");
    day.answers(some(35)).until("15:00");
    day.answers(some(5)).until("16:40");
    day.all_well().until("22:00");
    day
}

#[test]
fn of_2025_06_10_a_third_of_completions_failing_is_found_and_one_in_twenty_is_not() {
    let runs: Vec<Day> = (0..11).map(|seed| slow_ramp(Key::Given, seed)).collect();
    let mut found_after = Vec::new();
    for day in &runs {
        let first = day.notices("openai-api").next().map(|notice| notice.at);
        assert!(first.is_none_or(|at| at >= day.at("08:45")), "{first:?}");
        found_after.extend(first.map(|at| at.since(day.at("09:00"))));
        assert!(
            day.incidents("openai-api") <= 2,
            "not one for each bad minute"
        );
        assert_eq!(day.became("openai-api", Health::MajorOutage), None);
        assert_eq!(day.health("openai-api"), Health::Operational);
        day.spares(&["chatgpt", "claude", "claude-api"]);
    }
    found_after.sort();
    assert_eq!(found_after.len(), runs.len());
    let (median, worst) = (found_after[5], found_after[10]);
    // At that hour a completion is asked for every five minutes.
    assert!(
        median <= minutes(8) && worst <= minutes(60),
        "{found_after:?}"
    );
    let without = slow_ramp(Key::None, 1);
    without.spares(&["openai-api", "chatgpt", "claude", "claude-api"]);
}

/// 2026-02-04: 18 % of requests to ChatGPT end in 403 from 17:06 to 17:59, the API is unaffected.
/// When it was posted is not known: here never.
fn forbidden(percent: u64, seed: u64) -> Day {
    let mut day = Day::up_to("2026-02-04", "17:06", Key::Given, NotifyLevel::Degraded);
    day.answers(move |service, _, look| {
        let refused = service == "chatgpt" && fails(percent, look, seed);
        refused.then_some(Outcome::Answered { status: 403 })
    });
    day.until("17:59").all_well().until("18:30");
    day
}

#[test]
fn of_2026_02_04_one_refusal_in_five_is_amber_to_every_other_and_nothing_but_refusals_to_all_till_they_end()
 {
    let mut found = 0;
    for seed in 0..10 {
        let day = forbidden(18, seed);
        let told = day.told("chatgpt");
        let aloud: Vec<_> = told.iter().filter(|it| !it.starts_with('(')).collect();
        assert!(
            aloud.is_empty() || aloud == ["degraded", "recovery"],
            "{told:?}"
        );
        assert!(day.incidents("chatgpt") <= 1);
        found += day.incidents("chatgpt");
        for red in [Health::PartialOutage, Health::MajorOutage] {
            assert_eq!(day.became("chatgpt", red), None, "a refusal may be ours");
        }
        day.spares(&["openai-api", "claude", "claude-api"]);
    }
    assert!((4..=8).contains(&found), "seen here by {found} of ten");
    let day = forbidden(100, 0);
    let amber = day.became("chatgpt", Health::Degraded).expect("amber");
    assert!(amber.since(day.at("17:06")) <= minutes(5), "{amber}");
    for clock in ["17:15", "17:30", "17:58"] {
        assert_eq!(day.health_at("chatgpt", clock), Health::Degraded);
    }
    for red in [Health::PartialOutage, Health::MajorOutage] {
        assert_eq!(day.became("chatgpt", red), None, "a refusal may be ours");
    }
    assert_eq!(day.told("chatgpt"), ["degraded", "recovery"]);
    assert_eq!(day.incident("chatgpt").reopened, 0);
    let back = day.notices("chatgpt").last().expect("told").at;
    assert!(back <= day.at("18:11"), "{back}");
    assert_eq!(day.health("chatgpt"), Health::Operational);
    day.spares(&["openai-api", "claude", "claude-api"]);
}

/// 2026-06-02 (the 3rd in UTC): a broken rollout answers 429 to whoever asks the API, and in ChatGPT
/// logging in and conversations fail, behind a front door that answers: 04:46 to 07:01. When it was
/// posted is not known: here at 05:30, of both.
#[test]
fn of_2026_06_02_a_false_429_to_one_who_asks_rarely_is_amber_and_red_only_by_the_page() {
    let mut day = Day::up_to("2026-06-03", "04:46", Key::Given, NotifyLevel::Outages);
    let posted = day.at("05:30");
    day.answers(model(|_| Some(TOO_MANY))).until("05:30");
    let amber = day.became("openai-api", Health::Degraded).expect("amber");
    assert!(amber.since(day.at("04:46")) <= minutes(15), "{amber}");
    assert_eq!(day.told("openai-api"), Vec::<String>::new());
    day.spares(&["chatgpt", "claude", "claude-api"]);
    day.posts("openai", post(posted, "investigating", BOTH));
    day.until("06:30");
    for service in ["openai-api", "chatgpt"] {
        let told = day.notices(service).next().expect("told").at;
        assert!(told <= day.at("05:33"), "{told}");
    }
    day.posts("openai", post(posted, "monitoring", BOTH));
    day.until("07:01").all_well().until("07:10");
    day.resolves("openai").until("08:00");
    for service in ["openai-api", "chatgpt"] {
        assert_eq!(day.told(service), ["outage", "recovery"]);
        assert_eq!(day.page(service), PageSays::Fine);
    }
    assert_eq!(
        day.incident("chatgpt").seen_here,
        None,
        "only they can tell"
    );
    day.spares(&["claude", "claude-api"]);
}
