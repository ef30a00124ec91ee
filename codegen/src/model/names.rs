//! Names in generated code. Each can only be made from something that gives a good one.

use std::fmt;

/// Words that Rust keeps for itself.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate", "do", "dyn", "else",
    "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod",
    "move", "mut", "override", "priv", "pub", "ref", "return", "self", "static", "struct", "super", "trait", "true",
    "try", "type", "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

macro_rules! names {
    ($($(#[doc = $doc:literal])* $name:ident;)*) => {
        $(
            $(#[doc = $doc])*
            #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
            pub struct $name(String);

            impl $name {
                /// The name.
                pub fn as_str(&self) -> &str {
                    &self.0
                }
            }

            impl fmt::Display for $name {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    f.write_str(&self.0)
                }
            }
        )*
    };
}

names! {
    /// A module, or a function that stands for one: `mix_trader`.
    ModuleName;
    /// A type: `ProductType`.
    TypeName;
    /// A field or setter: `tracking_no`.
    FieldName;
    /// A variant: `UsdtFutures`.
    VariantName;
    /// A constant: `TRADE`.
    ConstName;
}

impl ModuleName {
    /// Names that generated code uses itself: of files, of the client's own functions, of paths.
    pub const RESERVED: &[&str] =
        &["exchange", "errors", "fields", "types", "examples", "builder", "call", "paged_call", "std"];

    /// A file or folder name, as it is. `None` unless it is a Rust module name in lower case.
    pub fn new(name: &str) -> Option<Self> {
        let lower = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        let good = name.starts_with(|c: char| c.is_ascii_lowercase()) && name.chars().all(lower);
        (good && !KEYWORDS.contains(&name)).then(|| Self(name.to_owned()))
    }

    /// The type that this module's endpoint is named by.
    pub fn to_type(&self) -> TypeName {
        TypeName(pascal(&words(&self.0)))
    }
}

impl TypeName {
    /// Types that generated code uses itself.
    pub const RESERVED: &[&str] = &[
        "Access",
        "Api",
        "BothWays",
        "Box",
        "Call",
        "Choice",
        "Client",
        "ClientBuilder",
        "Csv",
        "Cursor",
        "Decimal",
        "Decode",
        "Default",
        "Deref",
        "Duration",
        "Effect",
        "Embedded",
        "Encode",
        "Endpoint",
        "Envelope",
        "Err",
        "Error",
        "ErrorCode",
        "ErrorKind",
        "Example",
        "Exchange",
        "Fault",
        "Form",
        "From",
        "Host",
        "Into",
        "Json",
        "Map",
        "Meta",
        "Method",
        "None",
        "Object",
        "Ok",
        "Option",
        "PageStyle",
        "Paged",
        "Paging",
        "Param",
        "Params",
        "Place",
        "Put",
        "Quota",
        "Reader",
        "Result",
        "Retry",
        "Scope",
        "Secret",
        "Signing",
        "Some",
        "String",
        "Timestamp",
        "Tuple",
        "Turn",
        "UnknownValue",
        "Vec",
    ];

    /// A type's name, as it is. `None` unless it is written as Rust writes types.
    pub fn new(name: &str) -> Option<Self> {
        let good =
            name.starts_with(|c: char| c.is_ascii_uppercase()) && name.chars().all(|c| c.is_ascii_alphanumeric());
        (good && name != "Self").then(|| Self(name.to_owned()))
    }

    /// Stands in for a name that is no good, so that what else is wrong can be found.
    pub(crate) fn unnamed(number: usize) -> Self {
        Self(format!("Unnamed{number}"))
    }
}

impl FieldName {
    /// From a wire name: `clientOid` becomes `client_oid`, `type` becomes `type_`.
    pub fn from_wire(wire: &str) -> Option<Self> {
        let name = words(wire).join("_");
        if !name.starts_with(|c: char| c.is_ascii_lowercase()) {
            return None;
        }
        let taken = KEYWORDS.contains(&name.as_str());
        Some(Self(if taken { name + "_" } else { name }))
    }

    /// Stands in for a name that is no good, so that what else is wrong can be found.
    pub(crate) fn unnamed(number: usize) -> Self {
        Self(format!("unnamed_{number}"))
    }

    /// A name given in a spec. `None` unless it is written as Rust writes fields.
    pub fn new(name: &str) -> Option<Self> {
        ModuleName::new(name).map(|ModuleName(name)| Self(name))
    }
}

impl VariantName {
    /// From a wire value: `USDT-FUTURES` becomes `UsdtFutures`.
    pub fn from_wire(wire: &str) -> Option<Self> {
        let name = pascal(&words(wire));
        let good = name.starts_with(|c: char| c.is_ascii_uppercase()) && name != "Self";
        good.then_some(Self(name))
    }

    /// A name given in a spec. `None` unless it is written as Rust writes variants.
    pub fn new(name: &str) -> Option<Self> {
        TypeName::new(name).map(|TypeName(name)| Self(name))
    }
}

impl ConstName {
    /// From a name in lower case.
    pub fn new(name: &str) -> Option<Self> {
        ModuleName::new(name).map(|ModuleName(name)| Self(name.to_ascii_uppercase()))
    }
}

/// Words of a name in any of the ways names are written on the wire, in lower case. Only ASCII letters and digits
/// stay; everything else parts words.
fn words(name: &str) -> Vec<String> {
    let chars: Vec<char> = name.chars().collect();
    let mut words = vec![String::new()];
    for (index, &c) in chars.iter().enumerate() {
        let last = if index == 0 { None } else { chars.get(index - 1) };
        let next_lower = chars.get(index + 1).is_some_and(char::is_ascii_lowercase);
        let starts = c.is_ascii_uppercase() && last.is_some_and(|last| !last.is_ascii_uppercase() || next_lower);
        if starts || !c.is_ascii_alphanumeric() {
            words.push(String::new());
        }
        if let (true, Some(word)) = (c.is_ascii_alphanumeric(), words.last_mut()) {
            word.push(c.to_ascii_lowercase());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

fn pascal(words: &[String]) -> String {
    let capital = |word: &String| word[..1].to_ascii_uppercase() + &word[1..];
    words.iter().map(capital).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wire_names_become_rust_names() {
        let check = |wire, field, variant| {
            assert_eq!(FieldName::from_wire(wire).as_ref().map(FieldName::as_str), field, "{wire}");
            assert_eq!(VariantName::from_wire(wire).as_ref().map(VariantName::as_str), variant, "{wire}");
        };
        check("trackingNo", Some("tracking_no"), Some("TrackingNo"));
        check("USDT-FUTURES", Some("usdt_futures"), Some("UsdtFutures"));
        check("uTime", Some("u_time"), Some("UTime"));
        check("profitPL", Some("profit_pl"), Some("ProfitPl"));
        check("HTTPCode", Some("http_code"), Some("HttpCode"));
        check("active price", Some("active_price"), Some("ActivePrice"));
        check("err-code", Some("err_code"), Some("ErrCode"));
        check("type", Some("type_"), Some("Type"));
        check("self", Some("self_"), None);
        check("24h", None, None);
        check("龙虾", None, None);
        check("", None, None);
    }

    #[test]
    fn given_names_must_be_good_already() {
        assert!(ModuleName::new("mix_trader").is_some());
        assert!(["", "Mix", "1mix", "mix-trader", "type", "_x"].iter().all(|name| ModuleName::new(name).is_none()));
        assert!(TypeName::new("OrderId").is_some());
        assert!(["", "order", "Order_Id", "Self", "1O"].iter().all(|name| TypeName::new(name).is_none()));
    }
}
