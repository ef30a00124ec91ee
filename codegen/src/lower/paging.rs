//! How an endpoint pages: every name must be a parameter, a field of the answer, or a field of its items, and of a type
//! that can do what it is named for.

use crate::diagnostic::{Diagnostic, Diagnostics, Place, Rule, Spanned};
use crate::model::{Effect, Field, Follow, PageStyle, Paging, Turner, Type, Types, VariantName};
use crate::spec::endpoint::{PAGE_PARAMETERS, PAGE_ROLES, PagingSpec};

/// What is known of the endpoint.
pub(super) struct Of<'a> {
    pub(super) params: &'a [Field],
    pub(super) response: Option<&'a Type>,
    pub(super) effect: Effect,
    pub(super) types: &'a Types,
}

pub(super) fn lower(spec: &PagingSpec, of: &Of<'_>, found: &mut Diagnostics) -> Paging {
    let answer = of.response.map(|ty| object_fields(ty, of.types)).unwrap_or_default();
    let (items, place) = match named(spec, "items") {
        Some(name) => (answer.iter().find(|field| field.wire == name.value).map(|field| &field.ty), &name.place),
        None => (of.response, &spec.place),
    };
    let item = match items {
        Some(Type::List(item)) => Some(&**item),
        Some(_) => {
            let message = "what pages must be a list: the answer itself, or the field that `items` names";
            found.push(Diagnostic::new(Rule::Paging, place, message));
            None
        }
        None => None,
    };
    needs(spec, of, found);
    let mut resolver = Resolver { spec, of, answer, item: item.map(|ty| object_fields(ty, of.types)), found };
    let names: Vec<Role<'_>> = spec.names.iter().filter_map(|(role, name)| resolver.role(role, name)).collect();
    let follow = match spec.style {
        PageStyle::Cursor | PageStyle::Page | PageStyle::FromId => resolver.follow(&names, item),
        // Nobody says whether the bounds of a time belong to it, and whether a page bridges a gap.
        PageStyle::Time => None,
    };
    let values = [("older_is", &spec.older_is), ("newer_is", &spec.newer_is)];
    let values = values.into_iter().filter_map(|(role, value)| Some((role, value.as_ref()?.value.clone())));
    let names = spec.names.iter().map(|(role, name)| (*role, name.value.clone())).chain(values).collect();
    Paging { style: spec.style, names, filled: spec.filled, follow }
}

fn named<'s>(spec: &'s PagingSpec, role: &str) -> Option<&'s Spanned<String>> {
    spec.names.iter().find(|(known, _)| *known == role).map(|(_, name)| name)
}

/// What each style cannot page without: one name of each set.
fn needs(spec: &PagingSpec, of: &Of<'_>, found: &mut Diagnostics) {
    let mut wrong = |message: String| found.push(Diagnostic::new(Rule::Paging, &spec.place, message));
    let sets: &[&[&str]] = match spec.style {
        PageStyle::Cursor => &[&["older", "newer"], &["next", "item_id"]],
        PageStyle::Page => &[&["number"]],
        PageStyle::FromId => &[&["older", "newer"], &["item_id", "next"]],
        PageStyle::Time => &[&["older", "newer"]],
    };
    for set in sets {
        if !spec.names.iter().any(|(role, _)| set.contains(role)) {
            wrong(format!("this style of paging needs `{}`", set.join("` or `")));
        }
    }
    if spec.filled && named(spec, "size").is_none() {
        wrong("pages that are `filled` need `size`: else nobody knows how long a full one is".to_owned());
    }
    if of.effect == Effect::Write {
        wrong("a call that changes anything does not page: each page would change it again".to_owned());
    }
    let both = named(spec, "older").zip(named(spec, "newer"));
    if both.is_some_and(|(older, newer)| older.value == newer.value) && named(spec, "direction").is_none() {
        wrong("where one parameter goes both ways, `direction` must name the one that turns it".to_owned());
    }
}

/// A role, where it stands, and the parameter or field that has it.
type Role<'a> = (&'static str, &'a Place, &'a Field);

struct Resolver<'a, 'f> {
    spec: &'a PagingSpec,
    of: &'a Of<'a>,
    answer: Vec<&'a Field>,
    /// `None` where there are no items.
    item: Option<Vec<&'a Field>>,
    found: &'f mut Diagnostics,
}

