//! Writes cassettes.

use super::CassetteError;
use super::format::{Exchange, Header, LONGEST_LINE};
use super::tape::check_header;
use crate::transport::{Answer, Fault, Request, Sending, Transport, TransportError};
use std::fmt;
use std::fs::File;
use std::io::{self, BufReader, Read as _, Seek as _, SeekFrom, Write};
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::time::Instant;
use tracing::warn;

/// Writes down what clients send and what comes back: a cassette. See the [module](super).
///
/// Clones write to the same cassette, and any number of clients may. A line is written when a call is over, by one
/// write to the file and under a lock, so that lines never mix. That write blocks the thread for as long as the
/// system takes to copy the line; what the system holds back is not waited for.
#[derive(Clone)]
pub struct Recorder {
    shared: Arc<Shared>,
}

struct Shared {
    cassette: String,
    state: Mutex<State>,
}

struct State {
    /// `None` when the recording is over.
    sink: Option<Box<dyn Write + Send>>,
    recorded: u64,
    /// The first thing that went wrong.
    problem: Option<CassetteError>,
}

impl Recorder {
    /// Starts a new cassette. A file of this name is replaced.
    ///
    /// # Errors
    ///
    /// [`CassetteError::Unwritable`], when the file cannot be made.
    pub fn create(path: impl AsRef<Path>) -> Result<Self, CassetteError> {
        let cassette = path.as_ref().display().to_string();
        match File::create(path) {
            Ok(file) => Self::start(cassette, Box::new(file)),
            Err(source) => Err(CassetteError::Unwritable { cassette, recorded: 0, source }),
        }
    }

    /// Continues a cassette, or starts it. A last line that was only half written is cut off.
    ///
    /// # Errors
    ///
    /// When the file cannot be made or written, and when it is something else than a cassette of today's format.
    pub fn append(path: impl AsRef<Path>) -> Result<Self, CassetteError> {
        let cassette = path.as_ref().display().to_string();
        let unwritable = |source| CassetteError::Unwritable { cassette: cassette.clone(), recorded: 0, source };
        let mut file = File::options().read(true).append(true).create(true).open(path).map_err(unwritable)?;
        if file.metadata().map_err(unwritable)?.len() == 0 {
            return Self::start(cassette, Box::new(file));
        }
        check_header(&cassette, &mut BufReader::new(&file))?;
        cut_half_line(&mut file).map_err(unwritable)?;
        Ok(Self::with(cassette, Box::new(file)))
    }

    /// Starts a cassette in whatever takes bytes: memory, a compressor. It is given whole lines, and flushed after
    /// each.
    ///
    /// # Errors
    ///
    /// [`CassetteError::Unwritable`], when it does not take the first line.
    pub fn to_writer(writer: impl Write + Send + 'static) -> Result<Self, CassetteError> {
        Self::start(super::NAMELESS.to_owned(), Box::new(writer))
    }

    /// Ends the recording and tells how many calls were recorded. What clients call from now on is not.
    ///
    /// # Errors
    ///
    /// The first thing that went wrong with writing, once. It was also a warning in `tracing`; the calls themselves
    /// were not disturbed.
    pub fn finish(&self) -> Result<u64, CassetteError> {
        let mut state = self.state();
        state.sink = None;
        match state.problem.take() {
            Some(problem) => Err(problem),
            None => Ok(state.recorded),
        }
    }

    fn start(cassette: String, mut sink: Box<dyn Write + Send>) -> Result<Self, CassetteError> {
        match write(&mut *sink, &format!("{}\n", Header::line())) {
            Ok(()) => Ok(Self::with(cassette, sink)),
            Err(source) => Err(CassetteError::Unwritable { cassette, recorded: 0, source }),
        }
    }

    fn with(cassette: String, sink: Box<dyn Write + Send>) -> Self {
        let state = State { sink: Some(sink), recorded: 0, problem: None };
        Self { shared: Arc::new(Shared { cassette, state: Mutex::new(state) }) }
    }

    /// A transport whose calls are recorded.
    pub(crate) fn around(&self, transport: Arc<dyn Transport>) -> Arc<dyn Transport> {
        Arc::new(Recording { transport, recorder: self.clone() })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.shared.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn record(&self, exchange: &Exchange) {
        let line = exchange.line();
        if let Some(problem) = self.state().write(&self.shared.cassette, &line) {
            warn!(target: "exbind", error = %problem, "a cassette is not complete");
        }
    }
}

impl State {
    /// Writes a line. Gives a copy of the problem if it is the first.
    fn write(&mut self, cassette: &str, line: &str) -> Option<String> {
        let sink = self.sink.as_mut()?;
        let cassette = cassette.to_owned();
        let problem = if line.len() > LONGEST_LINE {
            CassetteError::TooLong { cassette, bytes: line.len() }
        } else if let Err(source) = write(&mut **sink, line) {
            // The line may be there in part: nothing can follow it.
            self.sink = None;
            CassetteError::Unwritable { cassette, recorded: self.recorded, source }
        } else {
            self.recorded += 1;
            return None;
        };
        if self.problem.is_some() {
            return None;
        }
        Some(self.problem.insert(problem).to_string())
    }
}

fn write(sink: &mut dyn Write, line: &str) -> io::Result<()> {
    sink.write_all(line.as_bytes())?;
    sink.flush()
}

/// Cuts off what stands behind the last end of a line.
fn cut_half_line(file: &mut File) -> io::Result<()> {
    const STEP: u64 = 64 << 10;
    let mut end = file.seek(SeekFrom::End(0))?;
    while end > 0 {
        let start = end.saturating_sub(STEP);
        file.seek(SeekFrom::Start(start))?;
        let mut part = Vec::new();
        file.take(end - start).read_to_end(&mut part)?;
        if let Some(at) = part.iter().rposition(|byte| *byte == b'\n') {
            return file.set_len(start + at as u64 + 1);
        }
        end = start;
    }
    // A header whose end is missing.
    file.write_all(b"\n")
}

impl fmt::Debug for Recorder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let recorded = self.state().recorded;
        f.debug_struct("Recorder").field("cassette", &self.shared.cassette).field("recorded", &recorded).finish()
    }
}

/// A transport whose calls are recorded.
struct Recording {
    transport: Arc<dyn Transport>,
    recorder: Recorder,
}

impl Transport for Recording {
    fn send(&self, request: Request) -> Sending<'_> {
        if self.recorder.state().sink.is_none() {
            return self.transport.send(request);
        }
        Box::pin(async move {
            let mut taken =
                Taken { recorder: &self.recorder, request: request.clone(), start: Instant::now(), over: false };
            let outcome = self.transport.send(request).await;
            taken.over(outcome.as_ref());
            outcome
        })
    }
}

/// A call being recorded. One that is given up, because its time is over or nobody wants it any more, is recorded as
/// one that nobody answered in time: this is what the caller is told.
struct Taken<'r> {
    recorder: &'r Recorder,
    request: Request,
    start: Instant,
    over: bool,
}

impl Taken<'_> {
    fn over(&mut self, outcome: Result<&Answer, &TransportError>) {
        self.over = true;
        self.recorder.record(&Exchange::new(&self.request, outcome, self.start.elapsed()));
    }
}

impl Drop for Taken<'_> {
    fn drop(&mut self) {
        if !self.over {
            self.over(Err(&TransportError::new(Fault::TimedOut)));
        }
    }
}
