use super::*;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;

const KEY: &str = "e2-throwaway-key";
/// The pairs that signing adds.
const OWN: &str =
    "AccessKeyId=e2-throwaway-key&SignatureMethod=HmacSHA256&SignatureVersion=2&Timestamp=2023-11-14T22%3A13%3A20";
/// The pairs of [`ODD`] in order.
const ODD_SORTED: &str = "&blank=a%20b&comma=1%2C2&dollar=%245&equals=a%3Db&plus=1%2B1&quote=it%27s\
    &rest=%26%3F%23%25%22&slash=a%2Fb&tilde=~x";
const SPOT: &str = "api.huobi.pro";
const CONTRACTS: &str = "api.hbdm.com";

async fn signed(credentials: &Credentials, request: &Unsigned<'_>) -> String {
    let signature = sign(Signing::Htx, credentials, request).await.expect("a signature");
    assert!(signature.headers.is_empty());
    signature.query.expect("a query")
}

/// The page `authentication`. In its part on Ed25519, step 6 says HmacSHA256 by mistake; step 5 has it right.
/// The secret of the published signature is unknown: what is tested is how it is encoded and where it stands. (The
/// URL in step 8 has its pairs in another order than step 5 asks for; an exchange sorts them before it verifies.)
#[tokio::test]
async fn text_and_query_are_those_of_the_document() {
    const KEY: &str = "e2xxxxxx-99xxxxxx-84xxxxxx-7xxxx";
    let time_ms = 1_494_515_970_999;
    let request = Unsigned { time_ms, ..get(SPOT, "/v1/order/orders", "order-id=1234567890") };
    for (algorithm, name) in [(Algorithm::HmacSha256, "HmacSHA256"), (Algorithm::Ed25519, "Ed25519")] {
        let (text, start) = crate::sign::htx::text(KEY, algorithm, &request).expect("a text");
        let pairs = format!(
            "AccessKeyId=e2xxxxxx-99xxxxxx-84xxxxxx-7xxxx&SignatureMethod={name}&SignatureVersion=2\
             &Timestamp=2017-05-11T15%3A19%3A30&order-id=1234567890"
        );
        assert_eq!(text, format!("GET\napi.huobi.pro\n/v1/order/orders\n{pairs}"));
        assert_eq!(&text[start..], pairs);
    }
    let published = BASE64.decode("4F65x5A2bLyMWVQj3Aqp+B4w+ivaA7n5Oi2SuYtCJ9o=").expect("base64");
    let credentials = Credentials::signer(KEY, Elsewhere(Algorithm::HmacSha256, Ok(published)));
    let query = signed(&credentials, &request).await;
    assert!(query.ends_with("&order-id=1234567890&Signature=4F65x5A2bLyMWVQj3Aqp%2BB4w%2BivaA7n5Oi2SuYtCJ9o%3D"));
}

#[tokio::test]
async fn hmac_signatures_are_those_of_python() {
    let cases = [
        (get(SPOT, "/v1/account/accounts", ""), "", "oD%2FGgnRc%2FNO2FH%2FtZhl7Uem7Wq8z8KF3CdyFlQ8o2MQ%3D"),
        (get("api-aws.huobi.pro", "/v1/account/accounts", ""), "", "vxZcmQsdZGVUiheEv8IxLHKpwPwu35A%2BW0IwYFPWtYA%3D"),
        (post(CONTRACTS, "/swap-api/v1/swap_account_info", "{}"), "", "bQo4mJuAP8yf3kSTwDanpzJp5IMJmmzZ7HK2ZMNI3xQ%3D"),
        (
            post("api.hbdm.vn", "/swap-api/v1/swap_account_info", "{}"),
            "",
            "Td%2BG3T%2BVE%2F3KK%2Fgqna1CMpbaSbhUV4AtIGHFvmqFwjs%3D",
        ),
        (
            post(CONTRACTS, "/swap-api/v1/swap_account_info", BEYOND_ASCII),
            "",
            "bQo4mJuAP8yf3kSTwDanpzJp5IMJmmzZ7HK2ZMNI3xQ%3D",
        ),
        (
            get(SPOT, "/v1/order/orders", "symbol=btcusdt&states=filled%2Ccanceled"),
            "&states=filled%2Ccanceled&symbol=btcusdt",
            "tj%2BAto0lT3xcf%2FtvJloIG2geOc5lUycSCcbN1IhfsTQ%3D",
        ),
        (
            get(SPOT, "/v1/order/orders", "symbol=&from="),
            "&from=&symbol=",
            "0ultI0km0ixqhN56Eojjl%2B1vNacypLaq1y%2BA2XpJOV0%3D",
        ),
        (get(SPOT, "/v1/order/orders", ODD), ODD_SORTED, "9ZbIIO1cpvSzCPkxP1bOUaJwtPMh9MJUm7paCGCAQ6k%3D"),
        (
            get(SPOT, "/v1/order/orders", "symbol=%E9%BE%99%E8%99%BEUSDT"),
            "&symbol=%E9%BE%99%E8%99%BEUSDT",
            "mVDPmMlOH8B%2Fo6Z4%2BIiGBGe2Zdiujl7kKR1g4D%2BxiJ0%3D",
        ),
        (
            Unsigned { query: "a=b%20c", ..post(CONTRACTS, "/x", ORDER) },
            "&a=b%20c",
            "Ua23j%2FBV4Q%2Fz5wnNZ7yN50DO0TfnH92MNhV3GTby%2FlY%3D",
        ),
        (get("127.0.0.1:8080", "/v1/x", ""), "", "ZkjOsDZzMKQoL9Vpcp9Hg95nABFGU2eMhFtT29Z%2BCxk%3D"),
        (get("API.Huobi.PRO", "/v1/x", ""), "", "g6NBSqzKmmq7sMoPMq5iYlMeRk99xwO5ihbImk0O300%3D"),
    ];
    for (request, rest, signature) in cases {
        let query = signed(&Credentials::new(KEY, SECRET), &request).await;
        assert_eq!(query, format!("{OWN}{rest}&Signature={signature}"), "{request:?}");
    }
}

