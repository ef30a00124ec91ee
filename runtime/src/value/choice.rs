//! Enums that survive values nobody has documented yet.

/// A generated enum of wire values.
pub trait Choice: Clone + Sized + 'static {
    /// Every spelling with a name, and what it names.
    const NAMED: &'static [(&'static str, Self)];

    /// Keeps a value that has no name.
    fn unknown(value: UnknownValue) -> Self;

    /// The value as it is written on the wire.
    fn as_str(&self) -> &str;

    /// The value that `text` names: exactly, or else in another case, as exchanges mix cases freely.
    fn from_wire(text: &str) -> Self {
        let exact = Self::NAMED.iter().find(|(name, _)| *name == text);
        let found = exact.or_else(|| Self::NAMED.iter().find(|(name, _)| name.eq_ignore_ascii_case(text)));
        found.map_or_else(|| Self::unknown(UnknownValue(text.into())), |(_, value)| value.clone())
    }
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
