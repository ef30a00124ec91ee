//! What values and words tell of a single value's type.

use super::refine::Choice;
use crate::facts::Fact;
use crate::json::Json;
use crate::page::{Claims, Value, Word};

const SECRETS: &[&str] = &["passphrase", "password", "secret", "secretkey", "secret_key", "apikey", "api_key"];
const IDENTIFIERS: &[&str] = &["id", "no", "oid", "code", "id_str", "uid"];
const TIMES: &[&str] = &["time", "_at", "ts", "date"];
const COUNTS: &[&str] = &["limit", "count", "size", "page", "num", "no", "level", "index"];
const PAGES: &[&str] = &["limit", "pageno", "pagesize", "page_size", "page_index", "pagenum"];
const MONEY: &[&str] = &["price", "rate", "ratio", "fee", "amount", "balance", "equity", "profit", "margin", "volume"];

/// Words that tell a switch from a choice of two.
const SWITCHES: &[&str] = &[
    "yes",
    "no",
    "not",
    "isn't",
    "true",
    "false",
    "enable",
    "enabled",
    "disable",
    "disabled",
    "on",
    "off",
    "support",
    "supported",
    "unsupported",
    "allowed",
    "available",
    "unavailable",
    "whether",
];

/// Whether two values are those of a switch. `0` and `1` may also stand for two kinds of something, so their meanings
/// must say yes or no.
pub(super) fn is_switch(values: &[Value]) -> bool {
    let [first, second] = values else { return false };
    let boolean = |value: &Value| Json::Text(value.value.clone()).as_boolean();
    let (Some(one), Some(other)) = (boolean(first), boolean(second)) else { return false };
    let digits = first.value.len() == 1;
    let says = |value: &Value| {
        let text = value.text.to_ascii_lowercase();
        text.split(|c: char| !c.is_alphanumeric() && c != '\'').any(|word| SWITCHES.contains(&word))
    };
    one != other && (!digits || says(first) || says(second))
}

/// The type of a single value that is neither known elsewhere nor one of a set.
pub(super) fn single(fact: &Fact, claims: &Claims) -> Choice {
    let word = fact.row.as_ref().map_or(Word::Unknown, |row| row.word);
    let shown: Vec<&Json> = fact.telling().collect();
    let all = |is: fn(&Json) -> bool| !shown.is_empty() && shown.iter().all(|json| is(json));
    let could = |is: fn(&Json) -> bool| shown.iter().all(|json| is(json));
    let name = fact.name.to_ascii_lowercase();
    let ends = |words: &[&str]| words.iter().any(|word| name.ends_with(word));
    let fraction = shown.iter().any(|json| json.text().is_some_and(|text| text.contains('.')));
    match word {
        _ if ends(SECRETS) => Choice::guessed("secret", "its name is that of something that must not be shown"),
        _ if name == "successes" => Choice::guessed("csv<string>", "several are joined by commas"),
        _ if claims.timestamp && could(is_millis) => Choice::told("timestamp"),
        _ if ends(TIMES) && all(is_millis) => Choice::guessed("timestamp", "13 digits under the name of a time"),
        Word::Boolean if could(|json| json.as_boolean().is_some()) => Choice::told("boolean"),
        _ if all(|json| matches!(json, Json::Boolean(_))) => Choice::told("boolean"),
        Word::Decimal if could(Json::is_decimal) => Choice::told("decimal"),
        Word::Integer if could(Json::is_integer) => Choice::told("integer"),
        _ if ends(IDENTIFIERS) => Choice::told("string"),
        _ if fraction && all(Json::is_decimal) => Choice::told("decimal"),
        _ if ends(COUNTS) && all(Json::is_integer) => {
            Choice::guessed("integer", "whole numbers under the name of a count")
        }
        _ if all(Json::is_decimal) => Choice::guessed("decimal", "all its values are numbers"),
        _ if shown.is_empty() && ends(PAGES) => Choice::guessed("integer", "its name counts items or pages"),
        _ if shown.is_empty() && ends(MONEY) => Choice::guessed("decimal", "its name is that of an amount or a rate"),
        Word::Unknown if shown.is_empty() => Choice::guessed("string", "neither a type nor a value is shown"),
        _ => Choice::told("string"),
    }
}

fn is_millis(json: &Json) -> bool {
    json.is_integer() && json.text().is_some_and(|text| text.len() == 13)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_kinds_are_no_switch() {
        let check = |values: [(&str, &str); 2], expected| {
            let value = |(value, text): (&str, &str)| Value { value: value.to_owned(), text: text.to_owned() };
            assert_eq!(is_switch(&values.map(value)), expected, "{values:?}");
        };
        check([("0", "no"), ("1", "yes")], true);
        check([("1", "is disabled"), ("0", "isn't disabled")], true);
        check([("YES", ""), ("NO", "")], true);
        check([("0", "buy"), ("1", "sell")], false);
        check([("1", "yes"), ("true", "yes")], false);
    }
}
