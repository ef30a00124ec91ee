//! A fact → the type that a spec gives it, from the values that are shown, the words around them, and what the name
//! means in other specs.

use super::FieldText;
use super::bounds;
use super::known::{Known, all_visible, enum_with};
use super::names::{singular, type_name, variant_name};
use super::told;
use crate::drift::fits;
use crate::facts::{Fact, Shape};
use crate::json::Json;
use crate::model::{Exchange, Form, Type};
use crate::page::{Claims, Word};
use std::collections::BTreeSet;

/// Where facts are made into fields.
pub(super) struct Refiner<'e> {
    pub(super) exchange: &'e Exchange,
    pub(super) known: &'e Known,
    /// The folder of the spec, from the specs folder.
    pub(super) folder: String,
    /// Type names that cannot be given again.
    pub(super) taken: BTreeSet<String>,
    /// What new types are named after when their own name is taken.
    pub(super) endpoint: String,
    /// Parameters, or the fields of an answer.
    pub(super) sent: bool,
    /// Whether parameters travel in a JSON body, where their form shows.
    pub(super) in_body: bool,
    /// Enums that this endpoint has already: values and name.
    pub(super) enums: Vec<bounds::Enum>,
    /// What was decided without being told, and why: the field, and the reason.
    pub(super) guesses: Vec<(String, String)>,
}

/// A type, what form it has on the wire, and why.
pub(super) struct Choice {
    ty: String,
    form: Option<Form>,
    guess: Option<&'static str>,
}

impl Choice {
    pub(super) fn told(ty: &str) -> Self {
        Self { ty: ty.to_owned(), form: None, guess: None }
    }

    pub(super) fn guessed(ty: &str, why: &'static str) -> Self {
        Self { guess: Some(why), ..Self::told(ty) }
    }
}

