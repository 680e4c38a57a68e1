//! Tests: what is said of the vendor's own page.

use super::sample::*;
use super::sentences::{HEALTHS, table};
use crate::evidence::Outcome;
use crate::health::Health;
use crate::page::{IncidentPhase, PageError};
use crate::snapshot::{OfficialStatus, PageTrouble};

#[test]
fn the_vendors_page() {
    let mut all = HEALTHS.map(official).to_vec();
    let mut told = official(Health::MajorOutage);
    told.incidents = vec![
        page_incident(IncidentPhase::Resolved),
        page_incident(IncidentPhase::Monitoring),
    ];
    all.push(told);
    let errors = [
        PageError::Empty,
        PageError::Html { expected: "JSON" },
        PageError::NotThisFormat {
            expected: "statuspage",
            why: "line 1".into(),
        },
        PageError::Missing {
            field: "status".into(),
        },
        PageError::UnknownValue {
            field: "status".into(),
            value: "wobbly".into(),
        },
    ];
    let mut troubles = errors.map(PageTrouble::Unreadable).to_vec();
    troubles.push(PageTrouble::Unreachable(Outcome::Refused));
    troubles.push(PageTrouble::Platform { name: "Statuspage" });
    troubles.push(PageTrouble::Frozen {
        since: minutes_ago(180),
    });
    troubles.push(PageTrouble::Unreachable(Outcome::Answered { status: 404 }));
    for trouble in troubles {
        for read_at in [Some(minutes_ago(14)), None] {
            all.push(OfficialStatus {
                read_at,
                trouble: Some(trouble.clone()),
                ..official(Health::Unknown)
            });
        }
    }
    for url in [Some("https://status.example/".to_owned()), None] {
        all.push(OfficialStatus {
            read_at: None,
            url,
            ..official(Health::Unknown)
        });
    }
    let numbered = all.iter().enumerate().map(|(number, _)| number);
    let table = table(numbered, |words, number| words.official(&all[*number], NOW));
    insta::assert_snapshot!(table);
}
