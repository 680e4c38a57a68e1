//! A second opinion on good news, written without a look at the parsers: is this a whole document that
//! says that the service works? It is far more lenient than they are, but for one thing: it believes
//! no silence, no half document and no foreign one.

use aldis_core::catalogue::Part;
use aldis_core::page::Format;
use serde_json::Value;

use crate::fixture::source;

type Said = Result<(), &'static str>;

/// Whether `document` says that the service of the fixtures works; if not, what it lacks.
pub fn says_so(format: Format, document: &[u8]) -> Said {
    let text = text(document);
    let main = &source(format).components[&Part::Main][0];
    match format {
        Format::AzureRss => azure(&text),
        Format::Rss => feed(&text, "rss", "item", main),
        Format::Atom => feed(&text, "feed", "entry", main),
        _ => {
            let json = serde_json::from_str(&text).map_err(|_| "it is no JSON document")?;
            json_says_so(format, &json, main, document)
        }
    }
}

fn json_says_so(format: Format, json: &Value, main: &str, bytes: &[u8]) -> Said {
    let component = |key: &str, good: &[&str]| {
        some_says(json, &|object| {
            is(object, "id", main) && words_in(object, key, good)
        })
    };
    match format {
        Format::Statuspage => component("status", &["operational"]),
        Format::IncidentIo => component("status", &["operational"])
            .or_else(|_| widget(json, main))
            .or_else(|_| native(json, main)),
        Format::IncidentIoWidget => widget(json, main),
        Format::IncidentIoNative => native(json, main),
        // With nothing wrong its summary is the page's word alone.
        Format::Instatus if is(&json["page"], "status", "UP") => Ok(()),
        Format::Instatus => component("status", &["OPERATIONAL"]),
        Format::BetterStack => some_says(json, &|object| {
            let status = shown(&object["attributes"]["status"]);
            is(object, "id", main) && status.eq_ignore_ascii_case("operational")
        }),
        Format::Rootly => some_says(json, &|object| {
            is(object, "indicator", "none") || is(object, "status", "resolved")
        }),
        Format::StatusIo => component("status_code", &["100"]),
        Format::Google => every_event(json, main, ("affected_products", "id"), "end"),
        Format::Aws => aws(json, main, bytes),
        Format::AzureRss | Format::Rss | Format::Atom => Err("it is no feed"),
        Format::MicrosoftPosts => some_says(json, &|object| {
            let names = ["ServiceDisplayName", "ServiceWorkloadName"];
            names.iter().any(|name| is(object, name, main)) && microsoft_is_well(object)
        }),
        Format::Checkly => some_says(json, &|object| {
            let days = object["days"].as_array();
            let well = |event: &Value| is(event, "lastUpdateStatus", "RESOLVED");
            let mut events = days
                .into_iter()
                .flatten()
                .flat_map(|day| list(day, "events"));
            is(object, "id", main) && days.is_some() && events.all(well)
        }),
        Format::Datadog => component("status", &["operational"]),
        Format::Flashcat => flashcat(json, main),
        Format::Alibaba if json["success"] != Value::Bool(true) => Err("it is no success"),
        Format::Alibaba => every_event(&json["data"], main, ("products", "code"), "endTime"),
        Format::Cachet => some_says(json, &|object| {
            let entry = get(object, "attributes").unwrap_or(object);
            let status = get(&entry["status"], "value").unwrap_or(&entry["status"]);
            is(object, "id", main) && shown(status) == "1"
        }),
        Format::UptimeKuma => some_says(json, &|object| {
            list(object, main)
                .iter()
                .any(|beat| words_in(beat, "status", &["1"]))
        }),
        Format::Gatus => some_says(json, &|object| {
            is(object, "key", main)
                && list(object, "results")
                    .iter()
                    .any(|it| it["success"] == Value::Bool(true))
        }),
    }
}

/// The widget lists what is wrong and nothing else: it has to be one, and to list nothing of ours.
fn widget(json: &Value, main: &str) -> Said {
    let Some(ongoing) = json["ongoing_incidents"].as_array() else {
        return Err("it has no list of what is going on");
    };
    if !json["in_progress_maintenances"].is_array() {
        return Err("it has no list of maintenance");
    }
    let is_ours = |part: &Value| is(part, "id", main) && is_bad(part, "current_status");
    let bad = ongoing
        .iter()
        .flat_map(|it| list(it, "affected_components"))
        .any(is_ours);
    if bad {
        Err("an incident names it")
    } else {
        Ok(())
    }
}

fn native(json: &Value, main: &str) -> Said {
    let page = get(json, "summary").unwrap_or(json);
    let lists = ["affected_components", "ongoing_incidents"];
    if !lists.iter().all(|key| page[*key].is_array()) {
        return Err("it has no list of what is affected or going on");
    }
    let is_ours = |part: &Value| is(part, "component_id", main) && is_bad(part, "status");
    if list(page, "affected_components").iter().any(is_ours) {
        return Err("it is said to be affected");
    }
    some_says(page, &|object| {
        is(object, "id", main) || is(object, "component_id", main)
    })
}

