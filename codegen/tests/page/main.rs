//! Exchanges' pages in every rendering, with every trap that was found in them. The pages are of our own making.

mod claims;
mod examples;
mod facts;
mod fuzz;
mod limits;
mod nesting;
mod renderings;
mod shown;
