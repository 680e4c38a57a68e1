//! A CDN under two vendors.

use super::*;
use crate::correlation::Cause;
use crate::present::notice::Notice;

/// 2025-11-18: a bad file spreads through the CDN from 11:20 to 14:30; good and bad ones alternate,
/// here every five minutes, and one answer in five is its own bot wall. The CDN posts at 11:48, core
/// traffic is back at 14:30, all is normal at 17:06. The vendors' own pages say nothing here.
fn good_and_bad_files() -> Day {
    let mut day = Day::up_to("2025-11-18", "11:20", Key::Given, NotifyLevel::Outages);
    let (broke, posted, fixed) = (day.at("11:20"), day.at("11:48"), day.at("14:30"));
    while day.world.now < fixed {
        let minute = day.world.now.since(broke).as_secs() / 60;
        if minute.is_multiple_of(10) {
            day.answers(|service, _, look| {
                let behind_it = ["chatgpt", "claude"].contains(&service);
                let answer = if fails(20, look, 1) {
                    Outcome::Challenged { status: 403 }
                } else {
                    SERVER_ERROR
                };
                behind_it.then_some(answer)
            });
        } else if minute.is_multiple_of(5) {
            day.all_well();
        }
        if day.world.now == posted {
            day.posts("cdn", post(posted, "investigating", BOTH));
        }
        day.world.run(minutes(1));
    }
    day.all_well().until("17:06");
    day.resolves("cdn").until("18:00");
    day
}

#[test]
fn of_2025_11_18_both_chats_are_out_at_once_the_cdn_is_named_and_after_the_first_turns_it_is_only_said_to_be_unstable()
 {
    let day = good_and_bad_files();
    for service in ["chatgpt", "claude"] {
        let red = day.became(service, Health::MajorOutage).expect("red");
        assert!(red.since(day.at("11:20")) <= seconds(210), "{red}");
        let incident = day.incident(service);
        assert_eq!(incident.cause, Some(Cause::Upstream("cdn".to_owned())));
        assert_eq!(incident.posted, None, "their own page was silent");
        let told = day.told(service);
        let aloud: Vec<_> = told.iter().filter(|it| !it.starts_with('(')).collect();
        assert_eq!(aloud[0], "upstream");
        assert_eq!(aloud, ["upstream", "recovery"], "{told:?}");
        assert!(told.len() <= 8, "{told:?}");
        // The third fall within the hour is told as what it is, once, and then nothing until it is over.
        let unstable = |it: &&Notice| it.kind.word() == "unstable";
        let said = day.notices(service).filter(unstable).map(|it| it.at);
        let said: Vec<Timestamp> = said.collect();
        let (first, last) = (said[0], said[said.len() - 1]);
        assert!(first >= day.at("11:40") && last <= day.at("11:42"));
        let after = day.notices(service).filter(|it| it.at > last);
        assert_eq!(
            after.map(|it| it.kind.word()).collect::<Vec<_>>(),
            ["recovery"]
        );
        let last = day.notices(service).last().expect("told").at;
        assert!(last >= day.at("14:25") && last <= day.at("15:15"), "{last}");
        assert_eq!(day.health(service), Health::Operational);
    }
    day.spares(&["openai-api", "claude-api"]);
}
