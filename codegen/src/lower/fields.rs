//! Parameters, fields, places and values.

use super::decimal::Decimal;
use super::scope::Scope;
use super::type_expr::{self, From};
use crate::diagnostic::{Diagnostic, Diagnostics, Rule, Spanned, shown};
use crate::model::{Body, Field, FieldName, Form, Kind, ParamPlace, Type, TypeDef, Variant, VariantName};
use crate::spec::field::{FieldSpec, TypeBody, TypeSpec, ValueSpec};
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// The most required fields an object can have: the runtime marks each in a bit of 64.
const MOST_REQUIRED: usize = 64;

/// Lowers the content of a named type.
pub(super) fn body(spec: &TypeSpec, from: &From<'_>, scope: &Scope, found: &mut Diagnostics) -> Body {
    match &spec.body {
        None => Body::Object(Vec::new()),
        Some(TypeBody::Object(specs)) => {
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
        Some(TypeBody::Tuple(specs)) => {
            if specs.is_empty() {
                let message = format!("the tuple `{}` has no places", spec.name.value);
                found.push(Diagnostic::new(Rule::BadType, &spec.name.place, message));
            }
            let places = fields(specs, from, scope, found);
            let gap = places.windows(2).find(|pair| pair[1].required && !pair[0].required);
            if let Some([_, late]) = gap {
                let message = "a required place follows one that may be missing";
                found.push(Diagnostic::new(Rule::BadType, &late.place, message));
            }
            Body::Tuple(places)
        }
        Some(TypeBody::Enum(values)) => Body::Enum(variants(spec, values, found)),
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
        let field = field(spec, from, scope, found);
        if let Some(first) = rusts.insert(field.rust.clone(), spec) {
            let message = format!("`{}` and `{}` are both `{}` in Rust", first.name.value, spec.name.value, field.rust);
            let collision = Diagnostic::new(Rule::NameCollision, &spec.name.place, message);
            found.push(
                collision.other(&first.name.place, "first here").help("give one of them another name with `rust:`"),
            );
        }
        fields.push(field);
    }
    fields
}

/// Lowers a field. What is wrong with it is noted, and something harmless stands in its place: it is a field all the
/// same, and what names it is right.
fn field(spec: &FieldSpec, from: &From<'_>, scope: &Scope, found: &mut Diagnostics) -> Field {
    let rust = rust_name(spec, found);
    let about = about(spec, scope, found);
    let ty = match type_expr::resolve(&spec.ty, from, scope, found) {
        Some(ty) => {
            bounds(spec, &ty, found);
            default(spec, &ty, scope, found);
            ty
        }
        None => Type::Json,
    };
    let text = |text: &Option<Spanned<String>>| text.as_ref().map(|text| text.value.clone());
    Field {
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
    }
}

fn rust_name(spec: &FieldSpec, found: &mut Diagnostics) -> FieldName {
    let (name, written) = match &spec.rust {
        Some(rust) => (FieldName::new(&rust.value), rust),
        None => (FieldName::from_wire(&spec.name.value), &spec.name),
    };
    name.unwrap_or_else(|| {
        let message = match &spec.rust {
            Some(_) => format!("`{}` cannot be the name of a field in Rust", shown(&written.value)),
            None if written.value.is_empty() => "an empty name gives no Rust name".to_owned(),
            None => format!("`{}` gives no Rust name", shown(&written.value)),
        };
        let help = "name it with `rust:`, in lower case letters, digits and `_`, beginning with a letter";
        found.push(Diagnostic::new(Rule::RustName, &written.place, message).help(help));
        FieldName::unnamed(written.place.start)
    })
}

fn about(spec: &FieldSpec, scope: &Scope, found: &mut Diagnostics) -> String {
    let own = spec.about.as_ref().map(|about| &about.value);
    let about = own.or_else(|| scope.glossary(&spec.name.value)).cloned();
    if about.is_none() && scope.described {
        let message = format!("nothing says what `{}` means", spec.name.value);
        let help = match scope.glossary_like(&spec.name.value) {
            Some(other) => format!("`fields.yaml` has `{other}`; where both exist, add a line there, or `about:` here"),
            None => "add a line to `fields.yaml`, or `about:` here".to_owned(),
        };
        found.push(Diagnostic::new(Rule::Undescribed, &spec.name.place, message).help(help));
    }
    about.unwrap_or_default()
}

/// How a value is written: as the field says, or else as the exchange writes its kind.
fn form(spec: &FieldSpec, ty: &Type, scope: &Scope, found: &mut Diagnostics) -> Form {
    let boolean = *ty.leaf() == Type::Boolean;
    let number = matches!(ty.leaf(), Type::Decimal | Type::Integer | Type::Timestamp);
    match spec.form {
        Some(Form::Text | Form::Bare) | None => {}
        Some(_) if boolean => {}
        Some(_) => {
            let message = format!("`{}` is no boolean, and only booleans have this form", shown(&spec.name.value));
            found.push(Diagnostic::new(Rule::BadType, &spec.name.place, message));
        }
    }
    spec.form.unwrap_or(match (boolean, number) {
        (true, _) => scope.booleans,
        (_, true) => scope.numbers,
        _ => Form::Text,
    })
}

fn bounds(spec: &FieldSpec, ty: &Type, found: &mut Diagnostics) {
    let number = matches!(ty, Type::Decimal | Type::Integer);
    let whole = *ty == Type::Integer;
    let min = bound(spec.min.as_ref(), number, whole, found);
    let max = bound(spec.max.as_ref(), number, whole, found);
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
    whole: bool,
    found: &mut Diagnostics,
) -> Option<(Decimal, &'s Spanned<String>)> {
    let bound = bound?;
    let value = Decimal::parse(&bound.value).filter(|_| number && !(whole && bound.value.contains('.')));
    if value.is_none() {
        let what = match (number, whole) {
            (false, _) => "bounds something that is no number",
            (true, true) => "is not a whole number",
            (true, false) => "is not a plain number",
        };
        found.push(Diagnostic::new(Rule::Bounds, &bound.place, format!("`{}` {what}", shown(&bound.value))));
    }
    Some((value?, bound))
}

fn default(spec: &FieldSpec, ty: &Type, scope: &Scope, found: &mut Diagnostics) {
    let Some(default) = &spec.default else { return };
    if let Type::Named(id) = ty {
        choice_default(default, scope.types.get(*id), found);
    }
    if spec.required {
        let message = format!("`{}` is required, so its default is never used", spec.name.value);
        found.push(Diagnostic::new(Rule::RequiredDefault, &default.place, message).help("drop one of the two"));
    }
    let fits = match ty {
        Type::Integer | Type::Timestamp => default.value.parse::<i64>().is_ok(),
        Type::Decimal => Decimal::parse(&default.value).is_some(),
        Type::Boolean => matches!(default.value.as_str(), "true" | "false"),
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
        let message = format!("the default `{}` {what}", shown(&default.value));
        found.push(Diagnostic::new(Rule::Default, &default.place, message));
    }
}

fn choice_default(default: &Spanned<String>, def: &TypeDef, found: &mut Diagnostics) {
    if def.kind() == Kind::Enum && def.variant(&default.value).is_none() {
        let message = format!("the default `{}` is no value of `{}`", shown(&default.value), def.name);
        let wires = def.variants().iter().map(|variant| variant.wire.as_str());
        found.push(Diagnostic::new(Rule::Default, &default.place, message).did_you_mean(&default.value, wires));
    }
}

fn variants(spec: &TypeSpec, values: &[ValueSpec], found: &mut Diagnostics) -> Vec<Variant> {
    if values.is_empty() {
        let message = format!("the enum `{}` has no values", spec.name.value);
        found.push(Diagnostic::new(Rule::EnumValues, &spec.name.place, message).help("list them, or use `string`"));
    }
    let mut spellings: BTreeMap<&str, &Spanned<String>> = BTreeMap::new();
    let mut rusts: BTreeMap<VariantName, &Spanned<String>> = BTreeMap::new();
    let mut variants = Vec::new();
    for value in values {
        for spelling in std::iter::once(&value.value).chain(&value.also) {
            if let Some(first) = spellings.insert(spelling.as_str(), spelling) {
                let message = format!("`{}` stands twice", spelling.value);
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
        let message = format!("`{}` gives no Rust name", shown(&written.value));
        let taken = written.value.eq_ignore_ascii_case("unknown");
        let help = if taken { "; `Unknown` is for values that have no name" } else { "" };
        let help = format!("name it with `rust: LikeThis`{help}");
        found.push(Diagnostic::new(Rule::RustName, &written.place, message).help(help));
    }
    name
}
