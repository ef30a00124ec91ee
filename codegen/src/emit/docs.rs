//! Documentation comments.

use super::paging;
use crate::model::{Endpoint, Exchange, Field, Limit, Scope};
use proc_macro2::TokenStream;
use quote::quote;

/// Text of a spec in a doc comment: all but its code spans is plain, whatever Markdown would make of it.
pub(super) fn plain(text: &str) -> String {
    let escape = |part: &str| part.replace('[', "\\[").replace(']', "\\]").replace('<', "\\<");
    let parts = text.split('`').enumerate();
    let parts = parts.map(|(index, part)| if index % 2 == 0 { escape(part) } else { part.to_owned() });
    parts.collect::<Vec<_>>().join("`")
}

/// A doc comment.
pub(super) fn doc(text: &str) -> TokenStream {
    let lines = text.lines().map(|line| if line.is_empty() { String::new() } else { format!(" {line}") });
    quote!(#(#[doc = #lines])*)
}

/// What an endpoint is.
pub(super) fn endpoint(endpoint: &Endpoint, exchange: &Exchange) -> String {
    let Endpoint { summary, method, path, doc, .. } = endpoint;
    let mut facts = vec![format!("`{} {path}`", method.as_str()), endpoint.access.as_str().to_owned()];
    facts.extend(endpoint.limits.iter().map(limit));
    for constant in endpoint.buckets.iter().chain(&exchange.every_call) {
        let bucket = exchange.buckets.iter().find(|bucket| bucket.constant == *constant);
        facts.extend(bucket.map(|bucket| format!("{}, shared (`{}`)", limit(&bucket.limit), bucket.name)));
    }
    let deprecated =
        endpoint.deprecated.as_ref().map(|why| format!("\n**Deprecated**: {}\n", plain(why))).unwrap_or_default();
    let (summary, call, facts) = (plain(summary), call(endpoint), facts.join(" · "));
    let groups = groups(endpoint) + &pages(endpoint);
    format!("{summary}\n\n{call}\n\n{facts}\n{groups}{deprecated}\n[{} documentation]({doc})", exchange.title)
}

/// How it is called: the modules of its id lead to its function.
fn call(endpoint: &Endpoint) -> String {
    let way = endpoint.id.split('.').skip(1).collect::<Vec<_>>().join("().");
    let arguments = if endpoint.params.is_empty() { "" } else { ".." };
    format!("`client.{way}({arguments})`")
}

/// How its pages are followed.
fn pages(endpoint: &Endpoint) -> String {
    let Some(follow) = paging::follow(endpoint) else { return String::new() };
    let both = follow.older.is_some() && follow.newer.is_some();
    let ways = if both { ", to what is older or by `pages().newer()` to what is newer" } else { "" };
    format!("\nPages: [`items`](Call::items) and [`pages`](Call::pages) of the call go through all{ways}.\n")
}

/// What must and what may be set together.
fn groups(endpoint: &Endpoint) -> String {
    let told = |groups: &[Vec<usize>], rule: &str| -> String {
        let name = |index: &usize| format!("`{}`", endpoint.params[*index].rust);
        let group = |members: &Vec<usize>| members.iter().map(name).collect::<Vec<_>>().join(", ");
        groups.iter().map(|members| format!("\n{rule} {}.\n", group(members))).collect()
    };
    told(&endpoint.one_of, "Needs at least one of") + &told(&endpoint.at_most_one, "Takes at most one of")
}

fn limit(limit: &Limit) -> String {
    let window = match (limit.per.as_millis(), limit.per.as_secs()) {
        (1000, _) => "second".to_owned(),
        (60_000, _) => "minute".to_owned(),
        (millis, seconds) if millis == u128::from(seconds) * 1000 => format!("{seconds} seconds"),
        (millis, _) => format!("{millis} ms"),
    };
    let who = match limit.by {
        Scope::Uid => "UID",
        Scope::Ip => "IP",
        Scope::Key => "key",
    };
    let tier = limit.tier.as_ref().map(|tier| format!(" for `{tier}`")).unwrap_or_default();
    format!("{} per {window} per {who}{tier}", limit.requests)
}

/// What a field means, what it may be, and what it is when it is left out.
pub(super) fn field(field: &Field) -> String {
    let Field { about, default, min, max, max_items, deprecated, .. } = field;
    let range = match (min, max) {
        (Some(min), Some(max)) => Some(format!("From {min} to {max}.")),
        (Some(min), None) => Some(format!("At least {min}.")),
        (None, Some(max)) => Some(format!("At most {max}.")),
        (None, None) => None,
    };
    let items = max_items.map(|count| format!("At most {count} items."));
    let default = default.as_ref().map(|value| format!("`{value}` when left out."));
    let mut text = [Some(plain(about)), range, items, default].into_iter().flatten().collect::<Vec<_>>().join(" ");
    if let Some(why) = deprecated {
        text += &format!("\n\n**Deprecated**: {}", plain(why));
    }
    text
}
