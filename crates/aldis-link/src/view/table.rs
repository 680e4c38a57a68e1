//! Incidents as a table for spreadsheets: one a row, times as RFC 3339 UTC, names of CONTRACTS.md.

use serde::Serialize;

use super::{Confidence, Health, Incident};

#[derive(Serialize)]
struct Row<'i> {
    id: &'i str,
    service: &'i str,
    name: String,
    worst: Health,
    confidence: Confidence,
    source: &'i str,
    began: &'i str,
    ended: Option<&'i str>,
    minutes: Option<u64>,
    title: String,
    lead: Option<&'i str>,
}

/// The table, with a line of names at its top.
pub fn csv(incidents: &[Incident]) -> Result<String, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for incident in incidents {
        writer.serialize(Row {
            id: &incident.id,
            service: &incident.service,
            name: plain(&incident.name),
            worst: incident.worst,
            confidence: incident.confidence,
            source: &incident.source,
            began: &incident.began,
            ended: incident.ended.as_deref(),
            minutes: minutes(incident),
            title: plain(&incident.title),
            lead: incident.lead.as_deref(),
        })?;
    }
    let bytes = writer.into_inner().map_err(|error| error.into_error())?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// How long it lasted; nothing where nobody saw it begin, or it has not ended.
fn minutes(incident: &Incident) -> Option<u64> {
    if incident.worked_before.is_some() {
        return None;
    }
    let at = aldis_core::Timestamp::parse;
    let length = at(incident.ended.as_ref()?)?.since(at(&incident.began)?);
    Some(length.as_secs() / 60)
}

/// A spreadsheet takes what begins like this for a formula.
fn plain(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    format!("{}{text}", if formula { "'" } else { "" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_with_commas_and_a_formula_stay_one_plain_field() {
        let incident = |name: &str| Incident {
            id: "x-1".to_owned(),
            service: "x".to_owned(),
            name: name.to_owned(),
            worst: Health::MajorOutage,
            health: Health::Operational,
            confidence: Confidence::Confirmed,
            confidence_words: String::new(),
            source: "both".to_owned(),
            title: format!("{name} was down"),
            began: "2026-11-22T10:00:00Z".to_owned(),
            ended: Some("2026-11-22T10:38:30Z".to_owned()),
            worked_before: None,
            awaited: false,
            lead: None,
            affected: vec![],
            official: vec![],
            timeline: vec![],
        };
        let table = csv(&[incident("A, \"B\""), incident("=1+1")]).unwrap();
        let mut reader = csv::Reader::from_reader(table.as_bytes());
        let rows: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>().unwrap();
        assert_eq!(&rows[0][2], "A, \"B\"");
        assert_eq!((&rows[0][3], &rows[0][8]), ("major_outage", "38"));
        assert_eq!(&rows[1][2], "'=1+1");
    }
}