impl<'a> Resolver<'a, '_> {
    fn role(&mut self, role: &'static str, name: &'a Spanned<String>) -> Option<Role<'a>> {
        let parameter = PAGE_ROLES[..PAGE_PARAMETERS].contains(&role);
        let (fields, what) = match (parameter, role) {
            (true, _) => (self.of.params.iter().collect(), "parameter of this endpoint"),
            (false, "item_id") => (self.item.clone().unwrap_or_default(), "field of an item"),
            (false, _) if self.of.response.is_none() => return None,
            (false, _) => (self.answer.clone(), "field of the answer"),
        };
        let field = fields.iter().find(|field| field.wire == name.value).copied();
        if field.is_none() {
            let message = format!("`{}` is no {what}", name.value);
            let wires = fields.iter().map(|field| field.wire.as_str());
            self.found.push(Diagnostic::new(Rule::Paging, &name.place, message).did_you_mean(&name.value, wires));
        }
        Some((role, &name.place, field?))
    }

    fn follow(&mut self, names: &[Role<'a>], item: Option<&Type>) -> Option<Follow> {
        for role in names {
            self.check(role, names);
        }
        let of = |role: &str| names.iter().find(|(known, ..)| *known == role).map(|(.., field)| *field);
        let rust = |role: &str| of(role).map(|field| field.rust.clone());
        let size = of("size").filter(|_| self.spec.filled);
        Some(Follow {
            turner: self.turner(of("direction")),
            item: item?.clone(),
            items: rust("items"),
            id: rust("item_id"),
            told: rust(if self.spec.style == PageStyle::Page { "pages" } else { "next" }),
            number: rust("number"),
            older: rust("older"),
            newer: rust("newer"),
            size: size.map(|size| (size.rust.clone(), size.default.as_ref().and_then(|text| text.parse().ok()))),
        })
    }

    /// Whether a parameter or field can do what it is named for.
    fn check(&mut self, (role, place, field): &Role<'a>, names: &[Role<'a>]) {
        // Whatever serves as cursor is written into the parameters that take one.
        let digits =
            names.iter().any(|(role, _, field)| matches!(*role, "older" | "newer") && field.ty == Type::Integer);
        let told = names.iter().any(|(role, ..)| *role == "next");
        let is_cursor = self.spec.style != PageStyle::Page && (*role == "next" || !told);
        let (expected, fits) = match (*role, &field.ty) {
            ("older" | "newer", Type::Text | Type::Integer) => ("optional", !field.required),
            ("older" | "newer", _) => ("a text or an integer", false),
            ("size", _) if !self.spec.filled => return,
            ("number" | "size", ty) => ("an optional integer", *ty == Type::Integer && !field.required),
            ("pages", ty) => ("an integer", *ty == Type::Integer),
            ("next" | "item_id", ty) if is_cursor && digits => ("an integer, as the cursor is", *ty == Type::Integer),
            ("next", ty) => ("a text or an integer", matches!(ty, Type::Text | Type::Integer)),
            ("item_id", ty) => {
                ("a text, an integer or a timestamp", matches!(ty, Type::Text | Type::Integer | Type::Timestamp))
            }
            _ => return,
        };
        if !fits {
            let message = format!("`{}` cannot be `{role}`: it is not {expected}", field.wire);
            self.found.push(Diagnostic::new(Rule::Paging, place, message).other(&field.place, "declared here"));
        }
    }

    fn turner(&mut self, param: Option<&Field>) -> Option<Turner> {
        let spec = self.spec;
        let Some(param) = param else {
            for value in [&spec.older_is, &spec.newer_is].into_iter().flatten() {
                let message = "this is a value of the parameter that `direction` names, but none is named";
                self.found.push(Diagnostic::new(Rule::Paging, &value.place, message));
            }
            return None;
        };
        let place = &named(spec, "direction")?.place;
        let Type::Named(id) = param.ty else {
            return self.unturnable(place, param);
        };
        if param.required || self.of.types.get(id).variants().is_empty() {
            return self.unturnable(place, param);
        }
        let older = self.value("older", spec.older_is.as_ref(), param, place);
        let newer = self.value("newer", spec.newer_is.as_ref(), param, place);
        Some(Turner { field: param.rust.clone(), ty: param.ty.clone(), older, newer })
    }

    fn unturnable(&mut self, place: &Place, param: &Field) -> Option<Turner> {
        let message = format!("`{}` cannot turn the direction: it is not an optional enum", param.wire);
        self.found.push(Diagnostic::new(Rule::Paging, place, message).other(&param.place, "declared here"));
        None
    }

    /// The value for a direction, which is said where and only where the endpoint goes that way.
    fn value(
        &mut self,
        way: &str,
        value: Option<&Spanned<String>>,
        param: &Field,
        place: &Place,
    ) -> Option<VariantName> {
        let Type::Named(id) = param.ty else { return None };
        let goes = named(self.spec, way).is_some();
        let Some(value) = value else {
            if goes {
                let message = format!("nothing says which value of `{}` asks for what is {way}", param.wire);
                let help = format!("add `{way}_is`");
                self.found.push(Diagnostic::new(Rule::Paging, place, message).help(help));
            }
            return None;
        };
        if !goes {
            let message = format!("there is a value for what is {way}, but no `{way}`");
            self.found.push(Diagnostic::new(Rule::Paging, &value.place, message));
        }
        let variants = self.of.types.get(id).variants();
        let variant = variants.iter().find(|variant| variant.wire == value.value);
        if variant.is_none() {
            let message = format!("`{}` is no value of `{}`", value.value, param.wire);
            let wires = variants.iter().map(|variant| variant.wire.as_str());
            self.found.push(Diagnostic::new(Rule::Paging, &value.place, message).did_you_mean(&value.value, wires));
        }
        variant.map(|variant| variant.rust.clone())
    }
}

fn object_fields<'t>(ty: &Type, types: &'t Types) -> Vec<&'t Field> {
    match ty {
        Type::Named(id) => types.get(*id).fields().iter().collect(),
        _ => Vec::new(),
    }
}
