use super::*;
use http::{HeaderName, HeaderValue};

const HOST: &str = "api.bitget.com";

fn hmac() -> Credentials {
    Credentials::new("key-name", SECRET).passphrase("phrase-text")
}

fn rsa(pem: &str) -> Credentials {
    Credentials::rsa("key-name", pem).expect("a key").passphrase("phrase-text")
}

fn text(request: &Unsigned<'_>) -> String {
    let text = crate::sign::bitget::text(request, request.time_ms.to_string().as_bytes());
    String::from_utf8(text).expect("UTF-8")
}

async fn check(credentials: &Credentials, request: Unsigned<'_>, expected: &str) {
    let signature = sign(Signing::Bitget, credentials, &request).await.expect("a signature");
    assert_eq!(signature.query, None);
    let time = request.time_ms.to_string();
    let headers = [
        ("access-key", "key-name", true),
        ("access-sign", expected, true),
        ("access-timestamp", &time, false),
        ("access-passphrase", "phrase-text", true),
    ];
    let sent = |(name, value): (&HeaderName, &HeaderValue)| {
        (name.to_string(), value.to_str().expect("ASCII").to_owned(), value.is_sensitive())
    };
    let sent: Vec<_> = signature.headers.iter().map(sent).collect();
    let headers = headers.map(|(name, value, secret)| (name.to_owned(), value.to_owned(), secret));
    assert_eq!(sent, headers, "{request:?}");
}

