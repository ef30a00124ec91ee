//! Values that can be sent.

use super::Params;
use crate::value::Decimal;
use std::collections::BTreeMap;

/// A value that can be sent.
pub trait Encode {
    /// Writes the value.
    fn encode(&self, form: Form, out: &mut Params);

    /// Whether there is nothing to send.
    fn is_absent(&self) -> bool {
        false
    }

    /// How many items it holds, for lists.
    fn count(&self) -> usize {
        1
    }
}

/// How a value is written in JSON. In a query and in a path, quotes fall away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Form {
    /// In quotes.
    Text,
    /// A bare number or boolean.
    Bare,
    /// Booleans as `"YES"` and `"NO"`.
    UpperYesNo,
    /// Booleans as `"yes"` and `"no"`.
    YesNo,
    /// Booleans as `"on"` and `"off"`.
    OnOff,
    /// Booleans as `1` and `0`.
    OneZero,
}

impl<T: Encode> Encode for Option<T> {
    fn encode(&self, form: Form, out: &mut Params) {
        match self {
            Some(value) => value.encode(form, out),
            None => out.raw("null"),
        }
    }

    fn is_absent(&self) -> bool {
        self.is_none()
    }

    fn count(&self) -> usize {
        self.as_ref().map_or(0, T::count)
    }
}

impl<T: Encode> Encode for Vec<T> {
    fn encode(&self, form: Form, out: &mut Params) {
        out.list(form, self);
    }

    fn count(&self) -> usize {
        self.len()
    }
}

impl<T: Encode> Encode for BTreeMap<String, T> {
    fn encode(&self, form: Form, out: &mut Params) {
        out.object(|out| {
            for (name, value) in self {
                out.member(name);
                value.encode(form, out);
            }
        });
    }

    fn count(&self) -> usize {
        self.len()
    }
}

impl Encode for str {
    fn encode(&self, form: Form, out: &mut Params) {
        match form {
            Form::Bare if is_integer(self) => out.bare(self),
            _ => out.text(self),
        }
    }
}

/// Whether a text is an integer as JSON writes it, of any length: `007` and `+7` are not.
fn is_integer(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let leading_zero = digits.len() > 1 && digits.starts_with('0');
    !digits.is_empty() && !leading_zero && digits.bytes().all(|byte| byte.is_ascii_digit())
}

impl Encode for String {
    fn encode(&self, form: Form, out: &mut Params) {
        self.as_str().encode(form, out);
    }
}

impl Encode for Decimal {
    fn encode(&self, form: Form, out: &mut Params) {
        out.decimal(form, self);
    }
}

impl Encode for i64 {
    fn encode(&self, form: Form, out: &mut Params) {
        out.number(form, self);
    }
}

impl Encode for bool {
    fn encode(&self, form: Form, out: &mut Params) {
        let pick = |yes, no| if *self { yes } else { no };
        match form {
            Form::Bare | Form::Text => out.number(form, self),
            Form::OneZero => out.bare(i64::from(*self)),
            Form::UpperYesNo => out.text(pick("YES", "NO")),
            Form::YesNo => out.text(pick("yes", "no")),
            Form::OnOff => out.text(pick("on", "off")),
        }
    }
}

impl Encode for () {
    fn encode(&self, _form: Form, out: &mut Params) {
        out.raw("null");
    }

    fn is_absent(&self) -> bool {
        true
    }
}
