//! What would make a spec agree with its page.

use crate::diagnostic::Place;
use crate::facts::Fact;

/// A change of a spec file.
#[derive(Clone, Debug)]
pub enum Change {
    /// Adds a parameter or field.
    Add {
        /// The list that it is added to.
        list: ListAt,
        /// The wire name that it stands behind; first where there is none.
        after: Option<String>,
        /// What the page says of it.
        fact: Box<Fact>,
    },
    /// Removes the parameter or field that stands here.
    Remove(Place),
    /// Gives the parameter or field that stands here what the page says of its type.
    Retype(Place, Box<Fact>),
    /// Sets a key of the parameter or field that stands here, or takes it away.
    Set(Place, &'static str, Option<String>),
    /// Adds a value to the enum whose name stands here.
    AddValue(Place, String),
    /// Sets a key of the endpoint whose file this is.
    SetTop(Place, &'static str, String),
}

/// A list of parameters or fields.
#[derive(Clone, Debug)]
pub enum ListAt {
    /// The parameters of the endpoint in whose file this stands.
    Request(Place),
    /// The fields or places of the type whose name stands here.
    Type(Place),
}