/// The texts of `common/signature` and of its sample pages `hmac` and `rsa`. They publish no signatures.
#[test]
fn texts_are_those_of_the_documents() {
    const BODY: &str =
        r#"{"productType":"usdt-futures","symbol":"BTCUSDT","size":"8","marginMode":"crossed","side":"buy","#;
    let body = &format!(r#"{BODY}"orderType":"limit","clientOid":"channel#123456"}}"#);
    let records = "clientOid=123&coin=USDT&endTime=1659076670000&pageNo=1&pageSize=20&startTime=1659036670000";
    let cases = [
        (
            16_273_667_805_456,
            get(HOST, "/api/mix/v2/market/depth", "limit=20&symbol=BTCUSDT"),
            "16273667805456GET/api/mix/v2/market/depth?limit=20&symbol=BTCUSDT".to_owned(),
        ),
        (
            16_273_667_805_456,
            post(HOST, "/api/v2/mix/order/place-order", body),
            format!("16273667805456POST/api/v2/mix/order/place-order{body}"),
        ),
        (
            1_684_814_440_729,
            get(HOST, "/api/v2/mix/account/account", "marginCoin=usdt&symbol=btcusdt"),
            "1684814440729GET/api/v2/mix/account/account?marginCoin=usdt&symbol=btcusdt".to_owned(),
        ),
        (
            1_684_814_440_729,
            get(HOST, "/api/v2/spot/wallet/withdrawal-records", records),
            format!("1684814440729GET/api/v2/spot/wallet/withdrawal-records?{records}"),
        ),
        (
            1_684_814_440_729,
            post(HOST, "/api/v2/spot/trade/unfilled-orders", r#"{"symbol": "BTCUSDT"}"#),
            r#"1684814440729POST/api/v2/spot/trade/unfilled-orders{"symbol": "BTCUSDT"}"#.to_owned(),
        ),
    ];
    for (time_ms, request, expected) in cases {
        assert_eq!(text(&Unsigned { time_ms, ..request }), expected);
    }
}

#[test]
fn only_escapes_of_the_query_are_undone() {
    let cases = [
        ("a=1+2", "a=1+2"),
        ("a=%2B%2b", "a=++"),
        ("a=100%", "a=100%"),
        ("a=%4", "a=%4"),
        ("a=%zz%4x", "a=%zz%4x"),
        ("a=%+1", "a=%+1"),
        ("a=%%41", "a=%A"),
        ("a=%2541", "a=%41"),
        ("a=%E9%BE%99%E8%99%BE", "a=龙虾"),
        ("龙虾=%e9%be%99", "龙虾=龙"),
    ];
    for (query, expected) in cases {
        assert_eq!(text(&get(HOST, "/p", query)), format!("{TIME}GET/p?{expected}"));
    }
    assert_eq!(
        crate::sign::bitget::text(&get(HOST, "/p", "%FF%00"), TIME.to_string().as_bytes()),
        [TIME.to_string().as_bytes(), b"GET/p?\xff\0"].concat()
    );
    assert_eq!(text(&get(HOST, "/p%41", "")), format!("{TIME}GET/p%41"));
}

#[tokio::test]
async fn hmac_signatures_are_those_of_python() {
    let cases = [
        (get(HOST, "/api/v2/spot/account/info", ""), "vTzE5meGOjHXQVbfTzjyhgnnLIp0aI+liJTjcUb4TIo="),
        (
            get(HOST, "/api/v2/mix/account/account", "symbol=TRXUSDT&marginCoin=USDT"),
            "6TqzpW6TBH7Xm4AH6dBdDgiKifwZeoh+PSk7Tm9r3vk=",
        ),
        (
            get(HOST, "/api/v2/spot/trade/fills", "symbol=&limit=5&idLessThan="),
            "wgdIsUCg7T+JIzc6PX3pDXwYViKmjDls/gwEA9zPQNU=",
        ),
        (get(HOST, "/api/v2/spot/trade/fills", ODD), "o7uEmrzfNQpkJcUOqCCVR79dS2pT2XAVMTztAIBWn6U="),
        (
            get(HOST, "/api/v2/spot/market/candles", "symbol=%E9%BE%99%E8%99%BEUSDT&granularity=1min"),
            "2K0apObwpBw3yYL0a9lsKf1iXmPWICywhv5/wOD9M9w=",
        ),
        (post(HOST, "/api/v2/mix/order/cancel-all-orders", "{}"), "r9M9zp0UjaZ3TUb1Qo+pIB48BIusfGPpQoP8s5HxQ+I="),
        (post(HOST, "/api/v2/mix/order/cancel-all-orders", ""), "y40EKT3nyk8HUSi+ERuN0JPZqI/WfHtJwsa90Jij4ao="),
        (post(HOST, "/api/v2/mix/order/place-order", ORDER), "jX3wOJo53g1Je8dRF5Z/yO5nkF4yA3ldEdMteV8vjBo="),
        (post(HOST, "/api/v2/spot/trade/place-order", BEYOND_ASCII), "x5E0n9d9TRc+MAkmNFqvKxFrVsbPAOLuIk0KRaMiWtU="),
        (
            Unsigned { query: "symbol=a%20b", ..post(HOST, "/api/v2/spot/trade/place-order", ORDER) },
            "BVwcPMUNdIuCNRb4lWX2X1RNa5Hsane4Dt2lPMHGQSk=",
        ),
        (
            Unsigned { method: Method::Delete, ..get(HOST, "/api/v3/order", "orderId=1%2C2") },
            "dPnONc3WeRIxjj9hbWND/90Wh4vjfGqYldnicqfah+k=",
        ),
        (get(HOST, "/api/v2/a%2Fb/c", "d=e%2Ff"), "NiS5EqdVwIxYdU40rzWP7PqPznVtsJn1fqnjBiP2GEg="),
        (
            Unsigned { time_ms: 0, ..get(HOST, "/api/v2/spot/account/info", "") },
            "nRLTmeQi1uqzI721oWnHLgSaAAz0EPFBbtmf6gjdvwo=",
        ),
    ];
    for (request, expected) in cases {
        check(&hmac(), request, expected).await;
    }
}

#[tokio::test]
async fn rsa_signatures_are_those_of_openssl() {
    let candles = get(HOST, "/api/v2/spot/market/candles", "symbol=%E9%BE%99%E8%99%BEUSDT&granularity=1min");
    check(&rsa(RSA_PEM), candles, RSA_CANDLES).await;
    check(&rsa(include_str!("../testdata/rsa_pkcs1.pem")), candles, RSA_CANDLES).await;
    check(&rsa(RSA_PEM), post(HOST, "/api/v2/spot/trade/place-order", BEYOND_ASCII), RSA_ORDER).await;
}

const RSA_CANDLES: &str = "\
    ilXp1qUvDFxqVAo+ilTDgc//OnjvvPNgpKFWjzukzWS2TZzeTdslM/G3u1gneghzownMolHZxEBvSTkyqSa2BpUCRD9xszlDOCybv0TeK80Q1W\
    LhCnIeV4xtKt+teKzDtVrRfYvCv9fffyPjc79k6LbRED26PsJ7mhre799wrPepzhjWvj3/nCkWB4Zx/RLWVtuc8+UKwefwa44dqUF45qfKm7E7\
    iUbC4Hzh1H0SIKQVGUwPUepR/bWkGBrT6Y+e3KOHRY7WWMEUAKfUQqZjdR2T5kd/Y4mqO8nzpQWuTVQ47Y2mLZdeJKbztPeDbL0iocZ/1LI5yf\
    UJ/QwYY8OpTQ==";

const RSA_ORDER: &str = "\
    DmxhUhYYfYFVnfZrYURBz7b8CpOe/Uo2+ieYM7ZL87hbZ3CPshx2XIeKAPtD4/xOrmn1n1VcZLdq4RaR1RAJoy/gshUAtIMEJJU+K+D/mo5z4i\
    5IRtMgkOCrrUn3lm48MkS43ActUYX6qNfCJQNWj6zsJet8OVfG1oBrEOivxdsycISD9VmsDVgrQdehVdpldYsfimg/4r9P4qPegQ9QZMBi4Dik\
    wilzX42Dx0hR6KYUFaKcYORXnW13TFaOK8uecC0M0P47fig0KjzOPJEaWn3Ljvch6mMRYyXTTiCI/wUjfweIKawVNTddYda9fslA5PUsOjnCiL\
    WSvmjNnge8Iw==";

#[tokio::test]
async fn a_signer_elsewhere_signs_by_rsa_too() {
    let signer = Elsewhere(Algorithm::RsaSha256, Ok(b"raw bytes".to_vec()));
    let credentials = Credentials::signer("key-name", signer).passphrase("phrase-text");
    check(&credentials, get(HOST, "/p", ""), "cmF3IGJ5dGVz").await;
}
