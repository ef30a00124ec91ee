use super::*;
use crate::value::Secret;
use http::{HeaderMap, Method};

static ENVELOPE: Envelope = Envelope {
    success: Some(("status", &["ok"])),
    code: &["err-code"],
    message: &["err-msg"],
    data: Some("data"),
    time: Some("ts"),
    other: &[],
};

static CREATE_KEY: Meta = Meta { envelope: &ENVELOPE, secret_answer: true, ..Meta::BASE };

fn mask(endpoint: Option<&'static Meta>) -> Mask {
    let mut headers = HeaderMap::new();
    headers.insert("access-passphrase", "phrase+1".parse().expect("a header"));
    headers.insert("access-key", "short".parse().expect("a header"));
    Mask::of(&Request {
        method: Method::POST,
        url: "https://host/path?AccessKeyId=key%2Fone&Signature=s1g%2Bn%3D&symbol=x".to_owned(),
        headers,
        body: bytes::Bytes::new(),
        max_answer_bytes: 0,
        endpoint,
        secrets: vec![Secret::from("sword \"fish\""), Secret::from("4711")],
    })
}

fn check_answer(mask: &Mask, body: &str, expected: &str) {
    assert_eq!(mask.answer_body(body.as_bytes()), Body::Text(expected.to_owned()));
}

#[test]
fn what_holds_no_secret_stays_as_it_is_to_the_byte() {
    let bodies = [
        "",
        "{ \"a\" : 1.500 , \"b\":[ ],\"c\":\"\\u9f99\\/\",\"d\":12345678901234567890.10 }\n",
        "null",
        "{\"tokenId\":\"BTC\",\"key\":\"x\",\"secretRequired\":false,\"password\":null,\"apiKey\":\"\"}",
        "<html>\n<b>502</b>  x: y</html>",
        "{\"broken\": \"json",
    ];
    for body in bodies {
        check_answer(&mask(None), body, body);
    }
}

#[test]
fn known_secrets_are_masked_wherever_they_stand() {
    let mask = mask(None);
    check_answer(&mask, r#"{"m":"it is phrase+1, key/one", "n": 4711}"#, r#"{"m":"it is ***, ***", "n": "***"}"#);
    check_answer(&mask, r#"{"m":"a sword \"fish\"!","u":"?x=phrase%2B1"}"#, r#"{"m":"a ***!","u":"?x=***"}"#);
    check_answer(&mask, r#"{"key/one":{"s1g+n=":1},"sig":"s1g+n="}"#, r#"{"***":{"***":1},"sig":"***"}"#);
    check_answer(&mask, r#"{"m":"k\u0065y\/one"}"#, r#"{"m":"***"}"#);
    check_answer(&mask, r#"{"m":"{\"k\":\"key/one\",\"n\":1.0}"}"#, r#"{"m":"{\"k\":\"***\",\"n\":1.0}"}"#);
    check_answer(&mask, "key/one, key%2Fone and short", "***, *** and short");
    assert_eq!(mask.text("/path/phrase+1"), "/path/***");
}

#[test]
fn values_are_masked_for_their_names() {
    let mask = mask(None);
    check_answer(
        &mask,
        r#"[{"secretKey":"abc","api-key":["d",5,true],"sub":{"API_PASSPHRASE":{"x":"y","z":[]}},"p":"q"}]"#,
        r#"[{"secretKey":"***","api-key":["***","***",true],"sub":{"API_PASSPHRASE":{"x":"***","z":[]}},"p":"q"}]"#,
    );
    check_answer(&mask, r#"{"data":"{\"secret\":\"abc\"}"}"#, r#"{"data":"{\"secret\":\"***\"}"}"#);
    check_answer(&mask, "{\"secretKey\":\"abc\",\"x\":", "{\"secretKey\":***\",\"x\":");
    check_answer(&mask, "<a href='?apiKey=abc&x=1'>", "<a href='?apiKey=***&x=1'>");
    assert_eq!(mask.query("a=1&password=abc&b=key%2Fone&apiKey="), "a=1&password=***&b=***&apiKey=");
}

#[test]
fn a_query_loses_what_signing_added() {
    let signed = "AccessKeyId=k&SignatureMethod=HmacSHA256&SignatureVersion=2&Timestamp=2020&a=1&Signature=s";
    assert_eq!(mask(None).query(signed), "a=1");
    assert_eq!(mask(None).query("symbol=x&a"), "symbol=x&a");
    assert_eq!(mask(None).query(""), "");
}

#[test]
fn of_an_answer_with_secrets_the_envelope_and_the_shape_are_seen() {
    let mask = mask(Some(&CREATE_KEY));
    check_answer(
        &mask,
        r#"{"status":"ok","ts":17,"data":{"id":"a","n":1,"list":["b",true,null,{}],"json":"{\"ts\":1}"},"other":2}"#,
        r#"{"status":"ok","ts":17,"data":{"id":"***","n":"***","list":["***",true,null,{}],"json":"{\"ts\":\"***\"}"},"other":"***"}"#,
    );
    check_answer(&mask, r#"{"err-code":1,"err-msg":"bad key/one"}"#, r#"{"err-code":1,"err-msg":"bad ***"}"#);
    for body in ["{\"data\":{\"id\":\"a\"", "abc", "\"abc\"", "17"] {
        let expected = if body.starts_with(['"', '1']) { "\"***\"" } else { "***" };
        check_answer(&mask, body, expected);
    }
    assert_eq!(mask.answer_body(b"abc\xff"), Body::Text("***".to_owned()));
}

#[test]
fn bytes_that_are_no_text_are_searched_too() {
    let expected = Body::Bytes(b"\xff\xfe***\x80 ***!".to_vec());
    assert_eq!(mask(None).answer_body(b"\xff\xfekey/one\x80 sword \"fish\"!"), expected);
}
