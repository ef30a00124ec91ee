//! Results against the bars that DESIGN sets.

use std::process::ExitCode;

/// A table that is printed as it grows.
pub(crate) struct Table {
    missed: usize,
}

/// What was measured of one thing.
#[derive(Default)]
pub(crate) struct Row {
    pub(crate) measure: &'static str,
    pub(crate) ours: String,
    pub(crate) baseline: String,
    pub(crate) ratio: String,
    /// The figure and the most that it may be.
    pub(crate) bar: Option<(f64, f64)>,
}

impl Table {
    pub(crate) fn start(title: &str) -> Self {
        println!("\n{title}\n");
        line(["measure", "ours", "baseline", "ratio", "bar", ""]);
        Self { missed: 0 }
    }

    pub(crate) fn add(&mut self, row: Row) {
        let (bar, verdict) = match row.bar {
            None => (String::new(), ""),
            Some((figure, most)) if figure <= most => (format!("≤ {most}"), "ok"),
            Some((_, most)) => {
                self.missed += 1;
                (format!("≤ {most}"), "MISSED")
            }
        };
        line([row.measure, &row.ours, &row.baseline, &row.ratio, &bar, verdict]);
    }

    /// Fails when a bar was missed.
    pub(crate) fn end(self) -> ExitCode {
        println!();
        if self.missed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }
}

fn line([measure, ours, baseline, ratio, bar, verdict]: [&str; 6]) {
    println!("{measure:<52} {ours:>10} {baseline:>10} {ratio:>7} {bar:>8} {verdict}");
}
