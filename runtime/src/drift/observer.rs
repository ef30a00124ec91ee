//! Who is told, and what was told already.

use super::found::Kinds;
use super::{Drift, DriftKind, Watch};
use crate::credentials::Credentials;
use crate::error::blotted;
use crate::meta::Meta;
use crate::value::Secret;
use crate::value::secret::MASK;
use std::collections::HashMap;
use std::fmt;
use std::sync::{Mutex, PoisonError};

/// Paths are cut here: keys of maps can be of any length.
const LONGEST_PATH: usize = 300;

/// An observer that writes a warning with `tracing`, target `exbind`, and goes on.
pub fn log(drift: &Drift) {
    let Drift { endpoint, path, kind, .. } = drift;
    tracing::warn!(target: "exbind", endpoint, path, drift = %kind, "an answer differs from its spec");
}

/// The observer of a client and its clones.
pub(crate) struct Observer {
    tell: Box<dyn Fn(&Drift) + Send + Sync>,
    told: Mutex<HashMap<&'static str, Kinds>>,
}

impl Observer {
    pub(crate) fn new(tell: impl Fn(&Drift) + Send + Sync + 'static) -> Self {
        Self { tell: Box::new(tell), told: Mutex::default() }
    }

    fn tell(&self, drift: &Drift) {
        let is_new = {
            let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
            told.entry(drift.endpoint).or_default().add(drift)
        };
        if is_new {
            (self.tell)(drift);
        }
    }
}

impl fmt::Debug for Observer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Observer").finish_non_exhaustive()
    }
}

/// An observer, and what must not reach it of a call.
pub(crate) struct Watcher<'a> {
    pub(crate) observer: &'a Observer,
    pub(crate) meta: &'static Meta,
    pub(crate) credentials: Option<&'a Credentials>,
    /// Those that were sent.
    pub(crate) secrets: &'a [Secret],
}

impl Watcher<'_> {
    pub(crate) fn watch(&self) -> Watch {
        Watch::new(self.meta.id, self.meta.envelope)
    }

    /// Tells what was found.
    pub(crate) fn tell(&self, watch: Watch) {
        for mut drift in watch.found.0 {
            drift.path = self.shown(&drift.path).chars().filter(|c| !c.is_control()).take(LONGEST_PATH).collect();
            if let DriftKind::UnknownValue { value } = &mut drift.kind {
                *value = if self.meta.secret_answer { MASK.to_owned() } else { self.shown(value) };
            }
            self.observer.tell(&drift);
        }
    }

    fn shown(&self, text: &str) -> String {
        blotted(text, self.credentials, self.secrets)
    }
}