impl Refiner<'_> {
    /// The entry of a field.
    pub(super) fn field(&mut self, fact: &Fact, at: &str) -> FieldText {
        let at = if at.is_empty() { fact.name.clone() } else { format!("{at}.{}", fact.name) };
        let mut text = FieldText::default();
        let choice = self.choose(fact, &fact.shape, &at, &mut text.types);
        if let Some(why) = choice.guess {
            self.guesses.push((at.clone(), format!("taken for `{}`: {why}", choice.ty)));
        }
        let required = if self.sent { demanded(fact) } else { identifies(fact) };
        text.keys.push(("type", choice.ty.clone()));
        if required {
            text.keys.push(("required", "true".to_owned()));
        }
        if let Some(form) = choice.form {
            text.keys.push(("as", form_word(form).to_owned()));
        }
        if self.sent
            && let Some(row) = &fact.row
        {
            bounds::write(&row.claims, &choice.ty, required, self.exchange, &self.enums, &mut text);
        }
        // The page's own words are not taken.
        if fact.row.as_ref().is_some_and(|row| row.claims.deprecated.is_some()) {
            text.keys.push(("deprecated", "The exchange's document calls it deprecated.".to_owned()));
        }
        text
    }

    fn choose(&mut self, fact: &Fact, shape: &Shape, at: &str, types: &mut Vec<(String, String)>) -> Choice {
        match shape {
            Shape::Object(facts) if facts.is_empty() => Choice::guessed("json", "its members are not told"),
            Shape::Object(facts) => Choice::told(&self.object(&fact.name, facts, at, types)),
            Shape::List(inner) => {
                let item = Fact { name: singular(&fact.name), samples: items(fact), ..fact.clone() };
                let inner = self.choose(&item, inner, at, types);
                Choice { ty: format!("list<{}>", inner.ty), ..inner }
            }
            Shape::Tuple(places) => Choice::told(&self.tuple(&fact.name, places, at, types)),
            Shape::Scalar | Shape::Unknown => self.scalar(fact, at, types),
        }
    }

    /// Defines a type for an object and gives its name.
    pub(super) fn object(&mut self, name: &str, facts: &[Fact], at: &str, types: &mut Vec<(String, String)>) -> String {
        let name = self.name(name, at);
        let place = types.len();
        let body = self.lines(facts, at, types);
        types.insert(place, (name.clone(), body));
        name
    }

    fn tuple(&mut self, name: &str, places: &[Fact], at: &str, types: &mut Vec<(String, String)>) -> String {
        let name = self.name(name, at);
        let place = types.len();
        let body = self.lines(places, at, types);
        let indented: String = body.lines().map(|line| format!("  {line}\n")).collect();
        types.insert(place, (name.clone(), format!("tuple:\n{indented}")));
        name
    }

    fn lines(&mut self, facts: &[Fact], at: &str, types: &mut Vec<(String, String)>) -> String {
        let mut body = String::new();
        for fact in facts {
            let text = self.field(fact, at);
            body += &super::write::entry(&fact.name, &text.keys);
            types.extend(text.types);
        }
        body
    }

    /// A free name for a type: the field's, then with the endpoint's before it, then with the whole way to the field.
    fn name(&mut self, wire: &str, at: &str) -> String {
        let plain = type_name(wire);
        let owned = |name: &str| match name.starts_with(&self.endpoint) {
            true => name.to_owned(),
            false => format!("{}{name}", self.endpoint),
        };
        let way: String = at.split('.').map(type_name).collect();
        let side = if self.sent { "Sent" } else { "Answered" };
        let names = [plain.clone(), owned(&plain), owned(&way), owned(&format!("{way}{side}"))];
        let free = names.iter().find(|name| !self.taken.contains(*name)).or(names.last()).cloned().unwrap_or(plain);
        self.taken.insert(free.clone());
        free
    }

    fn scalar(&mut self, fact: &Fact, at: &str, types: &mut Vec<(String, String)>) -> Choice {
        let claims = fact.row.as_ref().map(|row| row.claims.clone()).unwrap_or_default();
        if let Some(choice) = self.as_elsewhere(fact, &claims) {
            return choice;
        }
        if claims.joined {
            return Choice::told("csv<string>");
        }
        let values: Vec<String> = claims.values.iter().map(|value| value.value.clone()).collect();
        if told::is_switch(&claims.values) {
            return Choice { form: self.form(fact, &values), ..Choice::told("boolean") };
        }
        if values.len() > 1 && shown_fit(fact, &values) {
            return self.choice_of(fact, at, &values, types);
        }
        let mut choice = told::single(fact, &claims);
        if self.sent && self.in_body {
            choice.form = self.written(fact, &choice.ty);
        }
        choice
    }

    /// What other specs make of the name, where the page allows it.
    fn as_elsewhere(&self, fact: &Fact, claims: &Claims) -> Option<Choice> {
        let types = &self.exchange.types;
        let mut known = self.known.types(&fact.name);
        let (ty, form) = known.find(|(ty, _)| {
            let values = claims.values.iter().map(|value| value.value.as_str());
            let shape = matches!(fact.shape, Shape::Scalar | Shape::Unknown);
            let closed = !matches!(ty, Type::Named(_)) || fits_values(ty, values, self.exchange);
            shape && !ty.is_collection() && closed && all_visible(ty, types, &self.folder) && fits(fact, ty, types)
        })?;
        let plain = match ty {
            Type::Decimal | Type::Integer | Type::Timestamp => form == self.exchange.numbers,
            Type::Boolean => form == self.exchange.booleans,
            _ => form != Form::Bare,
        };
        let form = (!plain && self.sent && self.in_body).then_some(form);
        Some(Choice { ty: types.written(ty), form, guess: None })
    }

    fn choice_of(&mut self, fact: &Fact, at: &str, values: &[String], types: &mut Vec<(String, String)>) -> Choice {
        let form = self.written(fact, "enum");
        if let Some(def) = enum_with(values, &self.exchange.types, &self.folder) {
            return Choice { form, ..Choice::guessed(def.name.as_str(), "an enum that has all its values") };
        }
        if let Some((_, name)) = self.enums.iter().find(|(known, _)| known == values) {
            return Choice { form, ..Choice::guessed(name, "it has the same values as another of its fields") };
        }
        let name = self.name(&fact.name, at);
        self.enums.push((values.to_vec(), name.clone()));
        let line = |value: &String| {
            let wire = super::write::scalar(value);
            match variant_name(value) {
                None => format!("  {wire}:\n"),
                Some(rust) => format!("  {wire}: {{ rust: {rust} }}\n"),
            }
        };
        types.push((name.clone(), format!("enum:\n{}", values.iter().map(line).collect::<String>())));
        Choice { form, ..Choice::guessed(&name, "its values are listed; their meanings are for you to write") }
    }

    /// The form of a boolean, where it is not the exchange's.
    fn form(&self, fact: &Fact, values: &[String]) -> Option<Form> {
        let has = |word: &str| values.iter().any(|value| value == word);
        let bare = fact.telling().any(|json| matches!(json, Json::Boolean(_) | Json::Number(_)));
        let form = match () {
            () if has("YES") => Form::UpperYesNo,
            () if has("yes") => Form::YesNo,
            () if has("on") => Form::OnOff,
            () if has("1") => Form::OneZero,
            () if bare => Form::Bare,
            () => Form::Text,
        };
        (self.sent && form != self.exchange.booleans).then_some(form)
    }

    /// The form of what is no boolean, where it is not the exchange's.
    fn written(&self, fact: &Fact, ty: &str) -> Option<Form> {
        if !self.sent || !self.in_body {
            return None;
        }
        let number = matches!(ty, "decimal" | "integer" | "timestamp");
        let usual = if number { self.exchange.numbers } else { Form::Text };
        let word = fact.row.as_ref().map_or(Word::Unknown, |row| row.word);
        let form = match (fact.telling().next(), word) {
            (Some(Json::Number(_)), _) | (None, Word::Integer | Word::Decimal) => Form::Bare,
            (Some(Json::Text(_)), _) | (None, Word::Text) => Form::Text,
            _ => usual,
        };
        (form != usual).then_some(form)
    }
}

