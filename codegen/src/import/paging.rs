//! How an endpoint pages, by the names of its parameters and fields.

use crate::facts::{Fact, Shape};

/// The paging of an endpoint as a spec writes it, where the names tell.
pub(super) fn guess(params: &[Fact], payload: &Shape) -> Option<String> {
    let param = |names: &[&'static str]| of(names, params);
    let fields = match payload {
        Shape::Object(facts) => facts.as_slice(),
        _ => &[],
    };
    let field = |names: &[&'static str]| of(names, fields);
    let lists = fields.iter().filter(|fact| matches!(fact.shape, Shape::List(_)));
    let list = lists.map(|fact| fact.name.as_str()).next();
    if list.is_none() && !matches!(payload, Shape::List(_)) {
        return None;
    }
    let item_id = item_id(payload, list);
    let size = param(&["limit", "pageSize", "page_size", "size"]);
    let mut roles: Vec<(&str, &str)> = Vec::new();
    let mut add = |role, name: Option<&'static str>| name.map(|name| roles.push((role, name)));
    if let Some(older) = param(&["idLessThan"]) {
        add("style", Some("cursor"));
        add("older", Some(older));
        add("newer", param(&["idGreaterThan"]));
        add("size", size);
        let next = field(&["endId", "minId"]);
        add("next", next);
        if next.is_none() {
            roles.push(("item_id", item_id?));
        }
    } else if let Some(number) = param(&["pageNo", "pageNum", "page_index"]) {
        add("style", Some("page"));
        add("number", Some(number));
        add("size", size);
        add("pages", field(&["total_page", "totalPage"]));
    } else if let Some(from) = param(&["from_id"]) {
        add("style", Some("from_id"));
        add("older", Some(from));
        add("size", size);
        if let Some(direct) = turner(params) {
            add("newer", Some(from));
            add("direction", Some(direct));
            add("older_is", Some("prev"));
            add("newer_is", Some("next"));
        }
        roles.push(("item_id", item_id?));
    } else {
        return None;
    }
    roles.extend(list.map(|list| ("items", list)));
    Some(roles.iter().map(|(role, name)| format!("{role}: {name}")).collect::<Vec<_>>().join(", "))
}

/// The parameter that turns the direction, where its values are told.
fn turner(params: &[Fact]) -> Option<&'static str> {
    let direct = params.iter().find(|fact| fact.name == "direct")?;
    let values = &direct.row.as_ref()?.claims.values;
    let told = |word: &str| values.iter().any(|value| value.value == word);
    (told("prev") && told("next")).then_some("direct")
}

fn of(names: &[&'static str], facts: &[Fact]) -> Option<&'static str> {
    names.iter().find(|name| facts.iter().any(|fact| fact.name == **name)).copied()
}

/// A parameter that asks for a further page.
pub(super) fn asks(params: &[Fact]) -> Option<&'static str> {
    of(&["idLessThan", "pageNo", "pageNum", "page_index", "from_id", "fromId", "from-id", "next-id", "cursor"], params)
}

/// The id by which items are told apart.
fn item_id<'p>(payload: &'p Shape, list: Option<&str>) -> Option<&'p str> {
    let items = match payload {
        Shape::Object(facts) => &facts.iter().find(|fact| Some(fact.name.as_str()) == list)?.shape,
        shape => shape,
    };
    let Shape::List(item) = items else { return None };
    let Shape::Object(facts) = &**item else { return None };
    let id = |fact: &&Fact| {
        fact.name.ends_with("Id") || fact.name.ends_with("_id") || fact.name.ends_with("No") || fact.name == "id"
    };
    facts.iter().find(id).map(|fact| fact.name.as_str())
}
