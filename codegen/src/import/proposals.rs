//! Parts of a draft that it does as well without: paging, which is guessed by names, and examples, which pages often
//! have from another endpoint.

use crate::diagnostic::{Diagnostic, Rule};

const EXAMPLES: &[Rule] = &[Rule::ExampleJson, Rule::ExampleField, Rule::ExampleType, Rule::ExampleMissing];
const LEAD: &str = "\nexamples:\n  - ";

/// Drops the parts of a draft's text that are wrong, and tells which; none when something else is wrong as well.
pub(super) fn drop(text: &mut String, found: &[&Diagnostic]) -> Option<&'static str> {
    let paging = |found: &&&Diagnostic| found.rule == Rule::Paging;
    let example = |found: &&&Diagnostic| EXAMPLES.contains(&found.rule);
    if found.iter().any(|found| !paging(&found) && !example(&found)) {
        return None;
    }
    if found.iter().any(|found| paging(&found)) {
        let start = text.find("\npaging: ")?;
        let end = text[start + 1..].find('\n').map_or(text.len(), |end| start + 1 + end);
        text.replace_range(start..end, "");
        return Some("paging");
    }
    drop_example(text, found)
}

fn drop_example(text: &mut String, found: &[&Diagnostic]) -> Option<&'static str> {
    let lead = text.find(LEAD)?;
    let request = lead + LEAD.len();
    let response = text[request..].find("    response: |\n").map(|at| request + at);
    Some(match response.filter(|_| text[request..].starts_with("request:")) {
        Some(response) if found.iter().all(|found| found.place.start < response) => {
            text.replace_range(request..response + "    ".len(), "");
            "the example request"
        }
        Some(response) if found.iter().all(|found| found.place.start >= response) => {
            text.truncate(response);
            "the example answer"
        }
        _ => {
            text.truncate(lead);
            "the examples"
        }
    })
}
