//! Parameters, fields, places and values.

use super::decimal::Decimal;
use super::scope::Scope;
use super::type_expr::{self, From};
use crate::diagnostic::{Diagnostic, Diagnostics, Rule, Spanned};
use crate::model::{Body, Field, FieldName, Form, ParamPlace, Type, Variant, VariantName};
use crate::spec::field::{FieldSpec, TypeBody, TypeSpec, ValueSpec};
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// The most required fields an object can have: the runtime marks each in a bit of 64.
const MOST_REQUIRED: usize = 64;

/// Lowers the content of a named type.
pub(super) fn body(spec: &TypeSpec, from: &From<'_>, scope: &Scope, found: &mut Diagnostics) -> Body {
    match &spec.body {
        TypeBody::Object(specs) => {
            let fields = fields(specs, from, scope, found);
            if specs.is_empty() {
                let message = format!("the object `{}` has no fields", spec.name.value);
                let help = "use `json` for what the documents leave open, `none` for what says nothing";
                found.push(Diagnostic::new(Rule::BadType, &spec.name.place, message).help(help));
            }
            if fields.iter().filter(|field| field.required).count() > MOST_REQUIRED {
                let message = format!("`{}` has more than {MOST_REQUIRED} required fields", spec.name.value);
                let help = "promise only what identifies the object";
                found.push(Diagnostic::new(Rule::TooManyRequired, &spec.name.place, message).help(help));
            }
            Body::Object(fields)
        }
        TypeBody::Tuple(specs) => {
            let places = fields(specs, from, scope, found);
            let gap = places.windows(2).find(|pair| pair[1].required && !pair[0].required);
            if let Some([_, late]) = gap {
                let message = "a required place follows one that may be missing";
                found.push(Diagnostic::new(Rule::BadType, &late.place, message));
            }
            Body::Tuple(places)
        }
        TypeBody::Enum(values) => Body::Enum(variants(spec, values, found)),
    }
}

/// Lowers fields or parameters; of two with one name, the first stays.
pub(super) fn fields(specs: &[FieldSpec], from: &From<'_>, scope: &Scope, found: &mut Diagnostics) -> Vec<Field> {
    let mut wires: BTreeMap<&str, &FieldSpec> = BTreeMap::new();
    let mut rusts: BTreeMap<FieldName, &FieldSpec> = BTreeMap::new();
    let mut fields = Vec::new();
    for spec in specs {
        if let Some(first) = wires.insert(spec.name.as_str(), spec) {
            let message = format!("`{}` is declared twice", spec.name.value);
            let twice = Diagnostic::new(Rule::DuplicateField, &spec.name.place, message);
            found.push(twice.other(&first.name.place, "first here"));
            continue;
        }
        let Some(field) = field(spec, from, scope, found) else { continue };
        if let Some(first) = rusts.insert(field.rust.clone(), spec) {
            let message = format!("`{}` and `{}` are both `{}` in Rust", first.name.value, spec.name.value, field.rust);
            let collision = Diagnostic::new(Rule::NameCollision, &spec.name.place, message);
            found.push(collision.other(&first.name.place, "first here").help("give one of them another name with `rust:`"));
            continue;
        }
        fields.push(field);
    }
    fields
}

fn field(spec: &FieldSpec, from: &From<'_>, scope: &Scope, found: &mut Diagnostics) -> Option<Field> {
    let rust = rust_name(spec, found);
    let about = about(spec, scope, found);
    let ty = type_expr::resolve(&spec.ty, from, scope, found);
    let (rust, about, ty) = (rust?, about?, ty?);
    bounds(spec, &ty, found);
    default(spec, &ty, found);
    let text = |text: &Option<Spanned<String>>| text.as_ref().map(|text| text.value.clone());
    Some(Field {
        place: spec.name.place.clone(),
        wire: spec.name.value.clone(),
        rust,
        about,
        form: form(spec, &ty, scope, found),
        ty,
        required: spec.required,
        sent_in: spec.place_in.unwrap_or(ParamPlace::Body),
        default: text(&spec.default),
        min: text(&spec.min),
        max: text(&spec.max),
        max_items: spec.max_items.as_ref().map(|count| count.value),
        deprecated: text(&spec.deprecated),
    })
}

fn rust_name(spec: &FieldSpec, found: &mut Diagnostics) -> Option<FieldName> {
    let (name, place) = match &spec.rust {
        Some(rust) => (FieldName::new(&rust.value), &rust.place),
        None => (FieldName::from_wire(&spec.name.value), &spec.name.place),
    };
    if name.is_none() {
        let message = format!("`{}` gives no Rust name", spec.rust.as_ref().unwrap_or(&spec.name).value);
        let help = "name it with `rust:`, in lower case letters, digits and `_`";
        found.push(Diagnostic::new(Rule::RustName, place, message).help(help));
    }
    name
}

fn about(spec: &FieldSpec, scope: &Scope, found: &mut Diagnostics) -> Option<String> {
    let own = spec.about.as_ref().map(|about| &about.value);
    let about = own.or_else(|| scope.glossary(&spec.name.value)).cloned();
    if about.is_none() {
        let message = format!("nothing says what `{}` means", spec.name.value);
        let help = "add a line to `fields.yaml`, or `about:` here";
        found.push(Diagnostic::new(Rule::Undescribed, &spec.name.place, message).help(help));
    }
    about
}