/// A history: not empty, and whatever in it names the service, or nobody, has ended.
fn every_event(events: &Value, main: &str, (products, id): (&str, &str), end: &str) -> Said {
    let Some(events) = events.as_array().filter(|events| !events.is_empty()) else {
        return Err("it has no history");
    };
    let concerns = |event: &&Value| {
        let named = list(event, products);
        match get(event, "service_key") {
            Some(key) if named.is_empty() => [main, "zall"].contains(&shown(key).as_str()),
            _ => named.is_empty() || named.iter().any(|it| shown(it) == main || is(it, id, main)),
        }
    };
    let open = events
        .iter()
        .filter(concerns)
        .any(|event| event[end].is_null());
    if open {
        Err("something open concerns it")
    } else {
        Ok(())
    }
}

fn aws(json: &Value, main: &str, bytes: &[u8]) -> Said {
    let Some(events) = json.as_array() else {
        return Err("it is no list");
    };
    if events.is_empty() && !matches!(bytes, [0xFE, 0xFF, ..] | [0xFF, 0xFE, ..]) {
        return Err("anybody's list may be empty");
    }
    let is_open = |event: &&Value| !words_in(event, "status", &["0"]);
    let concerns = |event: &Value| match event["impacted_services"].get(main) {
        Some(ours) => !words_in(ours, "current", &["0"]),
        None => is(event, "service", main) && list_is_empty(&event["impacted_services"]),
    };
    let bad = events.iter().filter(is_open).any(concerns);
    if bad {
        Err("an event names it")
    } else {
        Ok(())
    }
}

fn list_is_empty(members: &Value) -> bool {
    members.as_object().is_none_or(|members| members.is_empty())
}

fn microsoft_is_well(post: &Value) -> bool {
    let word = shown(&post["Status"])
        .replace(char::is_whitespace, "")
        .to_lowercase();
    let good = [
        "available",
        "operational",
        "falsepositive",
        "restored",
        "resolved",
        "mitigated",
        "published",
    ];
    good.iter().any(|end| word.ends_with(end))
}

fn flashcat(json: &Value, main: &str) -> Said {
    if let Some(overall) = get(json, "overall") {
        let is_ours = |part: &Value| is(part, "id", main) && is_bad(part, "status");
        let mut named = list(json, "ongoing_incidents")
            .iter()
            .flat_map(|it| list(it, "affected_components"));
        return if !is(overall, "status", "operational") {
            Err("it does not call itself operational")
        } else if named.any(is_ours) {
            Err("an incident names it")
        } else {
            Ok(())
        };
    }
    let data = &json["data"];
    let is_main = |part: &Value| is(part, "component_id", main);
    if !list(&data["page"], "components").iter().any(is_main) {
        return Err("the page does not list it");
    }
    if !data["active_changes"].is_array() {
        return Err("it has no list of changes");
    }
    let over = ["resolved", "postmortem", "completed", "scheduled"];
    let goes_on = |change: &&Value| !words_in(change, "status", &over);
    let bad = |part: &Value| is_main(part) && is_bad(part, "status");
    let changes = list(data, "active_changes").iter().filter(goes_on);
    let is_named = changes
        .flat_map(|it| list(it, "affected_components"))
        .any(bad);
    if is_named {
        Err("a change names it")
    } else {
        Ok(())
    }
}

/// Azure's feed lists what is wrong and nothing else.
fn azure(text: &str) -> Said {
    let elements = elements(text)?;
    if elements.first().is_none_or(|root| root.name != "rss") {
        return Err("it is no RSS");
    }
    let mut titles = elements.iter().filter(|it| it.name == "title");
    if !titles.any(|title| letters(&title.text).contains("azure")) {
        return Err("it is not Azure's");
    }
    if !elements.iter().any(|it| it.name == "lastBuildDate") {
        return Err("it does not say of when it is");
    }
    Ok(())
}

/// Any other feed is a history: not empty, and something in it has ended if a title names the service.
/// Which entries belong together is not understood here.
fn feed(text: &str, root: &str, item: &str, main: &str) -> Said {
    let elements = elements(text)?;
    if elements.first().is_none_or(|first| first.name != root)
        || !elements.iter().any(|it| it.name == item)
    {
        return Err("it lists nothing");
    }
    let ends = [
        "resolved",
        "recovered",
        "fixed",
        "closed",
        "operatingnormally",
        "mortem",
        "complete",
        "incidentreview",
        "scheduled",
        "planned",
        "notstarted",
        "已恢复",
        "已解决",
    ];
    let start = format!("[{}]", main.to_lowercase());
    let mut titles = elements
        .iter()
        .filter(|it| it.name == "title" && it.parent == item);
    let named = titles.any(|title| title.text.trim().to_lowercase().starts_with(&start));
    let has_ended = |said: &str| ends.iter().any(|end| said.contains(end));
    let ended =
        has_ended(&text.to_lowercase()) || elements.iter().any(|it| has_ended(&letters(&it.text)));
    if named && !ended {
        return Err("something names it and nothing has ended");
    }
    Ok(())
}

