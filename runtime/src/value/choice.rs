//! Enums that survive values nobody has documented yet.

use crate::decode::Reader;

/// A generated enum of wire values.
pub trait Choice: Clone + Sized + 'static {
    /// Every spelling with a name, and what it names.
    const NAMED: &'static [(&'static str, Self)];

    /// Keeps a value that has no name.
    fn unknown(value: UnknownValue) -> Self;

    /// The value as it is written on the wire.
    fn as_str(&self) -> &str;

    /// The value that `text` names: exactly, or else in another case, as exchanges mix cases freely, unless it could be
    /// several values then: `1m` is a minute and `1M` a month.
    fn from_wire(text: &str) -> Self {
        let exact = Self::NAMED.iter().find(|(name, _)| *name == text);
        let found = exact.map(|(_, value)| value).or_else(|| in_another_case(text));
        found.map_or_else(|| Self::unknown(UnknownValue(text.into())), Clone::clone)
    }
}

/// Tells a reader that looks for drift that a value has no name.
#[doc(hidden)]
pub fn tell_unnamed<T: Choice>(value: &T, from: &mut Reader<'_>) {
    let text = value.as_str();
    if T::NAMED.iter().all(|(name, _)| *name != text) {
        from.unnamed(text);
    }
}

fn in_another_case<T: Choice>(text: &str) -> Option<&'static T> {
    let mut alike = T::NAMED.iter().filter(|(name, _)| name.eq_ignore_ascii_case(text)).map(|(_, value)| value);
    let first = alike.next()?;
    alike.all(|other| other.as_str() == first.as_str()).then_some(first)
}

/// A wire value that has no name here, reachable through `as_str()` of its enum.
///
/// Only decoding and `From` make one, so that code cannot come to depend on a value staying unnamed.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct UnknownValue(Box<str>);

impl UnknownValue {
    /// The value as it was written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for UnknownValue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// Makes a generated enum readable, writable and convertible from text.
#[macro_export]
macro_rules! choice {
    ($name:ident, $expected:literal) => {
        impl $crate::decode::Scalar for $name {
            const EXPECTED: &'static str = $expected;

            fn from_token(token: &$crate::decode::Token<'_>) -> Option<Self> {
                token.text().map(<Self as $crate::value::Choice>::from_wire)
            }

            fn tell_unnamed(&self, from: &mut $crate::decode::Reader<'_>) {
                $crate::value::tell_unnamed(self, from);
            }
        }

        $crate::deserialize_impl!($name);

        impl $crate::params::Encode for $name {
            fn encode(&self, form: $crate::params::Form, out: &mut $crate::params::Params) {
                $crate::params::Encode::encode(<Self as $crate::value::Choice>::as_str(self), form, out);
            }
        }

        impl $name {
            /// The value as it is written on the wire.
            pub fn as_str(&self) -> &str {
                <Self as $crate::value::Choice>::as_str(self)
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                <Self as $crate::value::Choice>::from_wire(text)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl Default for $name {
            fn default() -> Self {
                Self::from("")
            }
        }
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Clone, Debug, PartialEq)]
    enum Span {
        Minute,
        Month,
        Day,
        Unknown(UnknownValue),
    }

    impl Choice for Span {
        const NAMED: &'static [(&'static str, Self)] = &[
            ("min", Self::Minute),
            ("1m", Self::Minute),
            ("MIN", Self::Month),
            ("1M", Self::Month),
            ("1day", Self::Day),
            ("1Day", Self::Day),
        ];

        fn unknown(value: UnknownValue) -> Self {
            Self::Unknown(value)
        }

        fn as_str(&self) -> &str {
            match self {
                Self::Minute => "min",
                Self::Month => "MIN",
                Self::Day => "1day",
                Self::Unknown(value) => value.as_str(),
            }
        }
    }

    #[test]
    fn an_exact_spelling_goes_before_another_case() {
        let read = ["min", "1m", "MIN", "1M", "1day", "1Day"].map(Span::from_wire);
        assert_eq!(read, [Span::Minute, Span::Minute, Span::Month, Span::Month, Span::Day, Span::Day]);
    }

    #[test]
    fn another_case_is_read_where_it_names_one_value() {
        assert_eq!(["1DAY", "1dAy"].map(Span::from_wire), [Span::Day, Span::Day]);
    }

    #[test]
    fn another_case_that_names_several_values_names_none() {
        for text in ["Min", "mIN", "1mo", ""] {
            assert_eq!(Span::from_wire(text), Span::Unknown(UnknownValue(text.into())));
            assert_eq!(Span::from_wire(text).as_str(), text);
        }
    }
}