fn items(fact: &Fact) -> Vec<Json> {
    let lists =
        fact.samples.iter().filter_map(|sample| if let Json::List(items) = sample { Some(items) } else { None });
    lists.flatten().cloned().collect()
}

/// Whether all shown values are among those that are listed.
fn shown_fit(fact: &Fact, values: &[String]) -> bool {
    let listed = |text: &str| values.iter().any(|value| value.eq_ignore_ascii_case(text));
    fact.telling().all(|json| json.text().is_some_and(listed))
}

fn fits_values<'v>(ty: &Type, mut values: impl Iterator<Item = &'v str>, exchange: &Exchange) -> bool {
    let Type::Named(id) = ty else { return true };
    let def = exchange.types.get(*id);
    !def.variants().is_empty() && values.all(|value| def.variant(value).is_some())
}

/// Whether a page demands a parameter, whatever else is set.
pub(super) fn demanded(fact: &Fact) -> bool {
    fact.row.as_ref().is_some_and(|row| row.required == Some(true) && !row.claims.conditional)
}

/// In answers only what identifies is promised, and only when every example shows it.
fn identifies(fact: &Fact) -> bool {
    let name = fact.name.to_ascii_lowercase();
    let named = ["orderid", "order_id", "symbol", "contract_code", "trackingno", "tradeid"].contains(&name.as_str());
    named && fact.telling().next().is_some() && fact.samples.iter().all(|sample| !sample.is_nothing())
}

/// A form as specs write it.
pub(super) fn form_word(form: Form) -> &'static str {
    match form {
        Form::Text => "text",
        Form::Bare => "bare",
        Form::UpperYesNo => "YES/NO",
        Form::YesNo => "yes/no",
        Form::OnOff => "on/off",
        Form::OneZero => "1/0",
    }
}
