use super::{BEYOND_ASCII, ED25519, SECRET, code};
use crate::wire::{Sent, get, hmac, in_query, post};
use exbind::htx;
use exbind_testkit::ApiKey;

/// The pairs that HTX wants, for the vectors.
const OWN: &str =
    "AccessKeyId=vector-key&SignatureMethod=HmacSHA256&SignatureVersion=2&Timestamp=2023-11-14T22%3A13%3A20";

fn htx_key() -> ApiKey {
    ApiKey::new("vector-key", SECRET)
}

/// What HTX refuses comes with status 200, except that its first service speaks in words.
fn htx_ok() -> (u16, String) {
    (200, String::new())
}

#[tokio::test]
async fn htx_signatures_of_python_are_accepted_in_any_order_of_pairs() {
    let sorted = "A=3&<own>&a=2&a-b=1&a_b=4&states=filled%2Ccanceled&symbol=btcusdt";
    let shuffled = "symbol=btcusdt&a_b=4&<own>&a-b=1&states=filled%2Ccanceled&a=2&A=3";
    let odd = "<own>&empty=&note=a%20b%2Bc%2Cd%2Fe%3Df%27g%24h~i%26%3F%25&symbol=%E9%BE%99%E8%99%BE";
    let (orders, sign) = ("/v1/orders", "oX0bcRfs3qUkRxMsPVcmyPrxptTEk9IPgozd4lAtmqQ%3D");
    let accounts = "/v1/account/accounts";
    let cases = [
        ("api.huobi.pro", get(accounts), "<own>", "NKhVlpl7sFD5RK9znLnCkUUYvBfVgbNf6EOPunywBrI%3D"),
        ("API.Huobi.pro", get(accounts), "<own>", "NKhVlpl7sFD5RK9znLnCkUUYvBfVgbNf6EOPunywBrI%3D"),
        ("api-aws.huobi.pro", get(accounts), "<own>", "5u2ZHNaqau53OiiXiRFQMf%2FcGFndamwBXjj9KSB6uc0%3D"),
        (
            "api.hbdm.com",
            post("/swap-api/v1/order", "{}"),
            "<own>",
            "G%2FV6MxXODb2PQUJcabJm%2BnXvB5qb%2Fo%2FhFTs7YoClmkQ%3D",
        ),
        (
            "api.hbdm.com",
            post("/swap-api/v1/order", BEYOND_ASCII),
            "<own>",
            "G%2FV6MxXODb2PQUJcabJm%2BnXvB5qb%2Fo%2FhFTs7YoClmkQ%3D",
        ),
        ("api.huobi.pro", get(orders), sorted, sign),
        ("api.huobi.pro", get(orders), shuffled, sign),
        ("api.huobi.pro", get(orders), odd, "SeMHMmYWQXwOvx98I3vY3jd9oHkXxyXICe0kRDTXWck%3D"),
        ("127.0.0.1:8080", get(orders), "<own>", "%2BaOPomagHxgp8XvSXKXjszsr%2F0KZgclZADacaPMAAOc%3D"),
    ];
    for (host, sent, query, signature) in cases {
        let target = format!("{}?{}&Signature={signature}", sent.target, query.replace("<own>", OWN));
        let sent = Sent { target, ..sent }.header("Host", host);
        assert_eq!(code(&htx::EXCHANGE, htx_key(), &sent).await, htx_ok(), "{sent:?}");
    }
}

/// A request to HTX whose signature is of a text.
fn htx_signed(query: &str, text: &str) -> Sent {
    let target = format!("/v1/orders?{query}&Signature={}", in_query(&hmac(SECRET, text)));
    get(&target).header("Host", "api.huobi.pro")
}

