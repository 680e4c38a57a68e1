//! The fixtures, the recorded pages, and the service they are judged for.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use aldis_core::Health;
use aldis_core::catalogue::{Capability, Catalogue, Part, ServiceId, StatusSource};
use aldis_core::page::{self, Format, Verdict};

pub(super) struct Fixture {
    pub(super) name: String,
    pub(super) bytes: Vec<u8>,
}

impl Fixture {
    pub(super) fn severity(&self) -> &str {
        self.name.split('-').nth(1).unwrap()
    }
}

/// The source tree, from whichever package of it this is built.
fn root() -> &'static Path {
    let above = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors();
    let is_root = |folder: &&Path| folder.join("tests/fixtures").is_dir();
    above.skip(1).find(is_root).unwrap()
}

pub(super) fn fixtures(format: Format) -> Vec<Fixture> {
    let folder = root().join("tests/fixtures/page").join(format.word());
    let mut fixtures: Vec<Fixture> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            Fixture {
                name,
                bytes: std::fs::read(path).unwrap(),
            }
        })
        .collect();
    fixtures.sort_by(|a, b| a.name.cmp(&b.name));
    fixtures
}

pub(super) fn readable() -> Vec<(Format, Fixture)> {
    let all = Format::ALL
        .into_iter()
        .flat_map(|format| fixtures(format).into_iter().map(move |one| (format, one)));
    all.filter(|(format, fixture)| page::parse(*format, &fixture.bytes).is_ok())
        .collect()
}

/// Those that can be read and do not say that the service works.
pub(super) fn no_good_news() -> Vec<(Format, Fixture)> {
    readable()
        .into_iter()
        .filter(|(format, fixture)| !is_good_news(*format, &fixture.bytes))
        .collect()
}

/// The chat of the fixtures' vendor: its main part, images and sign-in.
pub(super) fn source(format: Format) -> StatusSource {
    let (chat, images, login) = match format {
        Format::Statuspage => ("harborchat00", "harborimages", "harborlogin0"),
        Format::Instatus => (
            "clharborchat0000000000001",
            "clharborimages00000000002",
            "clharborlogin000000000003",
        ),
        Format::BetterStack => ("8475065", "8475066", "8475067"),
        Format::StatusIo => (
            "533c6539221ae15e3f0000c1",
            "533c6539221ae15e3f0000c2",
            "533c6539221ae15e3f0000c3",
        ),
        Format::Google => (
            "Harb0rChatProductAAA",
            "Harb0rImagesProductA",
            "Harb0rLoginProductAA",
        ),
        Format::Aws => (
            "harbor-us-west-2",
            "harbor-images-us-west-2",
            "harbor-login-us-west-2",
        ),
        Format::Checkly => (
            "c4869a5a-054c-4c1b-88d1-00000000c0a7",
            "c4869a5a-054c-4c1b-88d1-0000000000a9",
            "c4869a5a-054c-4c1b-88d1-000000000109",
        ),
        Format::Datadog => (
            "9fb5ccff-e128-455a-be20-0000000000c1",
            "9fb5ccff-e128-455a-be20-0000000000c2",
            "9fb5ccff-e128-455a-be20-0000000000c3",
        ),
        Format::Flashcat => (
            "01KY4HARB0RCHAT0000000000C",
            "01KY4HARB0R1MAGES00000000C",
            "01KY4HARB0RL0G1N000000000C",
        ),
        Format::Alibaba => ("harbor-chat", "harbor-images", "harbor-login"),
        Format::Cachet | Format::UptimeKuma => ("4711", "4712", "4713"),
        Format::Gatus => ("web_harbor-chat", "web_images", "web_sign-in"),
        // It knows no components.
        Format::Rootly => ("Harbor chat", "Images", "Sign-in"),
        Format::MicrosoftPosts | Format::AzureRss | Format::Rss | Format::Atom => {
            ("Harbor chat", "Images", "Sign-in")
        }
        Format::IncidentIo | Format::IncidentIoWidget | Format::IncidentIoNative => (
            "01HARB0R000000000000000CHA",
            "01HARB0R000000000000000IMG",
            "01HARB0R000000000000000LG1",
        ),
    };
    let capability = |capability| Part::Capability(capability);
    StatusSource {
        components: BTreeMap::from([
            (Part::Main, vec![chat.to_owned()]),
            (capability(Capability::Images), vec![images.to_owned()]),
            (capability(Capability::Login), vec![login.to_owned()]),
        ]),
        ..StatusSource::new(format, "http://127.0.0.1/".parse().unwrap())
    }
}

pub(super) fn judge(format: Format, bytes: &[u8]) -> Option<Verdict> {
    page::parse(format, bytes)
        .ok()
        .map(|report| page::verdict(&report, &source(format)))
}

pub(super) fn is_good_news(format: Format, bytes: &[u8]) -> bool {
    judge(format, bytes).is_some_and(|verdict| verdict.health == Health::Operational)
}

/// The recorded pages of a format: beside this tree, or where `ALDIS_SHARED` says.
pub(super) fn recorded(format: &str) -> Option<PathBuf> {
    let beside = root().join("../shared");
    let shared = std::env::var_os("ALDIS_SHARED").map_or(beside, PathBuf::from);
    let folder = shared.join("recorded").join(format);
    if !folder.is_dir() {
        println!("skipped: no recorded pages beside this tree");
        return None;
    }
    Some(folder)
}

pub(super) fn verdict_of(file: &Path, format: Format, service: &str) -> Verdict {
    let report = page::parse(format, &std::fs::read(file).unwrap()).unwrap();
    let catalogue = Catalogue::embedded();
    let service = catalogue.service(&ServiceId::new(service)).unwrap();
    page::verdict(&report, &service.status[0])
}
