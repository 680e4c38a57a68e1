//! All five lamps as a person sees them, on a light and on a dark panel. Each is left as a picture
//! in the build's temporary directory, to be looked at.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use aldis_core::present::tray::Lamp as Lit;
use aldis_lab::{
    ComponentStatus, Fault, Impact, IncidentPhase, Lab, Maintenance, MaintenancePhase, Part, Post,
    Vendor,
};

use crate::process::{Lamp, break_chatgpt, lab};
use crate::session::{Panel, Session};
use crate::wait::{equal, until};

const SOON: Duration = Duration::from_secs(60);

async fn picture(session: &Session, due: Lit, name: &str) {
    until(name, SOON, async || {
        equal(session.screen().lamp(), &Some(due))
    })
    .await;
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("lamp-{name}.png"));
    session.screen().look().top_right(200, 32).save(&path);
}

fn post(phase: IncidentPhase, impact: Impact, status: ComponentStatus) -> Post {
    Post {
        incident: "one".to_owned(),
        phase,
        title: Some("Conversations".to_owned()),
        text: "We are looking into it.".to_owned(),
        impact: Some(impact),
        components: BTreeMap::from([("Conversations".to_owned(), status)]),
    }
}

fn work() -> Maintenance {
    Maintenance {
        maintenance: "one".to_owned(),
        phase: MaintenancePhase::InProgress,
        title: Some("New database".to_owned()),
        text: "Chats may be slow.".to_owned(),
        components: vec!["Conversations".to_owned()],
    }
}

async fn refuse_everything(lab: &Lab) {
    for part in Part::all() {
        lab.set(part, Fault::Refuse).await.unwrap();
    }
}

async fn every_lamp_on(panel: Panel, word: &str) {
    let (session, lab) = (Session::desktop(panel).await, lab().await);
    let mut lamp = Lamp::start(&session, &lab);
    picture(&session, Lit::Well, &format!("{word}-well")).await;

    let degraded = ComponentStatus::DegradedPerformance;
    let minor = post(IncidentPhase::Identified, Impact::Minor, degraded);
    lab.post(Vendor::OpenAi, minor).unwrap();
    picture(
        &session,
        Lit::SomethingOff,
        &format!("{word}-something-off"),
    )
    .await;

    lab.wipe_pages();
    picture(&session, Lit::Well, &format!("{word}-well-again")).await;
    lab.maintain(Vendor::OpenAi, work()).unwrap();
    picture(&session, Lit::Maintenance, &format!("{word}-maintenance")).await;

    lab.wipe_pages();
    break_chatgpt(&lab).await;
    picture(&session, Lit::Outage, &format!("{word}-outage")).await;

    refuse_everything(&lab).await;
    picture(&session, Lit::CannotSee, &format!("{word}-cannot-see")).await;
    assert!(lamp.terminate().await.success());
}

#[tokio::test]
async fn every_lamp_stands_out_on_a_dark_panel() {
    every_lamp_on(Panel::Dark, "dark").await;
}

#[tokio::test]
async fn every_lamp_stands_out_on_a_light_panel() {
    every_lamp_on(Panel::Light, "light").await;
}
