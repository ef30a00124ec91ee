//! The importer over 800 synthetic pages: read, drafted and checked; then what they give, generated.

use super::measure::nanos;
use super::sheet::{Item, RENDERINGS, Sheet, Word, item, sheet};
use super::support::Fallible;
use super::support::table::Row;
use cpu_time::ProcessTime;
use exbind_codegen::import::import;
use exbind_codegen::page::{self, Page};
use exbind_codegen::{Options, Specs, generate, understand};
use std::time::{Duration, Instant};

const PAGES: usize = 800;
/// The best one counts: others use the machine as well.
const RUNS: usize = 5;

/// As many rows as the exchanges' pages have: 16 on average.
const MORE: [&str; 4] = ["askPrice", "openTime", "baseVolume", "remark"];

const EXCHANGE: &str = r#"title: Acme
doc: https://acme.example/docs
signing: bitget
services:
  api: { main: "https://api.acme.example" }
envelopes:
  standard:
    success: { field: code, values: ["00000"] }
    code: [code]
    message: [msg]
    data: data
    time: requestTime
"#;

pub(crate) fn rows() -> Fallible<[Row; 2]> {
    let texts: Vec<String> =
        (0..PAGES).map(|number| sheet_of(number).render(RENDERINGS[number % RENDERINGS.len()])).collect();
    let empty = || Specs::new([("acme/exchange.yaml".to_owned(), EXCHANGE.as_bytes().to_vec())]);
    let mut best = [Duration::MAX; 2];
    for _ in 0..RUNS {
        let start = ProcessTime::now();
        let pages: Result<Vec<Page>, _> = texts.iter().map(|text| page::read("page.md", text)).collect();
        let pages = pages.map_err(|error| format!("{error:?}"))?;
        let pages: Vec<Page> = pages.into_iter().enumerate().map(numbered).collect();
        let model = understand(&empty()).map_err(|invalid| invalid.to_string())?;
        let imported = import(&empty(), &model.exchanges[0], &pages, None);
        best[0] = best[0].min(start.elapsed());
        assert_eq!(imported.texts.len(), PAGES, "{}", imported.report.summary());
        let files = imported.texts.into_iter().map(|(path, text)| (path, text.into_bytes()));
        let specs = Specs::new(files.chain([("acme/exchange.yaml".to_owned(), EXCHANGE.as_bytes().to_vec())]));
        // Generating takes several threads, and it is the wait that counts.
        let start = Instant::now();
        let model = understand(&specs).map_err(|invalid| invalid.to_string())?;
        assert!(generate(&model, &Options::library()).len() > PAGES);
        best[1] = best[1].min(start.elapsed());
    }
    let row = |measure, time: Duration, most| {
        let seconds = nanos(time) / 1e9;
        Row { measure, ours: format!("{seconds:.3} s"), bar: Some((seconds, most)), ..Row::default() }
    };
    Ok([
        row("import and check 800 pages (best of 5)", best[0], 2.0),
        row("generate what they give (best of 5)", best[1], 1.0),
    ])
}

/// Reports tell pages apart by their files.
fn numbered((number, page): (usize, Page)) -> Page {
    Page { file: format!("page-{number}.md"), ..page }
}

fn sheet_of(number: usize) -> Sheet {
    let path: &'static str = format!("/api/v2/section-{}/thing-{number}", number / 40).leak();
    let more = MORE.map(|name| -> Item { item(name, Word::Text, r#""1.5""#) });
    let plain = Sheet { path, ..sheet() };
    plain.with_params(|params| params.extend(more.clone())).with_fields(|fields| fields.extend(more))
}
