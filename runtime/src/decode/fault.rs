//! Why JSON could not be read, and where.

use std::fmt;

const MISSING: &str = "a value is missing here";

/// Why JSON could not be read, with the JSON path of the value.
///
/// A failing value reports only its reason; each list and object that the fault passes on its way out puts its own
/// segment in front. This costs nothing until something fails.
#[derive(Clone, PartialEq, Eq)]
pub struct Fault(Box<(String, String)>);

impl Fault {
    #[cold]
    pub(crate) fn new(reason: impl Into<String>) -> Self {
        Self(Box::new((String::new(), reason.into())))
    }

    /// Nothing stands where a value must be.
    #[cold]
    pub(crate) fn missing() -> Self {
        Self::new(MISSING)
    }

    pub(crate) fn is_missing(&self) -> bool {
        self.reason() == MISSING
    }

    /// Puts `.key` in front of the path.
    #[cold]
    pub(crate) fn in_field(mut self, key: &str) -> Self {
        self.0.0 = format!(".{key}{}", self.0.0);
        self
    }

    /// Puts `[index]` in front of the path.
    #[cold]
    pub(crate) fn in_item(mut self, index: usize) -> Self {
        self.0.0 = format!("[{index}]{}", self.0.0);
        self
    }

    /// Where, from the start of what was read: `$.data[3].price`.
    pub fn path(&self) -> String {
        format!("${}", self.0.0)
    }

    /// What was expected, and what was found.
    pub fn reason(&self) -> &str {
        &self.0.1
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (path, reason) = &*self.0;
        if path.is_empty() { f.write_str(reason) } else { write!(f, "at ${path}: {reason}") }
    }
}

impl fmt::Debug for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for Fault {}

/// A message of serde_json without line and column, which count from the start of a part.
pub(super) fn without_position(message: &str) -> &str {
    message.rfind(" at line ").map_or(message, |end| &message[..end])
}

/// A reason without what stood there, which may be a secret. No reason tells that but behind these words.
pub(crate) fn without_finding(reason: &str) -> &str {
    reason.find(", found ").map_or(reason, |end| &reason[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn segments_are_put_in_front() {
        let fault = Fault::new("expected a decimal").in_field("price").in_item(3).in_field("data");
        assert_eq!(fault.to_string(), "at $.data[3].price: expected a decimal");
        assert_eq!((fault.path().as_str(), fault.reason()), ("$.data[3].price", "expected a decimal"));
        assert_eq!(Fault::new("no path").to_string(), "no path");
    }
}
