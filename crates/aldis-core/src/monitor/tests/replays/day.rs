//! One day of the past, played to the monitor: two vendors with a chat and an API each, both chats
//! behind one CDN, and a page for each vendor and for the CDN.

use std::time::Duration;

use crate::catalogue::{self, ServiceId, Surface};
use crate::event::Target;
use crate::evidence::Outcome;
use crate::health::Health;
use crate::incident::Incident;
use crate::monitor::Past;
use crate::monitor::tests::world::{Page, Post, World, good};
use crate::present::notice::{Notice, NoticeKind};
use crate::settings::{Completions, NotifyLevel, NotifySettings, Settings};
use crate::snapshot::{PageSays, Reason};
use crate::time::Timestamp;

const CATALOGUE: &str = r#"
[[service]]
id = "chatgpt"
name = "ChatGPT"
vendor = "openai"
family = "openai"
open = "https://chatgpt.example/"
capabilities = ["chat"]
upstreams = ["cdn", "cloud"]
[[service.status]]
format = "statuspage"
url = "https://openai.page.example/api/v2/summary.json"
every = "2m"
components = { main = ["chat"] }
[[service.probe]]
surface = "web"
url = "https://chatgpt.example/"
alive = [200]
challenge = true

[[service]]
id = "openai-api"
name = "OpenAI API"
vendor = "openai"
family = "openai"
open = "https://platform.openai.example/"
capabilities = ["api"]
upstreams = ["cdn", "cloud"]
[[service.status]]
format = "statuspage"
url = "https://openai.page.example/api/v2/summary.json"
every = "2m"
components = { main = ["api"] }
[[service.probe]]
surface = "api"
url = "https://api.openai.example/v1/models"
alive = [200, 401]
[[service.probe]]
surface = "completion"
url = "https://api.openai.example/v1"
dialect = "openai"
model = "small"
key = "openai"

[[service]]
id = "claude"
name = "Claude"
vendor = "anthropic"
family = "anthropic"
open = "https://claude.example/"
capabilities = ["chat"]
upstreams = ["cdn"]
[[service.status]]
format = "statuspage"
url = "https://anthropic.page.example/api/v2/summary.json"
every = "15m"
components = { main = ["chat"] }
[[service.probe]]
surface = "web"
url = "https://claude.example/"
alive = [200]
challenge = true

[[service]]
id = "claude-api"
name = "Claude API"
vendor = "anthropic"
family = "anthropic"
open = "https://platform.anthropic.example/"
capabilities = ["api"]
[[service.status]]
format = "statuspage"
url = "https://anthropic.page.example/api/v2/summary.json"
every = "15m"
components = { main = ["api"] }
[[service.probe]]
surface = "api"
url = "https://api.anthropic.example/v1/models"
alive = [200, 401]
[[service.probe]]
surface = "completion"
url = "https://api.anthropic.example/v1"
dialect = "anthropic"
model = "small"
key = "anthropic"

[[upstream]]
id = "cdn"
name = "The CDN"
[[upstream.status]]
format = "statuspage"
url = "https://cdn.page.example/api/v2/summary.json"
every = "5m"
components = { main = ["chat", "api"] }
[[upstream]]
id = "cloud"
name = "The cloud"
[[upstream.status]]
format = "statuspage"
url = "https://cloud.page.example/api/v2/summary.json"
every = "5m"
components = { main = ["chat", "api"] }

[[control]]
operator = "one"
url = "http://one.example/"
status = 200
body = "one"
[[control]]
operator = "two"
url = "http://two.example/"
status = 200
body = "two"
[[control]]
operator = "three"
url = "https://three.example/"
status = 204
"#;

const SERVICES: [&str; 4] = ["chatgpt", "openai-api", "claude", "claude-api"];

/// Whether the user lets Aldis ask the models themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Key {
    Given,
    None,
}

pub(super) struct Day {
    pub(super) world: World,
    date: &'static str,
    began: Timestamp,
}

impl Day {
    /// An hour of good weather up to `clock`.
    pub(super) fn up_to(date: &'static str, clock: &str, key: Key, level: NotifyLevel) -> Self {
        let (catalogue, findings) = catalogue::parse(CATALOGUE, "day");
        assert_eq!(findings, []);
        let asked = match key {
            Key::Given => vec![ServiceId::new("openai-api"), ServiceId::new("claude-api")],
            Key::None => Vec::new(),
        };
        let settings = Settings {
            watch: SERVICES.map(ServiceId::new).into(),
            completion: Completions {
                services: asked,
                daily: 400,
            },
            notify: NotifySettings {
                level,
                ..Settings::default().notify
            },
            ..Settings::default()
        };
        let past = Past {
            spent: Some(Vec::new()),
            ..Past::default()
        };
        let began = moment(date, clock);
        let start = began - Duration::from_secs(3_600);
        let mut world = World::of(catalogue, settings, past, start);
        for page in ["openai", "anthropic", "cdn", "cloud"] {
            world.pages.insert(host(page), Page::Parts(None));
        }
        let mut day = Self { world, date, began };
        day.until(clock);
        for service in SERVICES {
            assert_eq!(day.world.health(service), Health::Operational);
        }
        day
    }

    /// Lets time pass until the next time the clock shows this.
    pub(super) fn until(&mut self, clock: &str) -> &mut Self {
        let at = self.at(clock);
        let span = at.since(self.world.now);
        self.world.run(span);
        self
    }

    /// The first such time of the clock after the day began to go wrong.
    pub(super) fn at(&self, clock: &str) -> Timestamp {
        let at = moment(self.date, clock);
        if at < self.began {
            at + Duration::from_secs(24 * 3_600)
        } else {
            at
        }
    }

