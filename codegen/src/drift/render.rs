//! Findings for people and for programs.

use super::{Drift, Finding, Severity};
use crate::json::{Json, quoted};
use std::fmt::Write;

/// Findings as text: by severity and endpoint.
pub fn text(drift: &Drift) -> String {
    let mut text = String::new();
    let mut last = None;
    for finding in &drift.findings {
        if last != Some((finding.severity, &finding.endpoint)) {
            let gap = if last.is_some() { "\n" } else { "" };
            let spec = if finding.spec.is_empty() { String::new() } else { format!(" ({})", finding.spec) };
            let _ = writeln!(text, "{gap}{}  {}{spec}", finding.severity, finding.endpoint);
            last = Some((finding.severity, &finding.endpoint));
        }
        let _ = writeln!(text, "    {}", line(finding));
    }
    text
}

/// A finding in a line.
pub fn line(finding: &Finding) -> String {
    let place = match (finding.page.as_str(), finding.line) {
        ("", _) => String::new(),
        (page, 0) => format!("  [{page}]"),
        (page, line) => format!("  [{page}:{line}]"),
    };
    format!("{}: page: {}; spec: {}{place}", finding.name(), finding.page_says, finding.spec_says)
}

/// What it comes to, in a line.
pub fn summary(drift: &Drift) -> String {
    let count = |severity| drift.findings.iter().filter(|finding| finding.severity == severity).count();
    let departures = match drift.departures {
        0 => String::new(),
        1 => "; 1 difference is meant".to_owned(),
        count => format!("; {count} differences are meant"),
    };
    let pages = drift.pages;
    match drift.findings.len() {
        0 => format!("no drift in {pages} pages{departures}"),
        all => {
            let [breaks, look, gains] = [Severity::Breaks, Severity::Look, Severity::Gains].map(count);
            format!("{all} in {pages} pages: {breaks} break, {look} to look at, {gains} gains{departures}")
        }
    }
}

/// Findings as JSON: an object with a list of them and counts.
pub fn json(drift: &Drift) -> String {
    let text = |text: &str| Json::Text(text.to_owned());
    let number = |number: usize| Json::Number(number.to_string());
    let mut out = String::from("{\n  \"findings\": [");
    for (index, finding) in drift.findings.iter().enumerate() {
        let members = [
            ("severity", text(&finding.severity.to_string())),
            ("kind", text(&finding.kind.to_string())),
            ("name", text(&finding.name())),
            ("endpoint", text(&finding.endpoint)),
            ("spec", text(&finding.spec)),
            ("at", text(&finding.at)),
            ("page_says", text(&finding.page_says)),
            ("spec_says", text(&finding.spec_says)),
            ("page", text(&finding.page)),
            ("line", number(finding.line)),
        ];
        let members: Vec<String> = members.iter().map(|(key, value)| format!("{}: {value}", quoted(key))).collect();
        let comma = if index == 0 { "" } else { "," };
        let _ = write!(out, "{comma}\n    {{{}}}", members.join(", "));
    }
    let end = if drift.findings.is_empty() { "" } else { "\n  " };
    let _ = writeln!(out, "{end}],\n  \"pages\": {},\n  \"departures\": {}\n}}", drift.pages, drift.departures);
    out
}
