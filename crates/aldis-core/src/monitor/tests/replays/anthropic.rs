//! Anthropic.

use super::*;

/// 2026-02-10: users report "API Error 500" and frozen chats from 19:33, in waves until 21:43; the
/// first post comes at 22:11, 158 minutes late (monitoring 02:51). How much failed was never
/// published: half of all completions, until 22:00.
fn late_page(key: Key, seed: u64) -> Day {
    let mut day = Day::up_to("2026-02-10", "19:33", key, NotifyLevel::Degraded);
    let posted = day.at("22:11");
    day.answers(move |service, surface, look| {
        let model = service == "claude-api" && surface == Surface::Completion;
        (model && fails(50, look, seed)).then_some(SERVER_ERROR)
    });
    day.until("22:00");
    day.all_well().until("22:11");
    day.posts("anthropic", post(posted, "investigating", BOTH));
    day.until("02:51");
    day.posts("anthropic", post(posted, "monitoring", BOTH));
    day.until("04:00").resolves("anthropic").until("05:00");
    day
}

#[test]
fn of_2026_02_10_a_completion_is_two_hours_ahead_of_the_page() {
    let mut found_after = Vec::new();
    for seed in 0..11 {
        let day = late_page(Key::Given, seed);
        let first = day.notices("claude-api").next().expect("told").at;
        found_after.push(first.since(day.at("19:33")));
        let incident = day.incident("claude-api");
        let seen = incident.seen_here.expect("seen");
        let ahead = incident.posted.expect("posted").since(seen);
        assert!(ahead >= minutes(135), "{ahead:?}");
        let told = day.told("claude-api");
        assert!(told.last().is_some_and(|it| it.contains("recovery")));
        let aloud = told.iter().filter(|it| !it.starts_with('('));
        assert!(aloud.clone().count() <= 3, "worse, and over: {told:?}");
        assert_eq!(day.health("claude-api"), Health::Operational);
        day.spares(&["chatgpt", "openai-api"]);
    }
    found_after.sort();
    let (median, worst) = (found_after[5], found_after[10]);
    assert!(
        median <= minutes(8) && worst <= minutes(20),
        "{found_after:?}"
    );
}

#[test]
fn of_2026_02_10_whoever_has_no_key_hears_it_when_the_page_says_so() {
    let day = late_page(Key::None, 1);
    for service in ["claude", "claude-api"] {
        assert_eq!(day.told(service), ["outage", "recovery"]);
        let first = day.notices(service).next().expect("told").at;
        assert!(first >= day.at("22:11") && first <= day.at("22:28"));
        assert_eq!(day.incident(service).seen_here, None);
    }
    day.spares(&["chatgpt", "openai-api"]);
}

/// 2026-04-28: the chat cannot be reached and the API refuses every key, from 17:34 to 18:52. Posted
/// 17:41, identified 17:51, monitoring 18:59, resolved 19:15.
fn authentication(key: Key) -> Day {
    let mut day = Day::up_to("2026-04-28", "17:34", key, NotifyLevel::Outages);
    let posted = day.at("17:41");
    day.answers(|service, surface, _| match (service, surface) {
        ("claude", _) => Some(UNAVAILABLE),
        ("claude-api", Surface::Completion) => Some(Outcome::KeyRefused { status: 401 }),
        ("claude-api", Surface::Web | Surface::Api) => Some(Outcome::Answered { status: 401 }),
        _ => None,
    });
    day.until("17:41");
    day.posts("anthropic", post(posted, "investigating", BOTH));
    day.until("17:51");
    day.posts("anthropic", post(posted, "identified", BOTH));
    day.until("18:52").all_well().until("18:59");
    day.posts("anthropic", post(posted, "monitoring", BOTH));
    day.until("19:15").resolves("anthropic").until("20:00");
    day
}

#[test]
fn of_2026_04_28_the_chat_is_seen_at_once_and_a_refused_key_is_nobodys_outage_until_it_is_posted() {
    for key in [Key::Given, Key::None] {
        let day = authentication(key);
        assert_eq!(day.told("claude"), ["outage", "recovery"]);
        let red = day.became("claude", Health::MajorOutage).expect("red");
        assert!(red.since(day.at("17:34")) <= minutes(3), "{red}");
        let incident = day.incident("claude");
        assert!(incident.posted.expect("posted").since(red) >= minutes(4));
        let back = day.notices("claude").last().expect("told").at;
        assert!(back >= day.at("18:52") && back <= day.at("19:06"), "{back}");

        assert_eq!(day.told("claude-api"), ["outage", "recovery"]);
        assert_eq!(day.incident("claude-api").seen_here, None);
        let first = day.notices("claude-api").next().expect("told").at;
        assert!(first >= day.at("17:41"), "{first}");
        day.spares(&["chatgpt", "openai-api"]);
    }
}
