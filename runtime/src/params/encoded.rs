//! Parameters as they are signed and sent.

use crate::value::Secret;
use crate::value::secret::hidden;
use std::borrow::Cow;
use std::fmt;

/// The finished parameters.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Encoded {
    /// The path, its parameters filled in.
    pub path: Cow<'static, str>,
    /// The query without `?`, percent-encoded; empty where there is none.
    pub query: String,
    /// The JSON body; empty where there is none.
    pub body: String,
    /// The secrets that it holds, longest first: none hides a part of another.
    pub(crate) secrets: Vec<Secret>,
}

impl fmt::Debug for Encoded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [path, query, body] = [&*self.path, &self.query, &self.body].map(|text| hidden(text, &self.secrets));
        f.debug_struct("Encoded").field("path", &path).field("query", &query).field("body", &body).finish()
    }
}