/// An element, what it stands in, and the text right in it, references as they are written.
struct Element<'t> {
    name: &'t str,
    parent: &'t str,
    text: String,
}

/// All elements, if each that begins also ends, in turn.
fn elements(text: &str) -> Result<Vec<Element<'_>>, &'static str> {
    let (mut all, mut open): (Vec<Element>, Vec<usize>) = (Vec::new(), Vec::new());
    let mut rest = text;
    while let Some((before, tag)) = rest.split_once('<') {
        let special = [("!--", "-->"), ("![CDATA[", "]]>"), ("?", "?>"), ("!", ">")];
        let special = special.iter().find(|(start, _)| tag.starts_with(start));
        let (inner, after) = match special {
            Some((start, end)) => tag[start.len()..].split_once(end),
            None => end_of_tag(tag).map(|at| (&tag[..at], &tag[at + 1..])),
        }
        .ok_or("a tag is cut off")?;
        rest = after;
        if let Some(at) = open.last() {
            all[*at].text.push_str(before);
        }
        if let Some((start, _)) = special {
            if let (Some(at), "![CDATA[") = (open.last(), *start) {
                all[*at].text.push_str(inner);
            }
            continue;
        }
        if let Some(closing) = inner.strip_prefix('/') {
            let begun = open.pop().map(|at| all[at].name);
            if begun != Some(name_of(closing)) {
                return Err("its elements are not nested");
            }
        } else {
            let parent = open.last().map_or("", |at| all[*at].name);
            if !inner.ends_with('/') {
                open.push(all.len());
            }
            all.push(Element {
                name: name_of(inner),
                parent,
                text: String::new(),
            });
        }
    }
    if open.is_empty() {
        Ok(all)
    } else {
        Err("it is cut off")
    }
}

/// What a person would read of it, small: no markup, and of the characters only letters and digits.
fn letters(text: &str) -> String {
    let html = text.replace("&lt;", "<").replace("&gt;", ">");
    let pieces = html
        .split('<')
        .enumerate()
        .map(|(at, piece)| match piece.split_once('>') {
            Some((_, after)) if at > 0 => after,
            Some(_) | None => piece,
        });
    let shown = pieces.collect::<String>().to_lowercase();
    shown.chars().filter(|c| c.is_alphanumeric()).collect()
}

fn name_of(tag: &str) -> &str {
    let end = tag.find(|c: char| c.is_whitespace() || c == '/');
    end.map_or(tag, |end| &tag[..end])
}

/// Where a tag ends: at the first `>` that no quotes hold.
fn end_of_tag(tag: &str) -> Option<usize> {
    let mut quote = None;
    tag.char_indices().find_map(|(at, c)| {
        match (quote, c) {
            (None, '>') => return Some(at),
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), _) if open == c => quote = None,
            (None | Some(_), _) => {}
        }
        None
    })
}

fn some_says(value: &Value, is_it: &dyn Fn(&Value) -> bool) -> Said {
    fn any(value: &Value, is_it: &dyn Fn(&Value) -> bool) -> bool {
        match value {
            Value::Object(members) => is_it(value) || members.values().any(|it| any(it, is_it)),
            Value::Array(items) => items.iter().any(|it| any(it, is_it)),
            _ => false,
        }
    }
    if any(value, is_it) {
        Ok(())
    } else {
        Err("nothing in it says so")
    }
}

fn is(object: &Value, key: &str, text: &str) -> bool {
    object.get(key).is_some_and(|value| shown(value) == text)
}

fn words_in(object: &Value, key: &str, words: &[&str]) -> bool {
    object
        .get(key)
        .is_some_and(|value| words.contains(&shown(value).as_str()))
}

/// What is there; some write what is not as null, and incident.io as undefined.
fn get<'v>(object: &'v Value, key: &str) -> Option<&'v Value> {
    let is_there = |value: &&Value| !value.is_null() && value.as_str() != Some("$undefined");
    object.get(key).filter(is_there)
}

/// Whether there is a word and it is no good one.
fn is_bad(object: &Value, key: &str) -> bool {
    get(object, key).is_some_and(|value| shown(value) != "operational")
}

fn list<'v>(value: &'v Value, key: &str) -> &'v [Value] {
    value
        .get(key)
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}

fn shown(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), |text| text.trim().to_owned())
}

/// The text, by its byte-order mark or the width of its first character.
fn text(bytes: &[u8]) -> String {
    let wide = |rest: &[u8], unit: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = rest
            .as_chunks::<2>()
            .0
            .iter()
            .map(|pair| unit(*pair))
            .collect();
        String::from_utf16_lossy(&units)
    };
    match bytes {
        [0xFE, 0xFF, rest @ ..] => wide(rest, u16::from_be_bytes),
        [0xFF, 0xFE, rest @ ..] => wide(rest, u16::from_le_bytes),
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        [0, second, ..] if *second != 0 => wide(bytes, u16::from_be_bytes),
        [first, 0, ..] if *first != 0 => wide(bytes, u16::from_le_bytes),
        _ => String::from_utf8_lossy(bytes).into_owned(),
    }
}
