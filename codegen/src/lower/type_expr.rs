//! Type expressions: `list<Order>`, `csv<string>`.

use super::scope::Scope;
use crate::diagnostic::{Diagnostic, Diagnostics, Rule, Spanned, shown};
use crate::model::{Kind, ModuleName, Type};
use std::sync::Arc;

const PLAIN: &[(&str, Type)] = &[
    ("string", Type::Text),
    ("secret", Type::Secret),
    ("decimal", Type::Decimal),
    ("integer", Type::Integer),
    ("boolean", Type::Boolean),
    ("timestamp", Type::Timestamp),
    ("json", Type::Json),
];

type Wrap = fn(Box<Type>) -> Type;

const WRAPPERS: &[(&str, Wrap)] =
    &[("list", Type::List), ("csv", Type::Csv), ("embedded", Type::Embedded), ("map", Type::Map)];

/// No answer nests lists deeper.
const DEEPEST: usize = 6;

/// Where a type expression stands: the module, and the file if it is an endpoint's.
pub(super) struct From<'a> {
    pub(super) module: &'a [ModuleName],
    pub(super) file: Option<&'a Arc<str>>,
}

/// Resolves the type of an answer, which alone may be `optional<...>`: a field says it by not being `required`.
pub(super) fn resolve_answer(
    expression: &Spanned<String>,
    from: &From<'_>,
    scope: &Scope,
    found: &mut Diagnostics,
) -> Option<Type> {
    const WORD: &str = "optional<";
    let text = expression.value.trim();
    let Some(inner) = text.strip_prefix(WORD).and_then(|rest| rest.strip_suffix('>')) else {
        return resolve(expression, from, scope, found);
    };
    let at = expression.value.find(WORD).unwrap_or_default() + WORD.len();
    let inner = Spanned { value: inner.to_owned(), place: expression.part(at..at + inner.len()) };
    let ty = resolve(&inner, from, scope, found)?;
    if ty.is_collection() || ty == Type::Json {
        let message = "an answer of this type can be empty anyway";
        found.push(Diagnostic::new(Rule::BadType, &inner.place, message).help("leave `optional<...>` away"));
    }
    Some(Type::Optional(Box::new(ty)))
}

/// Resolves a type expression.
pub(super) fn resolve(
    expression: &Spanned<String>,
    from: &From<'_>,
    scope: &Scope,
    found: &mut Diagnostics,
) -> Option<Type> {
    match parse(&expression.value, from, scope, 0) {
        Ok(ty) => return Some(ty),
        Err(Problem::Unknown(_)) if scope.is_blind(from) => {}
        Err(Problem::Unknown(name)) => found.push(unknown(&name, expression, from, scope)),
        Err(Problem::Bad(message)) => found.push(Diagnostic::new(Rule::BadType, &expression.place, message)),
    }
    None
}

fn unknown(name: &str, expression: &Spanned<String>, from: &From<'_>, scope: &Scope) -> Diagnostic {
    let at = expression.value.find(name).unwrap_or_default();
    let message = format!("there is no type `{}`", shown(name));
    let unknown = Diagnostic::new(Rule::UnknownType, &expression.part(at..at + name.len()), message);
    if let Some(id) = scope.elsewhere(name) {
        let help = "an endpoint sees its own types and those of each `types.yaml` in its folder and above";
        return unknown.other(&scope.types.get(id).place, "out of sight here").help(help);
    }
    if let Some((_, ours)) = FOREIGN.iter().find(|(word, _)| name.eq_ignore_ascii_case(word)) {
        return unknown.help(format!("write {ours}"));
    }
    let words = PLAIN.iter().map(|(word, _)| *word).chain(WRAPPERS.iter().map(|(word, _)| *word));
    let visible = scope.visible(from);
    unknown.did_you_mean(name, words.chain(visible.iter().map(String::as_str)))
}

/// What other formats call our types.
const FOREIGN: &[(&str, &str)] = &[
    ("array", "`list<...>`"),
    ("bool", "`boolean`"),
    ("date", "`timestamp`"),
    ("datetime", "`timestamp`"),
    ("double", "`decimal`"),
    ("float", "`decimal`"),
    ("i64", "`integer`"),
    ("int", "`integer`"),
    ("long", "`integer`"),
    ("number", "`decimal` or `integer`"),
    ("object", "`json`, or a type of its own"),
    ("optional", "the type alone: what is not `required` may be missing; only an answer is `optional<...>`"),
    ("password", "`secret`"),
    ("str", "`string`"),
    ("text", "`string`"),
];

enum Problem {
    Unknown(String),
    Bad(String),
}

fn parse(text: &str, from: &From<'_>, scope: &Scope, depth: usize) -> Result<Type, Problem> {
    let text = text.trim();
    if depth > DEEPEST {
        return Err(Problem::Bad(format!("a type nests at most {DEEPEST} levels")));
    }
    let Some((wrapper, inner)) = text.split_once('<') else {
        return named(text, from, scope);
    };
    let Some(inner) = inner.strip_suffix('>') else {
        return Err(Problem::Bad(format!("`{}` lacks its closing `>`", shown(text))));
    };
    if wrapper.is_empty() || inner.is_empty() {
        return Err(Problem::Bad("a type is missing here".to_owned()));
    }
    let Some((word, make)) = WRAPPERS.iter().find(|(word, _)| *word == wrapper.trim()) else {
        return Err(Problem::Unknown(wrapper.trim().to_owned()));
    };
    let inner = parse(inner, from, scope, depth + 1)?;
    if *word == "csv" && !is_scalar(&inner, scope) {
        return Err(Problem::Bad("only scalars can be joined by commas".to_owned()));
    }
    Ok(make(Box::new(inner)))
}

fn named(name: &str, from: &From<'_>, scope: &Scope) -> Result<Type, Problem> {
    if name.contains('>') {
        return Err(Problem::Bad(format!("`{}` has a `>` that closes nothing", shown(name))));
    }
    if let Some((_, plain)) = PLAIN.iter().find(|(word, _)| *word == name) {
        return Ok(plain.clone());
    }
    match scope.find(name, from) {
        Some(id) => Ok(Type::Named(id)),
        None if name.is_empty() => Err(Problem::Bad("a type is missing here".to_owned())),
        None => Err(Problem::Unknown(name.to_owned())),
    }
}

/// Whether one token on the wire holds a value of the type, to be joined with others or to stand in a path. A secret
/// does neither: it would be shown.
pub(super) fn is_scalar(ty: &Type, scope: &Scope) -> bool {
    match ty {
        Type::Text | Type::Decimal | Type::Integer | Type::Boolean | Type::Timestamp => true,
        Type::Named(id) => scope.types.get(*id).kind() == Kind::Enum,
        Type::Json | Type::Secret | Type::Nothing | Type::List(_) | Type::Csv(_) => false,
        Type::Embedded(_) | Type::Map(_) | Type::Optional(_) => false,
    }
}
