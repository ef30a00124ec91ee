//! A folder of specs in memory, into which pages are imported.

use crate::sheet::{Rendering, Sheet};
use exbind_codegen::drift::{self, Finding, Severity};
use exbind_codegen::import::{self, Report};
use exbind_codegen::model::Model;
use exbind_codegen::page::{self, Page};
use exbind_codegen::{Specs, check, understand};
use std::collections::BTreeMap;

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

/// Specs as they stand.
#[derive(Clone)]
pub(crate) struct Shelf {
    pub(crate) files: BTreeMap<String, String>,
}

pub(crate) fn read(sheet: &Sheet, rendering: Rendering) -> Page {
    let text = sheet.render(rendering);
    page::read("orders.md", &text).unwrap_or_else(|error| panic!("{rendering:?}: {error:?}\n{text}"))
}

impl Shelf {
    pub(crate) fn new() -> Self {
        let glossary = "clientOid: Own id.\nendId: Last id.\nlimit: Page size.\nnote: A note.\norderId: Id.\norders: Orders.\n\
                        price: Price.\nside: Side.\nstate: State.\nsymbol: Pair.\ntags: Tags.\n";
        let files = [("acme/exchange.yaml", EXCHANGE), ("acme/fields.yaml", glossary)];
        Self { files: files.map(|(path, text)| (path.to_owned(), text.to_owned())).into() }
    }

    /// With the spec that a page gives.
    pub(crate) fn of(sheet: &Sheet, rendering: Rendering) -> Self {
        let mut shelf = Self::new();
        shelf.import(&[read(sheet, rendering)]);
        shelf
    }

    pub(crate) fn specs(&self) -> Specs {
        Specs::new(self.files.iter().map(|(path, text)| (path.clone(), text.clone().into_bytes())))
    }

    fn model(&self) -> Model {
        understand(&self.specs()).unwrap()
    }

    /// Imports pages and tells what was told.
    pub(crate) fn import(&mut self, pages: &[Page]) -> Report {
        let imported = import::import(&self.specs(), &self.model().exchanges[0], pages, Some("mix/order"));
        self.files.extend(imported.texts);
        imported.report
    }

    pub(crate) fn findings(&self, pages: &[Page]) -> Vec<Finding> {
        drift::compare(pages, &self.model().exchanges[0]).findings
    }

    /// Severity and name of each difference.
    pub(crate) fn drift(&self, pages: &[Page]) -> Vec<(Severity, String)> {
        self.findings(pages).iter().map(|finding| (finding.severity, finding.name())).collect()
    }

    pub(crate) fn endpoint(&mut self) -> &mut String {
        self.files.get_mut("acme/mix/order/open_orders.yaml").unwrap()
    }

    /// Everything that is wrong with the specs.
    pub(crate) fn wrong(&self) -> String {
        check(&self.specs()).err().map(|invalid| invalid.to_string()).unwrap_or_default()
    }
}
