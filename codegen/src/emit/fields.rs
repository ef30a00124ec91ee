//! Fields: their types, how they are taken, written and read.

use super::{Context, docs, ident};
use crate::model::{Field, Form, ParamPlace, Type};
use proc_macro2::TokenStream;
use quote::quote;

impl Context<'_> {
    /// The Rust type of a value.
    pub(super) fn value_type(&self, ty: &Type) -> TokenStream {
        let inner = |ty: &Type| self.value_type(ty);
        match ty {
            Type::Text => quote!(String),
            Type::Secret => quote!(Secret),
            Type::Decimal => quote!(Decimal),
            Type::Integer => quote!(i64),
            Type::Boolean => quote!(bool),
            Type::Timestamp => quote!(Timestamp),
            Type::Json => quote!(Json),
            Type::Nothing => quote!(()),
            Type::List(ty) => wrap(quote!(Vec), &inner(ty)),
            Type::Csv(ty) => wrap(quote!(Csv), &inner(ty)),
            Type::Embedded(ty) => wrap(quote!(Embedded), &inner(ty)),
            Type::Map(ty) => wrap(quote!(Map), &inner(ty)),
            Type::Optional(ty) => wrap(quote!(Option), &inner(ty)),
            Type::Named(id) => {
                let name = ident(&self.exchange.types.get(*id).name);
                quote!(#name)
            }
        }
    }

    /// A parameter of a function, and how its value is made of it.
    pub(super) fn argument(&self, field: &Field) -> (TokenStream, TokenStream) {
        let name = ident(&field.rust);
        let ty = self.value_type(&field.ty);
        match field.ty {
            Type::Text | Type::Secret | Type::Decimal | Type::Csv(_) => {
                (quote!(#name: impl Into<#ty>), quote!(#name.into()))
            }
            _ => (quote!(#name: #ty), quote!(#name)),
        }
    }
}

fn wrap(outer: TokenStream, inner: &TokenStream) -> TokenStream {
    quote!(#outer<#inner>)
}

/// Public fields; `optional` says which of them are an `Option`.
pub(super) fn definitions(context: &Context<'_>, fields: &[Field], optional: fn(&Field) -> bool) -> Vec<TokenStream> {
    let definition = |field: &Field| {
        let doc = docs::doc(&docs::field(field));
        let name = ident(&field.rust);
        let ty = context.value_type(&field.ty);
        let ty = if optional(field) { wrap(quote!(Option), &ty) } else { ty };
        quote!(#doc pub #name: #ty)
    };
    fields.iter().map(definition).collect()
}

/// `new` with what is required, and a setter for the rest; `optional` says which fields are an `Option`.
pub(super) fn constructor(context: &Context<'_>, fields: &[Field], optional: fn(&Field) -> bool) -> TokenStream {
    let required: Vec<&Field> = fields.iter().filter(|field| field.required).collect();
    let arguments = required.iter().map(|field| context.argument(field).0);
    let values = fields.iter().map(|field| {
        let name = ident(&field.rust);
        match (field.required, optional(field)) {
            (true, _) => match context.argument(field).1 {
                same if same.to_string() == field.rust.as_str() => quote!(#name),
                made => quote!(#name: #made),
            },
            (false, true) => quote!(#name: None),
            (false, false) => quote!(#name: Default::default()),
        }
    });
    let doc = match required.as_slice() {
        [] => " With nothing set.",
        _ => " With what the exchange requires, and nothing else set.",
    };
    let setters = fields.iter().filter(|field| !field.required).map(|field| setter(context, field, optional(field)));
    // Clippy's own bound. What the exchange requires, `new` takes.
    let crowded = (required.len() > 7).then(|| quote!(#[allow(clippy::too_many_arguments)]));
    quote! {
        #[doc = #doc]
        #crowded
        pub fn new(#(#arguments),*) -> Self {
            Self { #(#values),* }
        }
        #(#setters)*
    }
}

fn setter(context: &Context<'_>, field: &Field, optional: bool) -> TokenStream {
    let name = ident(&field.rust);
    let doc = format!(" Sets [`{0}`](Self::{0}).", field.rust);
    let (argument, value) = context.argument(field);
    let value = if optional { quote!(Some(#value)) } else { value };
    quote! {
        #[doc = #doc]
        #[must_use]
        pub fn #name(mut self, #argument) -> Self {
            self.#name = #value;
            self
        }
    }
}

/// Writes a parameter or field into `target`, with its bounds.
pub(super) fn put(field: &Field, target: &TokenStream) -> TokenStream {
    let (wire, name) = (&field.wire, ident(&field.rust));
    let put = match (field.sent_in, field.form) {
        (ParamPlace::Path, _) => return quote!(#target.put_path(#wire, &self.#name);),
        (ParamPlace::WholeBody, Form::Text) => quote!(put_body(#wire, &self.#name)),
        (ParamPlace::WholeBody, form) => {
            let form = self::form(form);
            quote!(put_body_as(#form, #wire, &self.#name))
        }
        (_, Form::Text) => quote!(put(#wire, &self.#name)),
        (_, Form::Bare) => quote!(put_bare(#wire, &self.#name)),
        (_, form) => {
            let form = self::form(form);
            quote!(put_as(#form, #wire, &self.#name))
        }
    };
    let min = field.min.as_ref().map(|bound| quote!(.min(#bound)));
    let max = field.max.as_ref().map(|bound| quote!(.max(#bound)));
    let items = field.max_items.map(|count| {
        let count = proc_macro2::Literal::u32_unsuffixed(count);
        quote!(.max_items(#count))
    });
    quote!(#target.#put #min #max #items;)
}

/// The runtime's `Form`.
pub(super) fn form(form: Form) -> TokenStream {
    match form {
        Form::Text => quote!(Form::Text),
        Form::Bare => quote!(Form::Bare),
        Form::UpperYesNo => quote!(Form::UpperYesNo),
        Form::YesNo => quote!(Form::YesNo),
        Form::OnOff => quote!(Form::OnOff),
        Form::OneZero => quote!(Form::OneZero),
    }
}