/// How a value is written: as the field says, or else as the exchange writes its kind.
fn form(spec: &FieldSpec, ty: &Type, scope: &Scope, found: &mut Diagnostics) -> Form {
    let boolean = *ty.leaf() == Type::Boolean;
    let number = matches!(ty.leaf(), Type::Decimal | Type::Integer | Type::Timestamp);
    match spec.form {
        Some(Form::Text | Form::Bare) | None => {}
        Some(_) if boolean => {}
        Some(_) => found.push(Diagnostic::new(Rule::BadType, &spec.place, "only a boolean is written in this way")),
    }
    spec.form.unwrap_or(match (boolean, number) {
        (true, _) => scope.booleans,
        (_, true) => scope.numbers,
        _ => Form::Text,
    })
}

fn bounds(spec: &FieldSpec, ty: &Type, found: &mut Diagnostics) {
    let number = matches!(ty, Type::Decimal | Type::Integer);
    let min = bound(spec.min.as_ref(), number, found);
    let max = bound(spec.max.as_ref(), number, found);
    if let (Some((low, _)), Some((high, bound))) = (min, max)
        && low.compare(high) == Ordering::Greater
    {
        found.push(Diagnostic::new(Rule::Bounds, &bound.place, "the greatest value is below the least"));
    }
    if let Some(count) = &spec.max_items
        && (!ty.is_collection() || count.value == 0)
    {
        let message = "`max_items` bounds a list, at one or more";
        found.push(Diagnostic::new(Rule::Bounds, &count.place, message));
    }
}

fn bound<'s>(
    bound: Option<&'s Spanned<String>>,
    number: bool,
    found: &mut Diagnostics,
) -> Option<(Decimal, &'s Spanned<String>)> {
    let bound = bound?;
    let value = Decimal::parse(&bound.value).filter(|_| number);
    if value.is_none() {
        let what = if number { "is not a plain number" } else { "bounds something that is no number" };
        found.push(Diagnostic::new(Rule::Bounds, &bound.place, format!("`{}` {what}", bound.value)));
    }
    Some((value?, bound))
}

fn default(spec: &FieldSpec, ty: &Type, found: &mut Diagnostics) {
    let Some(default) = &spec.default else { return };
    if spec.required {
        let message = format!("`{}` is required, so its default is never used", spec.name.value);
        found.push(Diagnostic::new(Rule::RequiredDefault, &default.place, message).help("drop one of the two"));
    }
    let fits = match ty {
        Type::Integer | Type::Timestamp => default.value.parse::<i64>().is_ok(),
        Type::Decimal => Decimal::parse(&default.value).is_some(),
        Type::Boolean => matches!(default.value.as_str(), "true" | "false"),
        // An enum's values are known once all types are lowered; see `usage`.
        _ => true,
    };
    let value = Decimal::parse(&default.value);
    let beyond = |bound: &Option<Spanned<String>>, wrong| {
        let bound = bound.as_ref().and_then(|bound| Decimal::parse(&bound.value));
        value.zip(bound).is_some_and(|(value, bound)| value.compare(bound) == wrong)
    };
    let outside = beyond(&spec.min, Ordering::Less) || beyond(&spec.max, Ordering::Greater);
    if !fits || outside {
        let what = if fits { "lies outside its own bounds" } else { "is no value of its type" };
        found.push(Diagnostic::new(Rule::Default, &default.place, format!("the default `{}` {what}", default.value)));
    }
}

fn variants(spec: &TypeSpec, values: &[ValueSpec], found: &mut Diagnostics) -> Vec<Variant> {
    if values.is_empty() {
        let message = format!("the enum `{}` has no values", spec.name.value);
        found.push(Diagnostic::new(Rule::EnumValues, &spec.name.place, message).help("list them, or use `string`"));
    }
    let mut spellings: BTreeMap<String, &Spanned<String>> = BTreeMap::new();
    let mut rusts: BTreeMap<VariantName, &Spanned<String>> = BTreeMap::new();
    let mut variants = Vec::new();
    for value in values {
        for spelling in std::iter::once(&value.value).chain(&value.also) {
            if let Some(first) = spellings.insert(spelling.value.to_ascii_lowercase(), spelling) {
                let message = format!("`{}` stands twice, not counting case", spelling.value);
                let twice = Diagnostic::new(Rule::EnumValues, &spelling.place, message);
                found.push(twice.other(&first.place, "first here"));
            }
        }
        let Some(rust) = variant_name(value, found) else { continue };
        if let Some(first) = rusts.insert(rust.clone(), &value.value) {
            let message = format!("`{}` and `{}` are both `{rust}` in Rust", first.value, value.value.value);
            let collision = Diagnostic::new(Rule::NameCollision, &value.value.place, message);
            found.push(collision.other(&first.place, "first here").help("give one of them another name with `rust:`"));
            continue;
        }
        variants.push(Variant {
            wire: value.value.value.clone(),
            rust,
            about: value.about.as_ref().map(|about| about.value.clone()),
            also: value.also.iter().map(|also| also.value.clone()).collect(),
        });
    }
    variants
}

fn variant_name(value: &ValueSpec, found: &mut Diagnostics) -> Option<VariantName> {
    let (name, written) = match &value.rust {
        Some(rust) => (VariantName::new(&rust.value), rust),
        None => (VariantName::from_wire(&value.value.value), &value.value),
    };
    let name = name.filter(|name| name.as_str() != "Unknown");
    if name.is_none() {
        let message = format!("`{}` gives no Rust name", written.value);
        let help = "name it with `rust: LikeThis`; `Unknown` is for values that have no name";
        found.push(Diagnostic::new(Rule::RustName, &written.place, message).help(help));
    }
    name
}
