//! What an example request is on the wire, worked out from the schema alone: the runtime is tested against it.

use crate::json::quoted;
use crate::model::{Argument, Endpoint, Field, Form, ParamPlace, Sample, Types};

/// Path, query and body of a call.
pub(super) fn write(arguments: &[Argument], endpoint: &Endpoint, types: &Types) -> (String, String, String) {
    let mut path = endpoint.path.clone();
    let mut pairs = Vec::new();
    let mut members = Vec::new();
    let mut whole = None;
    for argument in arguments {
        let Some(param) = endpoint.params.iter().find(|param| param.rust == argument.field) else { continue };
        let flat = || percent(&plain(&argument.value, param.form, types));
        match param.sent_in {
            ParamPlace::Path => path = path.replace(&format!("{{{}}}", param.wire), &flat()),
            ParamPlace::Query => pairs.push(format!("{}={}", percent(&param.wire), flat())),
            ParamPlace::Body => members.push(member(param, &argument.value, types)),
            ParamPlace::WholeBody => whole = Some(json(&argument.value, param.form, types)),
        }
    }
    let sends_body = matches!(endpoint.method.as_str(), "POST" | "PUT");
    let body = whole.unwrap_or_else(|| if sends_body { object(&members) } else { String::new() });
    (path, pairs.join("&"), body)
}

fn member(field: &Field, value: &Sample, types: &Types) -> String {
    format!("{}:{}", quoted(&field.wire), json(value, field.form, types))
}

fn object(members: &[String]) -> String {
    format!("{{{}}}", members.join(","))
}

/// A value where there is no JSON: no quotes, lists joined by commas.
fn plain(value: &Sample, form: Form, types: &Types) -> String {
    let joined = |items: &[Sample]| items.iter().map(|item| plain(item, form, types)).collect::<Vec<_>>().join(",");
    match value {
        Sample::Text(text) | Sample::Secret(text) | Sample::Choice(_, text) => text.clone(),
        Sample::Decimal(text) | Sample::Json(text) => text.clone(),
        Sample::Integer(number) | Sample::Timestamp(number) => number.to_string(),
        Sample::Boolean(value) => switch(*value, form).to_owned(),
        Sample::List(items) | Sample::Csv(items) => joined(items),
        Sample::Embedded(inner) => json(inner, Form::Text, types),
        Sample::Map(_) | Sample::Object(..) => json(value, form, types),
    }
}

fn json(value: &Sample, form: Form, types: &Types) -> String {
    let number = |digits: String| if form == Form::Bare { digits } else { quoted(&digits) };
    match value {
        Sample::Text(text) | Sample::Secret(text) | Sample::Choice(_, text) => {
            let bare = form == Form::Bare && is_integer(text);
            if bare { text.clone() } else { quoted(text) }
        }
        Sample::Decimal(_) | Sample::Integer(_) | Sample::Timestamp(_) => number(plain(value, form, types)),
        Sample::Boolean(value) => {
            let word = switch(*value, form);
            if matches!(form, Form::Bare | Form::OneZero) { word.to_owned() } else { quoted(word) }
        }
        Sample::Json(text) => text.clone(),
        Sample::Csv(_) | Sample::Embedded(_) => quoted(&plain(value, form, types)),
        Sample::List(items) => {
            let items: Vec<_> = items.iter().map(|item| json(item, form, types)).collect();
            format!("[{}]", items.join(","))
        }
        Sample::Map(entries) => {
            let entry = |(name, value): &(String, Sample)| format!("{}:{}", quoted(name), json(value, form, types));
            object(&entries.iter().map(entry).collect::<Vec<_>>())
        }
        Sample::Object(id, arguments) => {
            let fields = types.get(*id).fields();
            let field = |argument: &Argument| fields.iter().find(|field| field.rust == argument.field);
            let set = arguments.iter().filter_map(|argument| Some(member(field(argument)?, &argument.value, types)));
            object(&set.collect::<Vec<_>>())
        }
    }
}

/// Whether a text is an integer as JSON writes it, of any length.
fn is_integer(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let leading_zero = digits.len() > 1 && digits.starts_with('0');
    !digits.is_empty() && !leading_zero && digits.bytes().all(|byte| byte.is_ascii_digit())
}

fn switch(value: bool, form: Form) -> &'static str {
    match (form, value) {
        (Form::Text | Form::Bare, true) => "true",
        (Form::Text | Form::Bare, false) => "false",
        (Form::UpperYesNo, true) => "YES",
        (Form::UpperYesNo, false) => "NO",
        (Form::YesNo, true) => "yes",
        (Form::YesNo, false) => "no",
        (Form::OnOff, true) => "on",
        (Form::OnOff, false) => "off",
        (Form::OneZero, true) => "1",
        (Form::OneZero, false) => "0",
    }
}

fn percent(text: &str) -> String {
    let encode = |byte: u8| match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    text.bytes().map(encode).collect()
}
