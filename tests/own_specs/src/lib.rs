//! Bindings from specs of your own: YAML in your crate, Rust in `OUT_DIR`.
//!
//! For exchanges that exbind does not cover, or endpoints that it does not cover yet. What you get is what exbind's own
//! exchanges have: typed requests and answers, signing, rate limits, errors that tell what happened to an order.
//!
//! 1. Put specs beside `src`: a folder for each exchange with its `exchange.yaml`, in it a file for each endpoint,
//!    in folders that become modules. This crate's `specs/` uses every construct of the format.
//! 2. Depend on the runtime and on the generator. No exchange of exbind's own has to be compiled for it:
//!
//!    ```toml
//!    [dependencies]
//!    exbind = { version = "0.1", default-features = false }
//!
//!    [build-dependencies]
//!    exbind-codegen = "0.1"
//!    ```
//! 3. Generate in `build.rs`. A wrong spec fails the build, and says where and why:
//!
//!    ```no_run
//!    # // This is this crate's build script.
//!    fn main() -> Result<(), Box<dyn std::error::Error>> {
//!        exbind_codegen::build("specs", &exbind_codegen::Options::modules("crate"))
//!    }
//!    ```
//! 4. Include the module of each exchange, under the name of its folder, in the root that `Options::modules` was told:
//!
//!    ```ignore
//!    pub mod acme {
//!        include!(concat!(env!("OUT_DIR"), "/acme/mod.rs"));
//!    }
//!    ```
//! 5. Call:
//!
//!    ```no_run
//!    use own_specs::acme::trade::orders::{OrderType, PlaceOrder};
//!    use own_specs::acme::{Client, Side};
//!
//!    # async fn run() -> Result<(), Box<dyn std::error::Error>> {
//!    let client = Client::builder().build()?;
//!    let order = PlaceOrder::new("BTCUSDT", Side::Buy).type_(OrderType::Market).size(exbind::value::Decimal::ONE);
//!    let placed = client.trade().orders().place_order(order).await?;
//!    println!("{:?}", placed.order_id);
//!    # Ok(())
//!    # }
//!    ```
//!
//! With `Options::modules("crate").examples()` the specs' examples are generated too, to be included as a module
//! [`examples`]: for tests, and for a mock exchange, which answers with them after
//! `mock.add_examples(&examples::all())`.

#![deny(missing_docs, warnings)]

/// Acme, an exchange with every habit of those that exist.
pub mod acme {
    include!(concat!(env!("OUT_DIR"), "/acme/mod.rs"));
}

/// Zenith, another exchange, with other habits.
pub mod zenith {
    include!(concat!(env!("OUT_DIR"), "/zenith/mod.rs"));
}

/// The examples of both.
pub mod examples {
    include!(concat!(env!("OUT_DIR"), "/examples/mod.rs"));
}