#[tokio::test]
async fn names_are_sorted_by_ascii_and_the_shorter_comes_first() {
    let query = "order-id=1&order_id=2&a-b=3&a=4&A=5&Access=6&AccessKeyId2=7&SignatureMethods=8&Timestam=9&_=10&~=11\
                 &0=12&Z=13&aa=14&a.b=15";
    let expected = "0=12&A=5&Access=6&AccessKeyId=e2-throwaway-key&AccessKeyId2=7&SignatureMethod=HmacSHA256\
                    &SignatureMethods=8&SignatureVersion=2&Timestam=9&Timestamp=2023-11-14T22%3A13%3A20&Z=13&_=10\
                    &a=4&a-b=3&a.b=15&aa=14&order-id=1&order_id=2&~=11\
                    &Signature=6dhnFVw%2Fik2ZygLBGHFZngFVkoA4ozlAJCPT4YY8Eto%3D";
    assert_eq!(signed(&Credentials::new(KEY, SECRET), &get(SPOT, "/v1/x", query)).await, expected);
}

#[tokio::test]
async fn a_key_is_encoded() {
    let expected = "AccessKeyId=k%2Be%2Fy%3D%201&SignatureMethod=HmacSHA256&SignatureVersion=2\
                    &Timestamp=2023-11-14T22%3A13%3A20&Signature=iQfFUtpCSBdUA5UoGlPW0yKqs36xuL%2FZ4VwdwQtv%2FIk%3D";
    assert_eq!(signed(&Credentials::new("k+e/y= 1", SECRET), &get(SPOT, "/v1/x", "")).await, expected);
}

#[tokio::test]
async fn ed25519_signatures_are_those_of_openssl() {
    let own = OWN.replace("HmacSHA256", "Ed25519");
    let cases = [
        (
            get(SPOT, "/v1/order/orders", ODD),
            ODD_SORTED,
            "Ocoivsllmo29iC2ieIkewfJzYTkXL8DOlDTaddlpfyEzu%2B8570knlp2K%2B4IRyb84nKZU%2B4I%2BRoh3YgT6HVQYCg%3D%3D",
        ),
        (
            post(CONTRACTS, "/swap-api/v1/swap_account_info", "{}"),
            "",
            "2tQ5I43lukn3EAHLfHB36YQ0QUe%2BbXQIu8dolLGU%2FcVyQzM%2BU6B7nvL4OgNvFeRrgea8FUY%2FFxCutXinAW5AAA%3D%3D",
        ),
    ];
    for pem in [ED25519_PEM, include_str!("../testdata/ed25519_v2.pem")] {
        let credentials = Credentials::ed25519(KEY, pem).expect("a key");
        for (request, rest, signature) in &cases {
            let expected = format!("{own}{rest}&Signature={signature}");
            assert_eq!(signed(&credentials, request).await, expected, "{request:?}");
        }
    }
}

/// Seconds by Python's `datetime`.
#[test]
fn times_are_utc_in_whole_seconds() {
    let cases = [
        (0, "1970-01-01T00:00:00"),
        (68_255_999, "1972-02-29T23:59:59"),
        (946_684_799, "1999-12-31T23:59:59"),
        (951_696_000, "2000-02-28T00:00:00"),
        (951_827_696, "2000-02-29T12:34:56"),
        (951_868_800, "2000-03-01T00:00:00"),
        (1_494_515_970, "2017-05-11T15:19:30"),
        (1_677_628_799, "2023-02-28T23:59:59"),
        (1_677_628_800, "2023-03-01T00:00:00"),
        (1_709_164_801, "2024-02-29T00:00:01"),
        (1_735_689_599, "2024-12-31T23:59:59"),
        (1_735_689_600, "2025-01-01T00:00:00"),
        (4_107_542_399, "2100-02-28T23:59:59"),
        (4_107_542_400, "2100-03-01T00:00:00"),
        (13_574_563_200, "2400-02-29T00:00:00"),
        (253_402_300_799, "9999-12-31T23:59:59"),
    ];
    for (seconds, expected) in cases {
        for time_ms in [seconds * 1000, seconds * 1000 + 999] {
            let request = Unsigned { time_ms, ..get(SPOT, "/", "") };
            let (text, _) = crate::sign::htx::text(KEY, Algorithm::HmacSha256, &request).expect("a text");
            let expected = expected.replace(':', "%3A");
            assert!(text.ends_with(&format!("&Timestamp={expected}")), "{text}");
        }
    }
}
