//! Every example of the specs, both ways: request → exact text, and answer → every member accounted for.

mod support;

use exbind::value::Decimal;
use own_specs::{acme, examples, zenith};
use std::collections::BTreeSet;
use support::Node;

#[test]
fn every_endpoint_has_an_example() {
    let shown: BTreeSet<&str> = examples::all().iter().map(|example| example.meta.id).collect();
    let all: BTreeSet<&str> = acme::ENDPOINTS.iter().chain(zenith::ENDPOINTS).map(|meta| meta.id).collect();
    assert_eq!(shown, all);
}

#[test]
fn example_requests_encode_to_what_the_schema_gives() {
    for example in examples::all() {
        let Some(request) = &example.request else { continue };
        let id = example.meta.id;
        let encoded = request.encoded(example.meta).unwrap_or_else(|fault| panic!("{id}: {fault}"));
        assert_eq!(encoded.path, request.path, "{id}");
        assert_eq!(encoded.query, request.query, "{id}");
        assert_eq!(encoded.body, request.body, "{id}");
    }
}

#[test]
fn example_answers_are_understood_to_the_last_member() {
    for example in examples::all() {
        let Some(response) = example.response else { continue };
        let id = example.meta.id;
        let read = (example.recode)(response).unwrap_or_else(|error| panic!("{id}: {error}"));
        let body = Node::parse(response);
        let nothing = Node::Scalar("null".to_owned());
        let data = match example.meta.envelope.data {
            Some(name) => body.member(name).unwrap_or(&nothing),
            None => &body,
        };
        check_same(data, &Node::parse(&read), id);
    }
}

/// What stands in an example stands in what was read of it, in one form or another.
fn check_same(sent: &Node, read: &Node, at: &str) {
    match (sent, read) {
        (sent, _) if sent.is_nothing() => {}
        (Node::Object(members), Node::Object(_)) => {
            for (name, value) in members.iter().filter(|(_, value)| !value.is_nothing()) {
                let at = format!("{at}.{name}");
                let found = read.member(name).unwrap_or_else(|| panic!("{at} was lost"));
                check_same(value, found, &at);
            }
        }
        (Node::List(items), Node::List(read)) => {
            assert!(items.len() <= read.len(), "{at}: {} items became {}", items.len(), read.len());
            for (index, (item, read)) in items.iter().zip(read).enumerate() {
                check_same(item, read, &format!("{at}[{index}]"));
            }
        }
        // JSON in a text: what is wrapped on one side may not be on the other.
        (Node::Scalar(text), Node::Scalar(_)) if text.starts_with("\"{") || text.starts_with("\"[") => {
            let inner = |node: &Node| Node::parse(&node.text().expect("a text"));
            check_same(&inner(sent), &inner(read), at);
        }
        (Node::Object(_) | Node::List(_), Node::Scalar(_)) => {
            check_same(sent, &Node::parse(&read.text().expect("a text")), at);
        }
        _ => assert!(same_scalar(sent, read), "{at}: {sent:?} became {read:?}"),
    }
}

fn same_scalar(sent: &Node, read: &Node) -> bool {
    let (Some(sent), Some(read)) = (sent.text(), read.text()) else { return false };
    let number = |text: &str| Decimal::from_scientific(text).or_else(|_| text.parse()).ok();
    let switch = |text: &str| match text.to_ascii_lowercase().as_str() {
        "true" | "yes" | "on" | "1" => Some(true),
        "false" | "no" | "off" | "0" => Some(false),
        _ => None,
    };
    let bare = |text: &str| text.replace(' ', "").to_ascii_lowercase();
    bare(&sent) == bare(&read)
        || number(&sent).is_some_and(|value| number(&read) == Some(value))
        || switch(&sent).is_some_and(|value| switch(&read) == Some(value))
        || (bare(&sent) == "iphone" && read == "IOS")
}

#[test]
fn the_comparison_tells_different_values_apart() {
    let differs = |sent: &str, read: &str| !same_scalar(&Node::parse(sent), &Node::parse(read));
    assert!(differs("1", "2") && differs("\"a\"", "\"b\"") && differs("true", "\"no\"") && differs("1.50", "\"1.51\""));
    assert!(!differs("1.50", "\"1.5\"") && !differs("\"YES\"", "true") && !differs("1.65E8", "\"165000000\""));
}
