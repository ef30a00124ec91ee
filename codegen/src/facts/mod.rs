//! What a page says of an endpoint, its tables and examples taken together.
//!
//! Where the two differ, the wire wins: names and JSON kinds are the example's, since that is what arrives.

mod merge;

use crate::json::Json;
use crate::model::{Envelope, Method};
use crate::page::{Page, Row};

/// What a page says of parameters and of the answer.
#[derive(Clone, Debug)]
pub struct Facts {
    /// The parameters.
    pub params: Vec<Fact>,
    /// Whether the body is a list of them rather than an object.
    pub whole_body: bool,
    /// The members of the whole answer.
    pub answer: Vec<Fact>,
    /// Where table and example differ.
    pub differences: Vec<Difference>,
}

/// What a page says of a parameter or field.
#[derive(Clone, Debug)]
pub struct Fact {
    /// Wire name.
    pub name: String,
    /// Its row, where the table has one.
    pub row: Option<Row>,
    /// Its values in the example; `null`, `""` and `[]` among them.
    pub samples: Vec<Json>,
    /// What it is made of.
    pub shape: Shape,
}

/// What a value is made of.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// Nothing tells.
    Unknown,
    /// One value.
    Scalar,
    /// An object with these members.
    Object(Vec<Fact>),
    /// A list of what is the same throughout.
    List(Box<Shape>),
    /// A list of fixed places.
    Tuple(Vec<Fact>),
}

/// Rows repeat their texts: what matters is what they are about.
impl PartialEq for Fact {
    fn eq(&self, other: &Self) -> bool {
        (&self.name, &self.samples, &self.shape) == (&other.name, &other.samples, &other.shape)
    }
}

/// A place where table and example differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The line of the row; 0 where there is none.
    pub line: usize,
    /// The parameter or field.
    pub at: String,
    /// What the table says and what the example shows.
    pub text: String,
}

impl Facts {
    /// Takes the facts out of a page.
    pub fn of(page: &Page) -> Self {
        let mut differences = Vec::new();
        let (bodies, whole_body) = match &page.request_example {
            Some(Json::List(items)) => (items.iter().collect(), true),
            Some(body) => (vec![body], false),
            None => (Vec::new(), false),
        };
        let params = merge::members(&page.request, &bodies, "request", &mut differences);
        // A request's example is often copied from elsewhere, so its table decides which parameters there are.
        let params = if page.request.is_empty() { params } else { keep_rows(params, &mut differences) };
        let answers: Vec<&Json> = page.response_example.iter().collect();
        let answer = merge::members(&page.response, &answers, "response", &mut differences);
        Self { params, whole_body, answer, differences }
    }

    /// What stands in an envelope: the answer itself.
    pub fn payload(&self, envelope: &Envelope) -> Shape {
        match &envelope.data {
            Some(data) => {
                let fact = self.answer.iter().find(|fact| fact.name == *data);
                fact.map_or(Shape::Unknown, |fact| fact.shape.clone())
            }
            None => Shape::Object(self.answer.iter().filter(|fact| !envelope.has(&fact.name)).cloned().collect()),
        }
    }
}

fn keep_rows(params: Vec<Fact>, differences: &mut Vec<Difference>) -> Vec<Fact> {
    let (kept, strangers): (Vec<Fact>, Vec<Fact>) = params.into_iter().partition(|fact| fact.row.is_some());
    differences.extend(strangers.into_iter().map(|fact| {
        Difference {
            line: 0,
            at: format!("request.{}", fact.name),
            text:
                "stands in the example only; left out, since examples of requests are often those of another endpoint"
                    .to_owned(),
        }
    }));
    kept
}

impl Envelope {
    /// Whether a field of a whole answer belongs to the envelope.
    pub(crate) fn has(&self, name: &str) -> bool {
        let success = self.success.iter().map(|(field, _)| field);
        let mut fields =
            success.chain(&self.code).chain(&self.message).chain(&self.data).chain(&self.time).chain(&self.other);
        fields.any(|field| field == name)
    }
}

impl Fact {
    /// The values that say something.
    pub fn telling(&self) -> impl Iterator<Item = &Json> {
        self.samples.iter().filter(|sample| tells(sample))
    }

    /// The line of its row; 0 where there is none.
    pub fn line(&self) -> usize {
        self.row.as_ref().map_or(0, |row| row.line)
    }
}

/// Whether a value says something: it is not `null`, also where that was put into quotes, and no `***` in place of one.
fn tells(json: &Json) -> bool {
    let blank = |text: &str| text == "null" || text.chars().all(|c| matches!(c, '*' | 'x' | 'X'));
    !json.is_nothing() && !json.text().is_some_and(blank)
}

/// Whether a call of this method sends a body.
pub fn sends_body(method: Method) -> bool {
    matches!(method, Method::Post | Method::Put)
}
