//! The labels that divide a page, as headings or as lines of their own.

/// What follows a label.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// Method and path.
    Http,
    /// Hosts.
    Address,
    /// The table of parameters.
    Request,
    /// The example request.
    RequestExample,
    /// The table of the answer.
    Response,
    /// The example answer.
    ResponseExample,
    /// What the endpoint is for.
    Description,
    /// What is the same on all pages.
    Boilerplate,
}

/// Labels, in lower case.
const LABELS: &[(&str, Part)] = &[
    ("authentication", Part::Boilerplate),
    ("description", Part::Description),
    ("http request", Part::Http),
    ("request", Part::RequestExample),
    ("request address", Part::Address),
    ("request example", Part::RequestExample),
    ("request parameter", Part::Request),
    ("request parameters", Part::Request),
    ("response", Part::ResponseExample),
    ("response example", Part::ResponseExample),
    ("success example", Part::ResponseExample),
    ("push parameters", Part::Response),
    ("response description", Part::Response),
    ("response parameter", Part::Response),
    ("response parameters", Part::Response),
    ("return parameter", Part::Response),
    ("return parameters", Part::Response),
];

/// What a heading's text announces.
pub(super) fn of_heading(text: &str) -> Option<Part> {
    let text = text.trim().trim_end_matches([':', '：']).trim_end().to_ascii_lowercase();
    LABELS.iter().find(|(label, _)| *label == text).map(|(_, part)| *part)
}

/// What a line announces that is a label and nothing else.
pub(super) fn of_line(line: &str) -> Option<Part> {
    let line = line.trim();
    let plain = line.len() < 24 && !line.ends_with([':', '：']);
    of_heading(line).filter(|_| plain)
}