#[tokio::test]
async fn htx_signatures_of_anything_else_are_refused() {
    let text = |host: &str, query: &str| format!("GET\n{host}\n/v1/orders\n{query}");
    let time = "Timestamp=2023-11-14T22%3A13%3A20";
    let lower = OWN.replace("%3A", "%3a");
    let raw = OWN.replace("%3A", ":");
    let blank = format!("{OWN}&note=a%20b");
    let cases = [
        (OWN.to_owned(), text("api.huobi.pro", OWN), true),
        (OWN.to_owned(), text("api.hbdm.com", OWN), false),
        (OWN.to_owned(), text("API.HUOBI.PRO", OWN), false),
        (OWN.to_owned(), text("api.huobi.pro", OWN).replace("GET", "get"), false),
        (OWN.to_owned(), text("api.huobi.pro", OWN).replace('\n', ""), false),
        (lower.clone(), text("api.huobi.pro", &lower), false),
        (raw.clone(), text("api.huobi.pro", &raw), false),
        (blank.clone(), text("api.huobi.pro", &blank), true),
        (blank.clone(), text("api.huobi.pro", &blank.replace("%20", "+")), false),
        (blank.replace("%20", "+"), text("api.huobi.pro", &blank), false),
        (format!("{OWN}&a=1"), text("api.huobi.pro", OWN), false),
        (format!("{OWN}&a=1"), text("api.huobi.pro", &format!("a=1&{OWN}")), false),
        (format!("{OWN}&a=1&a=2"), text("api.huobi.pro", &format!("{OWN}&a=1&a=2")), false),
        (OWN.to_owned(), text("api.huobi.pro", &OWN.replace(time, "Timestamp=2023-11-14T22%3A13%3A21")), false),
    ];
    for (query, text, right) in cases {
        let sent = htx_signed(&query, &text);
        let expected = if right { htx_ok() } else { (200, "513".to_owned()) };
        assert_eq!(code(&htx::EXCHANGE, htx_key(), &sent).await, expected, "{query} {text}");
    }
}

#[tokio::test]
async fn each_fault_of_htx_pairs_has_its_code() {
    let check = async |query: String, expected: &str| {
        let sent = htx_signed(&query, &format!("GET\napi.huobi.pro\n/v1/orders\n{query}"));
        assert_eq!(code(&htx::EXCHANGE, htx_key(), &sent).await, (200, expected.to_owned()), "{query}");
    };
    let without = |name: &str| {
        let kept: Vec<_> = OWN.split('&').filter(|pair| !pair.starts_with(&format!("{name}="))).collect();
        kept.join("&")
    };
    let instead = |old: &str, new: &str| OWN.replace(old, new);
    check(OWN.to_owned(), "").await;
    check(without("AccessKeyId"), "12007").await;
    check(instead("vector-key", ""), "12007").await;
    check(instead("vector-key", "no-such-key"), "12007").await;
    check(without("SignatureMethod"), "12003").await;
    check(instead("HmacSHA256", "HmacSHA1"), "12003").await;
    check(instead("HmacSHA256", "Ed25519"), "12003").await;
    check(without("SignatureVersion"), "12002").await;
    check(instead("Version=2", "Version=2.1"), "12002").await;
    check(without("Timestamp"), "12006").await;
    check(instead("3A20", "3A20Z"), "12001").await;
    check(instead("2023-11-14T22%3A13%3A20", "1700000000"), "12001").await;
    check(instead("22%3A13%3A20", "22%3A08%3A20"), "12001").await;
    check(instead("22%3A13%3A20", "22%3A08%3A21"), "").await;
    check(instead("22%3A13%3A20", "22%3A18%3A20"), "").await;
    check(instead("22%3A13%3A20", "22%3A18%3A21"), "12001").await;
    let unsigned = get(&format!("/v1/orders?{OWN}"));
    assert_eq!(code(&htx::EXCHANGE, htx_key(), &unsigned).await, (200, "512".to_owned()));
}

#[tokio::test]
async fn htx_takes_ed25519_signatures_of_openssl() {
    const SIGNATURE: &str =
        "LdKLcZQiJ19F9IqrXnS9eeqtcsmOtALbl987qW0HKqRts2UP2nEgpddBgUGO7h3A1o1wyhZP5Lg14ZwzNwiwCw%3D%3D";
    let key = || ApiKey::ed25519("vector-key", ED25519).unwrap();
    let own = OWN.replace("HmacSHA256", "Ed25519");
    let sent = |note: &str| {
        get(&format!("/v1/orders?{own}&note={note}&Signature={SIGNATURE}")).header("Host", "api.huobi.pro")
    };
    assert_eq!(code(&htx::EXCHANGE, key(), &sent("a%20b")).await, htx_ok());
    assert_eq!(code(&htx::EXCHANGE, key(), &sent("a%20c")).await, (200, "513".to_owned()));
}
