//! The same work as one writes it by hand, with reqwest and serde_json.

use super::{Fallible, KEY, PASSPHRASE, SECRET};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use hmac::{Hmac, KeyInit as _, Mac as _};
use reqwest::header::CONTENT_TYPE;
use reqwest::{Client, RequestBuilder};
use serde::Deserialize;
use serde_json::{Value, json};
use sha2::Sha256;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

const PATH: &str = "/api/v2/trade/place-order";

#[derive(Deserialize)]
pub(crate) struct Envelope<T> {
    pub(crate) code: String,
    pub(crate) msg: String,
    pub(crate) data: Option<T>,
}

impl<T> Envelope<T> {
    pub(crate) fn into_data(self) -> Fallible<T> {
        let Self { code, msg, data } = self;
        match data {
            Some(data) if code == "00000" => Ok(data),
            _ => Err(format!("{code}: {msg}").into()),
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(dead_code, reason = "they are read for their own sake")]
pub(crate) struct Placed {
    order_id: String,
    client_oid: String,
    price: String,
    c_time: String,
}

/// With the settings that exbind has for its own: a timeout, no proxy, no redirects.
pub(crate) fn client() -> Fallible<Client> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let tls = rustls::ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
    let tls = tls.with_root_certificates(rustls::RootCertStore::empty()).with_no_client_auth();
    let builder = Client::builder().tls_backend_preconfigured(tls).no_proxy().timeout(Duration::from_secs(10));
    Ok(builder.redirect(reqwest::redirect::Policy::none()).build()?)
}

pub(crate) async fn place_order(client: &Client, base: &str) -> Fallible<Placed> {
    let response = request(client, base, &order())?.send().await?;
    let body = response.error_for_status()?.bytes().await?;
    serde_json::from_slice::<Envelope<Placed>>(&body)?.into_data()
}

/// An order with all of its six parameters.
pub(crate) fn order() -> Value {
    let mut order = smallest_order();
    order["price"] = json!("26248.9");
    order["clientOid"] = json!("f3a7c1d2-0b5e-4c57");
    order
}

/// An order with the four that are required.
pub(crate) fn smallest_order() -> Value {
    json!({ "symbol": "BTCUSDT", "side": "buy", "orderType": "limit", "size": "0.5" })
}

pub(crate) fn request(client: &Client, base: &str, order: &Value) -> Fallible<RequestBuilder> {
    let body = order.to_string();
    let timestamp = SystemTime::now().duration_since(UNIX_EPOCH)?.as_millis().to_string();
    let signature = sign(&format!("{timestamp}POST{PATH}{body}"))?;
    let request = client.post(format!("{base}{PATH}"));
    let request = request.header("ACCESS-KEY", KEY).header("ACCESS-SIGN", signature);
    let request = request.header("ACCESS-TIMESTAMP", timestamp).header("ACCESS-PASSPHRASE", PASSPHRASE);
    Ok(request.header(CONTENT_TYPE, "application/json").body(body))
}

fn sign(text: &str) -> Fallible<String> {
    let mut mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes())?;
    mac.update(text.as_bytes());
    Ok(BASE64.encode(mac.finalize().into_bytes()))
}
