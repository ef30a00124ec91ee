//! A spec to change.

use exbind_codegen::diagnostic::Place;
use exbind_codegen::drift::{Change, ListAt};
use exbind_codegen::facts::{Fact, Shape};
use exbind_codegen::import::{Edits, FieldText};
use similar::{ChangeTag, TextDiff};
use std::collections::BTreeMap;
use std::sync::Arc;

/// An endpoint with what editing must not touch: comments in all places, quotes, both styles.
pub(crate) const ENDPOINT: &str = r##"# About the whole.
summary: Places an order.   # behind the summary
doc: https://acme.example/docs/place#body
method: POST
path: '/v1/place'
access: trade
effect: write
rate_limit: { requests: 5, per: 1s, by: uid } # quick

# About the parameters.
request:
  # About the symbol.
  - { name: symbol, type: string, required: true } # behind the symbol
  - { name: side, type: Side, about: "Which way # it: trades." }

  # About the price.
  - name: price   # behind the price's name
    type: decimal
    # within the price
    min: 0
    about: |
      First line # no comment.

      Last line.
  - name: "size"
    type: "decimal"
    required: true # behind required
  - { name: note, type: string, default: 'none', about: What it is for. }

response: Order # behind the answer

types:
  # About the order.
  Order:
    about: An order.
    fields:
      - { name: id, type: string, required: true }
      - { name: side, type: Side }
      # At the end of the fields.
  Side:
    enum:
      buy: It buys.
      "sell": { rust: Sell, about: It sells. } # behind sell
  Flow: { about: In brackets., fields: [{ name: a, type: string }, { name: b, type: string }] }
  Word: { enum: { open: It opens., close: } }
# The end.
"##;

/// Types that endpoints share.
pub(crate) const TYPES: &str = r#"# About the file.
Level:
  - { name: price, type: decimal }
  - { name: size, type: decimal }

Step:
  about: A step.
  tuple:
    - { name: at, type: timestamp, required: true } # the only one

State:
  enum:
    "1": { rust: Open, about: It is open. }
    "2": { rust: Closed, about: It is closed. }
"#;

/// A spec that is changed.
pub(crate) struct Bench {
    pub(crate) file: Arc<str>,
    /// As it was.
    pub(crate) before: String,
    pub(crate) texts: BTreeMap<Arc<str>, String>,
    edits: Edits,
    /// How facts are written, where it matters.
    pub(crate) written: FieldText,
}

impl Bench {
    pub(crate) fn new(file: &str, text: &str) -> Self {
        let file: Arc<str> = file.into();
        let written = FieldText { keys: vec![("type", "string".to_owned())], types: Vec::new() };
        let texts = BTreeMap::from([(file.clone(), text.to_owned())]);
        Self { file, before: text.to_owned(), texts, edits: Edits::default(), written }
    }

    pub(crate) fn endpoint() -> Self {
        Self::new("acme/orders/place_order.yaml", ENDPOINT)
    }

    pub(crate) fn types() -> Self {
        Self::new("acme/types.yaml", TYPES)
    }

    /// Sets how facts are written.
    pub(crate) fn writing(mut self, keys: &[(&'static str, &str)], types: &[(&str, &str)]) -> Self {
        let owned = |text: &str| text.to_owned();
        let keys = keys.iter().map(|(key, value)| (*key, owned(value))).collect();
        self.written = FieldText { keys, types: types.iter().map(|(name, body)| (owned(name), owned(body))).collect() };
        self
    }

    /// Where a text stands in the spec as it was.
    pub(crate) fn at(&self, text: &str) -> Place {
        let start = self.before.find(text).unwrap();
        Place::new(&self.file, start..start + text.len())
    }

    /// Where the name of a parameter or field stood; of several, the first.
    pub(crate) fn field(&self, name: &str) -> Place {
        let whole = ["", "\""]
            .iter()
            .flat_map(|quote| [",", " ", "\n", "\r"].map(|end| format!("name: {quote}{name}{quote}{end}")).to_vec());
        let start = whole.filter_map(|text| self.before.find(&text)).min().unwrap() + "name: ".len();
        Place::new(&self.file, start..start + name.len())
    }

    pub(crate) fn request(&self) -> ListAt {
        ListAt::Request(Place::file(&self.file))
    }

    pub(crate) fn ty(&self, name: &str) -> ListAt {
        ListAt::Type(self.name(name))
    }

    /// Where the name of a type stood.
    pub(crate) fn name(&self, name: &str) -> Place {
        let start = self.before.find(&format!("{name}:")).unwrap();
        Place::new(&self.file, start..start + name.len())
    }

    pub(crate) fn apply(&mut self, change: &Change) -> Result<(), String> {
        let written = self.written.clone();
        let file = self.edits.apply(&mut self.texts, change, &mut |_| written.clone())?;
        assert_eq!(file, self.file);
        Ok(())
    }

    /// Makes a change and tells which lines it changed.
    pub(crate) fn change(&mut self, change: &Change) -> String {
        self.apply(change).unwrap();
        self.diff()
    }

    pub(crate) fn text(&self) -> &str {
        &self.texts[&self.file]
    }

    /// The lines that changed since the beginning.
    pub(crate) fn diff(&self) -> String {
        let diff = TextDiff::from_lines(self.before.as_str(), self.text());
        let changed = diff.iter_all_changes().filter_map(|change| match change.tag() {
            ChangeTag::Equal => None,
            tag => Some(format!("{tag}{}", change.value())),
        });
        changed.collect()
    }
}

pub(crate) fn fact(name: &str) -> Box<Fact> {
    Box::new(Fact { name: name.to_owned(), row: None, samples: Vec::new(), shape: Shape::Scalar })
}

pub(crate) fn add(list: ListAt, after: Option<&str>, name: &str) -> Change {
    Change::Add { list, after: after.map(str::to_owned), fact: fact(name) }
}

pub(crate) fn set(place: Place, key: &'static str, value: Option<&str>) -> Change {
    Change::Set(place, key, value.map(str::to_owned))
}
