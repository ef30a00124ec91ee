//! YAML as specs write it.

use crate::json::{Json, quoted};

/// The longest line of a spec.
const WIDTH: usize = 120;

/// Lines of JSON are shorter, since they stand indented.
const JSON_WIDTH: usize = 104;

/// A text as a plain scalar where YAML allows, else in quotes.
pub(super) fn scalar(text: &str) -> String {
    let odd_start = text.starts_with(|c: char| " []{}\"'*&@`!|>%#,?:-".contains(c)) && text.parse::<f64>().is_err();
    let odd = text.is_empty()
        || odd_start
        || text.ends_with([' ', ':'])
        || text.contains(": ")
        || text.contains(" #")
        || text.chars().any(|c| c.is_control() || ",[]{}".contains(c))
        || matches!(text, "~" | "null");
    if odd { quoted(text) } else { text.to_owned() }
}

/// An entry of a list of fields: on one line where it fits.
pub(super) fn entry(name: &str, keys: &[(&'static str, String)]) -> String {
    let keys: Vec<String> = keys.iter().map(|(key, value)| format!("{key}: {}", scalar(value))).collect();
    let line = format!("- {{ name: {}, {} }}\n", scalar(name), keys.join(", "));
    if line.len() + 4 <= WIDTH {
        return line;
    }
    let rest: String = keys.iter().map(|key| format!("  {key}\n")).collect();
    format!("- name: {}\n{rest}", scalar(name))
}

/// Lines, each moved to the right.
pub(super) fn indented(text: &str, by: usize) -> String {
    let pad = " ".repeat(by);
    text.lines().map(|line| if line.is_empty() { "\n".to_owned() } else { format!("{pad}{line}\n") }).collect()
}

/// JSON on one line, with blanks.
pub(super) fn line(json: &Json) -> String {
    match json {
        Json::List(items) => format!("[{}]", items.iter().map(line).collect::<Vec<_>>().join(", ")),
        Json::Object(members) => {
            let member = |(key, value): (&String, &Json)| format!("{}: {}", quoted(key), line(value));
            format!("{{{}}}", members.iter().map(member).collect::<Vec<_>>().join(", "))
        }
        other => other.to_string(),
    }
}

/// JSON in lines: what fits on one stays on one.
pub(super) fn lines(json: &Json, depth: usize) -> String {
    let short = line(json);
    if short.len() + depth * 2 <= JSON_WIDTH && depth > 0 {
        return short;
    }
    let pad = "  ".repeat(depth + 1);
    let (open, parts, close) = match json {
        Json::List(items) if !items.is_empty() => {
            ('[', items.iter().map(|item| format!("{pad}{}", lines(item, depth + 1))).collect::<Vec<_>>(), ']')
        }
        Json::Object(members) if !members.is_empty() => {
            let member = |(key, value): (&String, &Json)| format!("{pad}{}: {}", quoted(key), lines(value, depth + 1));
            ('{', members.iter().map(member).collect(), '}')
        }
        _ => return short,
    };
    format!("{open}\n{}\n{}{close}", parts.join(",\n"), "  ".repeat(depth))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_yaml_would_misread_is_quoted() {
        for plain in ["BTC-USD", "1.5", "-1", "no", "list<Order>", "a sentence. And another"] {
            assert_eq!(scalar(plain), plain);
        }
        for odd in ["", "- x", "a: b", "a #b", "[x]", "*", "null", "a,b", "ends:"] {
            assert_eq!(scalar(odd), quoted(odd));
        }
    }
}
