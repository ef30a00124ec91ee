//! Named types.

use super::{Context, docs, fields, ident, imports};
use crate::model::{Body, Field, Module, TypeDef, TypeId, Variant};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

/// The file of a `types.yaml`.
pub(super) fn file(context: &Context<'_>, module: &Module) -> TokenStream {
    let defs = &context.exchange.types;
    let used = module.types.iter().flat_map(|id| defs.get(*id).fields()).map(|field| &field.ty);
    let imports = imports::imports(context, &module.types, used, None);
    let definitions = module.types.iter().map(|id| definition(context, *id));
    let runtime = imports::runtime(context);
    quote!(#imports #runtime #(#definitions)*)
}

/// A type and everything it implements.
pub(super) fn definition(context: &Context<'_>, id: TypeId) -> TokenStream {
    let def = context.exchange.types.get(id);
    match &def.body {
        Body::Object(fields) => object(context, def, fields),
        Body::Tuple(fields) => tuple(context, def, fields),
        Body::Enum(variants) => choice(def, variants),
    }
}

fn about(def: &TypeDef, otherwise: &str) -> TokenStream {
    docs::doc(&docs::plain(def.about.as_deref().unwrap_or(otherwise)))
}

/// The struct of an object or tuple; users build those that are sent.
fn structure(context: &Context<'_>, def: &TypeDef, fields: &[Field]) -> TokenStream {
    let doc = about(def, "Part of what the exchange sends or takes.");
    let name = ident(&def.name);
    let definitions = fields::definitions(context, fields, optional);
    let constructor = def.sent.then(|| {
        let constructor = fields::constructor(context, fields, optional);
        quote!(impl #name { #constructor })
    });
    quote! {
        #doc
        #[derive(Clone, Debug, Default, PartialEq)]
        #[non_exhaustive]
        pub struct #name { #(#definitions),* }
        #constructor
    }
}

/// What may be missing is an `Option`, but for lists and maps: there "missing" and "empty" are the same.
fn optional(field: &Field) -> bool {
    !field.required && !field.ty.is_collection()
}

/// Answers are written only to test the examples, and in a library of hundreds that is a good part of what compiles.
fn written(context: &Context<'_>, def: &TypeDef) -> Option<TokenStream> {
    (context.options.library && !def.sent).then(|| quote!(#[cfg(feature = "examples")]))
}

/// How a value is read; `required` reads one that must be there.
fn read(field: &Field, required: TokenStream) -> TokenStream {
    match (field.required, optional(field)) {
        (true, _) => quote!(value.#required?),
        (false, true) => quote!(value.optional()?),
        (false, false) => quote!(value.or_empty()?),
    }
}

fn object(context: &Context<'_>, def: &TypeDef, fields: &[Field]) -> TokenStream {
    let structure = structure(context, def, fields);
    let written = written(context, def);
    let name = ident(&def.name);
    let required = fields.iter().filter(|field| field.required).map(|field| &field.wire);
    let arms = fields.iter().scan(0, |index, field| {
        let (wire, name, bit) = (&field.wire, ident(&field.rust), Literal::u32_unsuffixed(*index));
        let read = read(field, quote!(required(#bit)));
        *index += u32::from(field.required);
        Some(quote!(#wire => self.#name = #read))
    });
    let out = quote!(out);
    let puts = fields.iter().map(|field| {
        if optional(field) || field.required {
            return fields::put(field, &out);
        }
        let (wire, name, form) = (&field.wire, ident(&field.rust), fields::form(field.form));
        quote!(out.put_filled(#form, #wire, &self.#name);)
    });
    quote! {
        #structure

        impl Object for #name {
            const REQUIRED: &'static [&'static str] = &[#(#required),*];

            #[inline]
            fn set(&mut self, key: &str, value: &mut Reader<'_>) -> Result<(), Fault> {
                match key {
                    #(#arms,)*
                    _ => value.unknown()?,
                }
                Ok(())
            }
        }

        #written
        impl Encode for #name {
            #[inline]
            fn encode(&self, _form: Form, out: &mut Params) {
                out.object(|out| { #(#puts)* });
            }
        }

        object!(#name);
    }
}

fn tuple(context: &Context<'_>, def: &TypeDef, fields: &[Field]) -> TokenStream {
    let structure = structure(context, def, fields);
    let written = written(context, def);
    let name = ident(&def.name);
    let required = Literal::usize_unsuffixed(fields.iter().filter(|field| field.required).count());
    let arms = fields.iter().enumerate().map(|(index, field)| {
        let (index, name) = (Literal::usize_unsuffixed(index), ident(&field.rust));
        let read = read(field, quote!(read()));
        quote!(#index => self.#name = #read)
    });
    let places = fields.iter().map(|field| {
        let (name, form) = (ident(&field.rust), fields::form(field.form));
        quote!(out.place(#form, &self.#name);)
    });
    quote! {
        #structure

        impl Tuple for #name {
            const REQUIRED: usize = #required;

            #[inline]
            fn set(&mut self, index: usize, value: &mut Reader<'_>) -> Result<(), Fault> {
                match index {
                    #(#arms,)*
                    _ => value.unknown()?,
                }
                Ok(())
            }
        }

        #written
        impl Encode for #name {
            #[inline]
            fn encode(&self, _form: Form, out: &mut Params) {
                out.places(|out| { #(#places)* });
            }
        }

        tuple!(#name);
    }
}

fn choice(def: &TypeDef, variants: &[Variant]) -> TokenStream {
    let doc = about(def, "One of the values that the exchange documents, or another.");
    let name = ident(&def.name);
    let expected = format!("a value of `{}`", def.name);
    let definitions = variants.iter().map(|variant| {
        let doc = docs::doc(&docs::plain(variant.about.as_deref().unwrap_or(&format!("`{}`", variant.wire))));
        let name = ident(&variant.rust);
        quote!(#doc #name)
    });
    let named = variants.iter().flat_map(|variant| {
        let name = ident(&variant.rust);
        variant.spellings().map(|wire| quote!((#wire, Self::#name))).collect::<Vec<_>>()
    });
    let texts = variants.iter().map(|variant| {
        let (wire, name) = (&variant.wire, ident(&variant.rust));
        quote!(Self::#name => #wire)
    });
    quote! {
        #doc
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum #name {
            #(#definitions,)*
            /// A value without a name here; `as_str` tells it.
            Unknown(UnknownValue),
        }

        impl Choice for #name {
            const NAMED: &'static [(&'static str, Self)] = &[#(#named),*];

            fn unknown(value: UnknownValue) -> Self {
                Self::Unknown(value)
            }

            fn as_str(&self) -> &str {
                match self {
                    #(#texts,)*
                    Self::Unknown(value) => value.as_str(),
                }
            }
        }

        choice!(#name, #expected);
    }
}
