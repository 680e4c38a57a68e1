//! Where the software behind status pages keeps what machines read. What tells most comes first: a
//! document that names the components before one that lists only what is wrong, and feeds last.

use url::Url;

/// Paths below the page's host, `{host}` and `{slug}` filled in.
const PATHS: [&str; 23] = [
    "/proxy/{host}",
    "/api/v2/summary.json",
    "/index.json",
    "/v2/components.json",
    "/config.json",
    "/api/status-page/heartbeat/{slug}",
    "/api/status-page/{slug}/uptime",
    "/api/status-page/{slug}/summary/active",
    "/1.0/status/{slug}",
    "/api/v1/endpoints/statuses",
    "/api/v1/components",
    "/api/components",
    "/incidents.json",
    "/api/v1/summary",
    "/api/v1/status.json",
    "/summary.json",
    "/api/widget/v1/summary.json",
    "/feed.atom",
    "/history.atom",
    "/feed.rss",
    "/history.rss",
    "/feed",
    "/rss",
];

/// Pages whose documents are elsewhere or need a word that their address does not have.
const KNOWN: [(&str, &str); 5] = [
    (
        "health.aws.amazon.com",
        "https://health.aws.amazon.com/public/currentevents",
    ),
    (
        "azure.status.microsoft",
        "https://azure.status.microsoft/en-us/status/feed/",
    ),
    (
        "status.cloud.microsoft",
        "https://status.cloud.microsoft/api/posts/m365Consumer",
    ),
    (
        "status.alibabacloud.com",
        "https://status.alibabacloud.com/api/status/listHistoryEvent",
    ),
    (
        "www.google.com",
        "https://www.google.com/appsstatus/dashboard/incidents.json",
    ),
];

/// Feeds taken from one page.
const FEEDS: usize = 4;
/// Where a page that is read for its feeds has its head.
const HEAD_BYTES: usize = 256 * 1024;

/// The addresses to try, the page's own first.
pub(super) fn of(page: &Url) -> Vec<Url> {
    let host = page.host_str().unwrap_or_default();
    let known = KNOWN.iter().filter(|(of, _)| *of == host);
    let known = known.filter_map(|(_, url)| Url::parse(url).ok());
    let slug = slug(page);
    let fill = |path: &&str| {
        let slug = slug.as_deref();
        let path = path.replace("{host}", host);
        match slug {
            Some(slug) => Some(path.replace("{slug}", slug)),
            None => (!path.contains("{slug}")).then_some(path),
        }
    };
    let below = PATHS.iter().filter_map(fill);
    let below = below.filter_map(|path| page.join(&path).ok());
    let mut addresses: Vec<Url> = Vec::new();
    for mut url in std::iter::once(page.clone()).chain(known).chain(below) {
        url.set_fragment(None);
        if !addresses.contains(&url) {
            addresses.push(url);
        }
    }
    addresses
}

/// The name of a page among others on its host: the last part of its path, or of a host that is all
/// theirs its first part (`status.mistral.ai` is `mistral-ai`).
fn slug(page: &Url) -> Option<String> {
    let last = page
        .path_segments()
        .and_then(|mut parts| parts.rfind(|part| !part.is_empty()));
    if let Some(last) = last {
        return Some(last.to_owned());
    }
    let host = page.host_str()?;
    let own = host.strip_prefix("status.").unwrap_or(host);
    matches!(page.host(), Some(url::Host::Domain(_))).then(|| own.replace('.', "-"))
}

/// The feeds that a web page names in its head, on its own host.
pub(super) fn feeds_in(page: &Url, html: &[u8]) -> Vec<Url> {
    let head = html.get(..HEAD_BYTES.min(html.len())).unwrap_or_default();
    let head = String::from_utf8_lossy(head);
    let links = head.split("<link").skip(1);
    let tags = links.filter_map(|rest| rest.split('>').next());
    let is_feed = |tag: &&str| {
        let feeds = ["application/rss+xml", "application/atom+xml"];
        feeds.iter().any(|kind| tag.contains(kind))
    };
    let address = |tag: &str| {
        let value = tag.split_once("href=")?.1;
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let value = value.get(1..)?.split(quote).next()?;
        page.join(&value.replace("&amp;", "&")).ok()
    };
    let own = |url: &Url| matches!(url.scheme(), "http" | "https") && url.host() == page.host();
    let found = tags.filter(is_feed).filter_map(address).filter(own);
    found.take(FEEDS).collect()
}