    /// From now on `service` is answered so at `surface`, everything else well.
    pub(super) fn answers(
        &mut self,
        answer: impl Fn(&str, Surface, u64) -> Option<Outcome> + 'static,
    ) -> &mut Self {
        self.world.answers(move |target, look| match target {
            Target::Probe { service, surface } => {
                answer(service.as_str(), *surface, look).unwrap_or_else(|| good(target))
            }
            Target::Control { .. } | Target::Page { .. } | Target::Resolver { .. } => good(target),
        });
        self
    }

    pub(super) fn all_well(&mut self) -> &mut Self {
        self.answers(|_, _, _| None)
    }

    /// A vendor's page says this from now on.
    pub(super) fn posts(&mut self, vendor: &str, post: Post) -> &mut Self {
        self.world
            .pages
            .insert(host(vendor), Page::Parts(Some(post)));
        self
    }

    /// A vendor's page has nothing open any more.
    pub(super) fn resolves(&mut self, vendor: &str) -> &mut Self {
        self.world.pages.insert(host(vendor), Page::Parts(None));
        self
    }

    pub(super) fn health(&self, service: &str) -> Health {
        self.world.health(service)
    }

    /// What was told of a service: kinds of notice in a row; a silent one in brackets.
    pub(super) fn told(&self, service: &str) -> Vec<String> {
        self.notices(service)
            .map(|notice| match notice.silent {
                true => format!("({})", notice.kind.word()),
                false => notice.kind.word().to_owned(),
            })
            .collect()
    }

    pub(super) fn notices<'a>(&'a self, service: &'a str) -> impl Iterator<Item = &'a Notice> {
        let about = move |notice: &&Notice| {
            let mut services = notice.services.iter();
            services.any(|(id, _)| id.as_str() == service)
        };
        self.world.notices.iter().filter(about)
    }

    /// Nothing was told of them, and they were never shown in trouble.
    pub(super) fn spares(&self, services: &[&str]) {
        let blamed = |service: &ServiceId| services.contains(&service.as_str());
        let shown = self.world.transitions.iter();
        let shown: Vec<_> = shown
            .filter(|it| blamed(&it.service) && it.to.is_trouble())
            .collect();
        assert!(shown.is_empty(), "{shown:?}");
        assert!(services.iter().all(|it| self.told(it).is_empty()));
    }

    /// How long a service was shown so, until now.
    pub(super) fn spent(&self, service: &str, health: Health) -> Duration {
        let turns = self.world.transitions.iter();
        let turns: Vec<_> = turns.filter(|it| it.service.as_str() == service).collect();
        let ends = turns.iter().skip(1).map(|it| it.at).chain([self.world.now]);
        let spans = turns.iter().zip(ends).filter(|(it, _)| it.to == health);
        spans.map(|(it, end)| end.since(it.at)).sum()
    }

    /// When a service first reached this health.
    pub(super) fn became(&self, service: &str, health: Health) -> Option<Timestamp> {
        let mut transitions = self.world.transitions.iter();
        transitions
            .find(|it| it.service.as_str() == service && it.to == health)
            .map(|it| it.at)
    }

    /// How a service was shown at this moment.
    pub(super) fn health_at(&self, service: &str, clock: &str) -> Health {
        let at = self.at(clock);
        let mut shown = self.world.transitions.iter().rev();
        let last = shown.find(|it| it.service.as_str() == service && it.at <= at);
        last.map_or(Health::Unknown, |it| it.to)
    }

    /// The one incident of a service.
    pub(super) fn incident(&self, service: &str) -> Incident {
        let snapshot = self.world.snapshot();
        let mut all = snapshot.incidents.into_iter();
        let incident = all.find(|it| it.service.as_str() == service);
        assert!(all.all(|it| it.service.as_str() != service), "two of them");
        incident.expect("an incident")
    }

    pub(super) fn incidents(&self, service: &str) -> usize {
        let snapshot = self.world.snapshot();
        let all = snapshot.incidents.iter();
        all.filter(|it| it.service.as_str() == service).count()
    }

    /// What its page is taken to say.
    pub(super) fn page(&self, service: &str) -> PageSays {
        let snapshot = self.world.snapshot();
        let mut services = snapshot.services.into_iter();
        match services
            .find(|it| it.id.as_str() == service)
            .map(|it| it.reason)
        {
            Some(Reason::Answers { page, .. }) => page,
            other => panic!("it does not answer, but {other:?}"),
        }
    }

    /// How long it was out, by the last notice about it.
    pub(super) fn out_for(&self, service: &str) -> Duration {
        match self.notices(service).last().map(|it| &it.kind) {
            Some(NoticeKind::Recovery { out_for, .. }) => *out_for,
            other => panic!("not a recovery, but {other:?}"),
        }
    }
}

/// Whether a look fails when so many in a hundred do; another seed is another run of the same dice.
pub(super) fn fails(percent: u64, look: u64, seed: u64) -> bool {
    let mut mixed = (look + 1_000 * seed).wrapping_add(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (mixed ^ (mixed >> 31)) % 100 < percent
}

fn moment(date: &str, clock: &str) -> Timestamp {
    Timestamp::parse(&format!("{date}T{clock}:00Z")).expect("a time")
}

fn host(page: &str) -> &'static str {
    match page {
        "openai" => "openai.page.example",
        "anthropic" => "anthropic.page.example",
        "cdn" => "cdn.page.example",
        "cloud" => "cloud.page.example",
        other => panic!("nobody has the page {other}"),
    }
}
