//! Answers from cassettes.

use super::CassetteError;
use super::fit::Features;
use super::format::Asked;
use super::mask::Mask;
use super::tape::{Recorded, Tape};
use crate::transport::{Answer, Fault, Request, Sending, Transport, TransportError};
use std::fmt;
use std::fs::File;
use std::future::ready;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tracing::warn;

/// Answers calls from a cassette. See the [module](super).
///
/// Clones share what was used up, so that one can be given to a client and another be asked about it.
#[derive(Clone)]
pub struct Replay {
    shared: Arc<Shared>,
    /// Of each recorded call, what is compared.
    features: Arc<[Features]>,
    ignored: Vec<String>,
    after_last: AfterLast,
}

/// What becomes of a request that was sent more often than it was recorded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AfterLast {
    /// It is not answered: the test does something that the recorded run did not.
    #[default]
    Fail,
    /// It is answered as it was the last time: for calls that poll.
    Repeat,
}

struct Shared {
    cassette: String,
    tape: Tape,
    /// Which of its calls were replayed.
    used: Mutex<Vec<bool>>,
}

impl Replay {
    /// Reads a cassette.
    ///
    /// # Errors
    ///
    /// When the file cannot be read or is no cassette of today's format. A last line that was only half written, as a
    /// crash leaves it, is left out; see [`Replay::is_torn`].
    pub fn open(path: impl AsRef<Path>) -> Result<Self, CassetteError> {
        let cassette = path.as_ref().display().to_string();
        match File::open(path) {
            Ok(file) => Self::read(cassette, &mut BufReader::new(file)),
            Err(source) => Err(CassetteError::Unreadable { cassette, source }),
        }
    }

    /// Takes the text of a cassette, as `include_str!` gives it.
    ///
    /// # Errors
    ///
    /// When it is no cassette of today's format.
    pub fn from_text(text: &str) -> Result<Self, CassetteError> {
        Self::read(super::NAMELESS.to_owned(), &mut text.as_bytes())
    }

    fn read(cassette: String, source: &mut dyn BufRead) -> Result<Self, CassetteError> {
        let tape = Tape::read(&cassette, source)?;
        if tape.torn {
            warn!(target: "exbind", cassette, "the last line of a cassette is only half there and was left out");
        }
        let used = Mutex::new(vec![false; tape.calls.len()]);
        let features = features(&tape, &[]);
        let shared = Arc::new(Shared { cassette, tape, used });
        Ok(Self { shared, features, ignored: Vec::new(), after_last: AfterLast::default() })
    }

    /// What becomes of a request that was sent more often than it was recorded. It fails unless set.
    #[must_use]
    pub fn after_last(mut self, choice: AfterLast) -> Self {
        self.after_last = choice;
        self
    }

    /// Leaves a parameter out when requests are compared: one that is different each time, such as a client order id
    /// or a time. The name is the exchange's, and counts at any depth.
    #[must_use]
    pub fn ignoring(mut self, name: impl Into<String>) -> Self {
        self.ignored.push(name.into());
        self.features = features(&self.shared.tape, &self.ignored);
        self
    }

    /// The recorded calls that were not replayed yet, in words. A test that expects all of them ends with this list
    /// being empty.
    pub fn unused(&self) -> Vec<String> {
        let used = self.used();
        let unused = self.shared.tape.calls.iter().zip(&*used).filter(|(_, used)| !**used);
        unused.map(|(call, _)| call.to_string()).collect()
    }

    /// Whether the last line was only half there, and was left out.
    pub fn is_torn(&self) -> bool {
        self.shared.tape.torn
    }

    fn used(&self) -> MutexGuard<'_, Vec<bool>> {
        self.shared.used.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn answer(&self, request: &Request) -> Result<Answer, TransportError> {
        let asked = Asked::new(request, &Mask::of(request));
        let found = self.take(&asked).map_err(|reason| TransportError::new(Fault::Unsendable).because(reason))?;
        match &found.outcome {
            Ok(answer) if answer.body.len() > request.max_answer_bytes => Err(TransportError::new(Fault::TooLarge)),
            Ok(answer) => Ok(answer.clone()),
            Err(failure) => Err(failure.to_error()),
        }
    }

    /// The next call that fits, or why there is none.
    fn take(&self, asked: &Asked) -> Result<&Recorded, String> {
        let features = Features::of(asked, &self.ignored);
        let fitting = || (0..self.features.len()).filter(|index| self.features[*index] == features);
        let mut used = self.used();
        let index = match (fitting().find(|index| !used[*index]), fitting().next_back()) {
            (Some(next), _) => next,
            (None, Some(last)) if self.after_last == AfterLast::Repeat => last,
            (None, Some(_)) => return Err(self.used_up(asked, fitting().count())),
            (None, None) => return Err(self.unknown(asked, &features)),
        };
        used[index] = true;
        Ok(&self.shared.tape.calls[index])
    }

    fn used_up(&self, asked: &Asked, times: usize) -> String {
        let cassette = &self.shared.cassette;
        let times = if times == 1 { "once".to_owned() } else { format!("{times} times") };
        format!(
            "{asked} was recorded {times} in {cassette} and is sent once more; record it as often as it is sent, or \
             replay with AfterLast::Repeat"
        )
    }

    fn unknown(&self, asked: &Asked, features: &Features) -> String {
        let cassette = &self.shared.cassette;
        let calls = self.shared.tape.calls.iter().zip(&*self.features);
        match calls.min_by_key(|(_, recorded)| recorded.distance(features)) {
            Some((nearest, recorded)) => {
                let differences = recorded.told_differences(features);
                format!("{asked} is not recorded in {cassette}; the nearest is {nearest}: {differences}")
            }
            None => format!("{asked} is not recorded in {cassette}, which holds no calls at all"),
        }
    }
}

fn features(tape: &Tape, ignored: &[String]) -> Arc<[Features]> {
    tape.calls.iter().map(|call| Features::of(&call.request, ignored)).collect()
}

impl Transport for Replay {
    fn send(&self, request: Request) -> Sending<'_> {
        Box::pin(ready(self.answer(&request)))
    }
}

impl fmt::Debug for Replay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Replay")
            .field("cassette", &self.shared.cassette)
            .field("recorded", &self.shared.tape.calls.len())
            .field("after_last", &self.after_last)
            .field("ignored", &self.ignored)
            .finish_non_exhaustive()
    }
}
