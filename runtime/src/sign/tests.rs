//! Signatures against the exchanges' documents and against vectors made by other programs.
//!
//! Where a test names no document, its signatures come from Python's own library:
//! `b64encode(hmac.new(secret, text, sha256).digest())`, with `urllib.parse.quote(value, safe="")` for queries, and
//! from `openssl dgst -sha256 -sign` (RSA) and `openssl pkeyutl -sign -rawin` (Ed25519) with the keys in `testdata/`.

mod bitget;
mod htx;

use super::*;
use crate::credentials::{SignFuture, Signer};
use crate::meta::Meta;
use crate::params::Params;

const SECRET: &str = "4c1f0e8e-throwaway-secret";
/// 2023-11-14T22:13:20.123Z
const TIME: i64 = 1_700_000_000_123;
const ED25519_PEM: &str = include_str!("testdata/ed25519_v1.pem");
const RSA_PEM: &str = include_str!("testdata/rsa_pkcs8.pem");

/// Characters that encoders disagree on, by `urllib.parse.quote`.
const ODD: &str = "blank=a%20b&plus=1%2B1&comma=1%2C2&slash=a%2Fb&equals=a%3Db&quote=it%27s&dollar=%245&tilde=~x\
    &rest=%26%3F%23%25%22";
const ORDER: &str = r#"{"symbol":"BTCUSDT","productType":"USDT-FUTURES","size":"0.5","clientOid":"a+b/c='$~"}"#;
const BEYOND_ASCII: &str = r#"{"symbol":"龙虾USDT","note":"naïve – ✓"}"#;

fn get<'a>(authority: &'a str, path: &'a str, query: &'a str) -> Unsigned<'a> {
    Unsigned { method: Method::Get, authority, path, query, body: b"", time_ms: TIME }
}

fn post<'a>(authority: &'a str, path: &'a str, body: &'a str) -> Unsigned<'a> {
    Unsigned { method: Method::Post, authority, path, query: "", body: body.as_bytes(), time_ms: TIME }
}

/// Answers what it was made with.
struct Elsewhere(Algorithm, Result<Vec<u8>, &'static str>);

impl Signer for Elsewhere {
    fn algorithm(&self) -> Algorithm {
        self.0
    }

    fn sign<'a>(&'a self, _text: &'a [u8]) -> SignFuture<'a> {
        Box::pin(async { self.1.clone().map_err(SignerError::new) })
    }
}

async fn refused(scheme: Signing, credentials: Credentials, time_ms: i64, expected: &str) {
    let request = Unsigned { time_ms, ..get("api.example.com", "/a", "") };
    let signed = sign(scheme, &credentials, &request).await;
    let message = signed.err().expect("a refusal").to_string();
    assert!(message.contains(expected), "{message}");
    for secret in ["key-name", SECRET, "phrase-text"] {
        assert!(!message.contains(secret), "{message}");
    }
}

#[tokio::test]
async fn what_cannot_be_signed_is_refused_with_advice() {
    use Signing::{Bitget, Htx};
    let hmac = || Credentials::new("key-name", SECRET);
    let rsa = || Credentials::rsa("key-name", RSA_PEM).expect("a key");
    let ed25519 = || Credentials::ed25519("key-name", ED25519_PEM).expect("a key").passphrase("phrase-text");
    let signer = |algorithm, answer| Credentials::signer("key-name", Elsewhere(algorithm, answer));
    refused(Bitget, hmac(), TIME, "Credentials::passphrase").await;
    refused(Bitget, rsa(), TIME, "Credentials::passphrase").await;
    refused(Bitget, ed25519(), TIME, "HMAC-SHA256 or RSA-SHA256, but these credentials sign by Ed25519").await;
    refused(Htx, rsa(), TIME, "HMAC-SHA256 or Ed25519, but these credentials sign by RSA-SHA256").await;
    refused(Bitget, hmac().passphrase("phrase-text\n"), TIME, "the API passphrase begins or ends with").await;
    refused(Bitget, hmac().passphrase("phrase-text–"), TIME, "the API passphrase holds a character").await;
    refused(Bitget, hmac().passphrase(""), TIME, "the API passphrase is empty").await;
    refused(Htx, Credentials::new("", SECRET), TIME, "the API key is empty").await;
    refused(Htx, Credentials::new("key-name\n", SECRET), TIME, "the API key begins or ends with").await;
    refused(Htx, Credentials::new("key-\u{0}name", SECRET), TIME, "the API key holds a character").await;
    refused(Htx, Credentials::new("key-name", ""), TIME, "the API secret is empty").await;
    refused(Htx, Credentials::new("key-name", format!(" {SECRET}")), TIME, "the API secret begins or ends").await;
    refused(Htx, hmac(), -1, "check the clock").await;
    refused(Htx, hmac(), i64::MAX, "check the clock").await;
    refused(Htx, hmac(), 253_402_300_800_000, "check the clock").await;
    refused(Htx, signer(Algorithm::HmacSha256, Err("the module is locked")), TIME, "the module is locked").await;
    refused(Htx, signer(Algorithm::HmacSha256, Ok(vec![1; 44])), TIME, "has 32 bytes, this one has 44").await;
    refused(Htx, signer(Algorithm::Ed25519, Ok(vec![])), TIME, "has 64 bytes, this one has 0").await;
    refused(Htx, signer(Algorithm::RsaSha256, Ok(vec![1; 256])), TIME, "HMAC-SHA256 or Ed25519").await;
}

#[test]
fn parameters_are_encoded_as_the_vectors_are() {
    let mut params = Params::new(&Meta::BASE);
    let values = [("blank", "a b"), ("plus", "1+1"), ("comma", "1,2"), ("slash", "a/b"), ("equals", "a=b")];
    let more = [("quote", "it's"), ("dollar", "$5"), ("tilde", "~x"), ("rest", "&?#%\"")];
    for (name, value) in values.into_iter().chain(more) {
        params.put(name, value);
    }
    assert_eq!(params.finish().expect("no fault").query, ODD);
}

#[test]
fn secrets_are_known_by_name() {
    let headers = ["ACCESS-KEY", "access-sign", "Access-Passphrase", "ACCESS-TIMESTAMP", "locale", "ACCESS-KEYS"];
    assert_eq!(headers.map(is_secret_header), [true, true, true, false, false, false]);
    let pairs = ["AccessKeyId", "Signature", "SignatureMethod", "Timestamp", "symbol"];
    assert_eq!(pairs.map(is_secret_pair), [true, true, false, false, false]);
}

#[test]
fn a_future_that_signs_can_move_between_threads() {
    fn check<T: Send>(_: &T) {}
    let (credentials, request) = (Credentials::new("k", SECRET), get("a", "/", ""));
    check(&sign(Signing::Htx, &credentials, &request));
}
