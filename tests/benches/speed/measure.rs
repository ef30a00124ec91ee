//! CPU time per call, on a machine that others use as well.

use cpu_time::ThreadTime;
use std::time::Duration;

const ROUNDS: u32 = 60;
const WARM_UP: u32 = 5;

/// Nanoseconds per call of two ways to do the same.
pub(crate) struct Pair {
    pub(crate) ours: f64,
    pub(crate) baseline: f64,
    /// Our best round, for bars that are no ratio: what others do on the machine only adds.
    pub(crate) best: f64,
    /// The median of the rounds' ratios: what disturbs a round disturbs both sides of it.
    pub(crate) ratio: f64,
}

/// Measures batches of calls in turns. Both ways prepare a batch and give what runs it, which alone is measured, and
/// on this thread.
pub(crate) fn in_turns<O: FnOnce(), B: FnOnce()>(
    batch: u32,
    mut ours: impl FnMut(u32) -> O,
    mut baseline: impl FnMut(u32) -> B,
) -> Pair {
    let mut rounds = Vec::new();
    for round in 0..WARM_UP + ROUNDS {
        let pair = (cpu_time(batch, ours(batch)), cpu_time(batch, baseline(batch)));
        if round >= WARM_UP {
            rounds.push(pair);
        }
    }
    Pair {
        ours: median(rounds.iter().map(|(ours, _)| *ours)),
        baseline: median(rounds.iter().map(|(_, baseline)| *baseline)),
        best: rounds.iter().map(|(ours, _)| *ours).fold(f64::INFINITY, f64::min),
        ratio: median(rounds.iter().map(|(ours, baseline)| ours / baseline)),
    }
}

fn cpu_time(batch: u32, run: impl FnOnce()) -> f64 {
    let start = ThreadTime::now();
    run();
    nanos(start.elapsed()) / f64::from(batch)
}

pub(crate) fn nanos(time: Duration) -> f64 {
    time.as_secs_f64() * 1e9
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
