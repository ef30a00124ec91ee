use super::*;
use std::collections::BTreeMap;
use std::env::VarError;
use std::ffi::OsString;

const RSA: &str = include_str!("../sign/testdata/rsa_pkcs8.pem");
const RSA_PKCS1: &str = include_str!("../sign/testdata/rsa_pkcs1.pem");
const ED25519: &str = include_str!("../sign/testdata/ed25519_v1.pem");
const ED25519_V2: &str = include_str!("../sign/testdata/ed25519_v2.pem");

/// No stretch of a secret may be shown: neither whole nor, for a PEM, any of its lines.
fn assert_hidden(shown: &str, secret: &str) {
    let lines = secret.lines().filter(|line| line.len() >= 4 && !line.starts_with("-----"));
    for line in lines {
        assert!(!shown.contains(line), "{shown}");
        assert!(!shown.contains(&line[..line.len() / 2]), "{shown}");
    }
}

#[test]
fn nothing_is_shown_but_the_algorithm() {
    let hmac = Credentials::new("key-name", "swordfish-42");
    assert_eq!(format!("{hmac:?}"), "Credentials { algorithm: HmacSha256, key: ***, passphrase: None, .. }");
    let hmac = hmac.passphrase("phrase-text");
    assert_eq!(format!("{hmac:?}"), "Credentials { algorithm: HmacSha256, key: ***, passphrase: Some(***), .. }");
    for (credentials, pem) in [
        (Credentials::rsa("key-name", RSA).expect("a key"), RSA),
        (Credentials::ed25519("key-name", ED25519).expect("a key"), ED25519),
    ] {
        let shown = format!("{credentials:?} {credentials:#?}");
        assert_hidden(&shown, pem);
        assert_hidden(&shown, "key-name");
    }
    let header = Credentials::new("key-name", "swordfish-42").key_header();
    assert_eq!(format!("{header:?}"), "Sensitive");
}

#[test]
fn a_fault_is_kept_until_the_credentials_are_used() {
    let faulty = Credentials::new("key-name", "swordfish-42\r\n");
    assert!(faulty.clone().passphrase("phrase").fault().is_some());
    assert_hidden(&format!("{faulty:?} {:?}", faulty.fault()), "swordfish-42");
    assert_eq!(Credentials::new("key-name", "swordfish-42").passphrase("two words").fault(), None);
}

fn refused(result: Result<Credentials, CredentialsError>, secret: &str, expected: &str) {
    let error = result.expect_err("a refusal");
    assert!(error.to_string().contains(expected), "{error}");
    assert_hidden(&format!("{error} {error:?} {error:#?}"), secret);
}

#[test]
fn private_keys_that_cannot_be_used_are_refused_with_advice() {
    let rsa = |pem: &str, expected| refused(Credentials::rsa("key", pem), pem, expected);
    let ed25519 = |pem: &str, expected| refused(Credentials::ed25519("key", pem), pem, expected);
    let cut = |pem: &str, at: usize| pem.lines().take(at).collect::<Vec<_>>().join("\n");
    let body = "-----BEGIN PRIVATE KEY-----\n????\n-----END PRIVATE KEY-----\n";

    for pem in ["", "swordfish-42", "-----BEGIN", body, &cut(RSA, 5), &RSA.replace('\n', ""), &RSA.replace('\n', " ")] {
        rsa(pem, "is no readable PEM");
        ed25519(pem, "is no readable PEM");
    }
    rsa(include_str!("../sign/testdata/rsa_encrypted.pem"), "is encrypted");
    rsa(&RSA_PKCS1.replace("KEY-----\nM", "KEY-----\nProc-Type: 4,ENCRYPTED\n\nM"), "is encrypted");
    rsa(include_str!("../sign/testdata/rsa_public.pem"), "is the public key");
    rsa(&RSA.replace("PRIVATE", "OPENSSH PRIVATE"), "OpenSSH's own format");
    rsa(include_str!("../sign/testdata/rsa_1024.pem"), "(TooSmall); use one of 2048 to 4096 bits");
    rsa(include_str!("../sign/testdata/ec_pkcs8.pem"), "neither an RSA nor an Ed25519 key");
    rsa(include_str!("../sign/testdata/ec_sec1.pem"), "neither an RSA nor an Ed25519 key");
    rsa(&ED25519.replace("PRIVATE", "RSA PRIVATE"), "is an RSA key that cannot be used");
    rsa(ED25519, "is for Ed25519, but RSA-SHA256 was asked for");
    ed25519(RSA, "is for RSA-SHA256, but Ed25519 was asked for");
    ed25519(RSA_PKCS1, "is for RSA-SHA256, but Ed25519 was asked for");
}

#[test]
fn damaged_keys_never_panic() {
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD as BASE64;
    for pem in [RSA, RSA_PKCS1, ED25519, ED25519_V2] {
        let label = pem.lines().next().expect("a line");
        let body: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
        let der = BASE64.decode(body).expect("base64");
        let read = |der: &[u8]| {
            let text = format!("{label}\n{}\n{}\n", BASE64.encode(der), label.replace("BEGIN", "END"));
            SigningKey::from_pem("it", &text).map(|_| ())
        };
        assert_eq!(read(&der), Ok(()));
        for at in 0..der.len().min(40) {
            read(&der[..at]).expect_err("a key cut off");
            let mut damaged = der.clone();
            damaged[at] ^= 0x55;
            let _ = read(&damaged);
        }
    }
}

#[test]
fn a_key_that_cannot_be_sent_is_refused_with_any_private_key() {
    refused(Credentials::rsa("", RSA), RSA, "the API key is empty");
    refused(Credentials::ed25519("key\n", ED25519), ED25519, "the API key begins or ends with white space");
}

fn from(variables: &[(&str, &str)]) -> Result<Credentials, CredentialsError> {
    let variables: BTreeMap<_, _> = variables.iter().copied().collect();
    environment::read("BITGET", &|name| match variables.get(name) {
        Some(&"not Unicode") => Err(VarError::NotUnicode(OsString::from("swordfish-42"))),
        Some(text) => Ok((*text).to_owned()),
        None => Err(VarError::NotPresent),
    })
}

#[test]
fn variables_hold_any_kind_of_key() {
    let check = |part, text, expected| {
        let credentials = from(&[("BITGET_API_KEY", "key-name"), (part, text)]).expect("credentials");
        assert_eq!((credentials.algorithm(), credentials.key_text()), (expected, "key-name"));
        assert!(credentials.passphrase_header().is_none());
    };
    check("BITGET_API_SECRET", "swordfish-42", Algorithm::HmacSha256);
    check("BITGET_API_PRIVATE_KEY", RSA, Algorithm::RsaSha256);
    check("BITGET_API_PRIVATE_KEY", RSA_PKCS1, Algorithm::RsaSha256);
    check("BITGET_API_PRIVATE_KEY", ED25519, Algorithm::Ed25519);
    check("BITGET_API_PRIVATE_KEY", ED25519_V2, Algorithm::Ed25519);
    check("BITGET_API_PRIVATE_KEY", &ED25519.replace('\n', "\\n"), Algorithm::Ed25519);
    let all = [("BITGET_API_KEY", "k"), ("BITGET_API_SECRET", "s"), ("BITGET_API_PASSPHRASE", "phrase-text")];
    let passphrase = from(&all).expect("credentials").passphrase_header().cloned();
    assert_eq!(passphrase.expect("a passphrase"), "phrase-text");
}

#[test]
fn variables_that_are_wrong_are_named() {
    let key = ("BITGET_API_KEY", "key-name");
    let secret = ("BITGET_API_SECRET", "swordfish-42");
    let cases: [(&[(&str, &str)], &str); 14] = [
        (&[], "BITGET_API_KEY is not set"),
        (&[secret], "BITGET_API_KEY is not set"),
        (&[("BITGET_API_KEY", ""), secret], "BITGET_API_KEY is set but empty"),
        (&[("BITGET_API_KEY", "not Unicode"), secret], "BITGET_API_KEY is not valid Unicode"),
        (&[("BITGET_API_KEY", "key-name\n"), secret], "BITGET_API_KEY begins or ends with white space"),
        (&[("BITGET_API_KEY", "key-näme"), secret], "BITGET_API_KEY holds a character"),
        (&[key], "BITGET_API_SECRET is not set; set it to the API secret, or BITGET_API_PRIVATE_KEY"),
        (&[key, ("BITGET_API_SECRET", "")], "BITGET_API_SECRET is set but empty"),
        (&[key, ("BITGET_API_SECRET", "swordfish-42 ")], "BITGET_API_SECRET begins or ends with white space"),
        (&[key, ("BITGET_API_SECRET", "not Unicode")], "BITGET_API_SECRET is not valid Unicode"),
        (&[key, secret, ("BITGET_API_PRIVATE_KEY", RSA)], "BITGET_API_SECRET and BITGET_API_PRIVATE_KEY are both set"),
        (&[key, ("BITGET_API_PRIVATE_KEY", "swordfish-42")], "BITGET_API_PRIVATE_KEY is no readable PEM"),
        (&[key, secret, ("BITGET_API_PASSPHRASE", "")], "BITGET_API_PASSPHRASE is set but empty"),
        (&[key, secret, ("BITGET_API_PASSPHRASE", "swordfish-42\t")], "BITGET_API_PASSPHRASE begins or ends"),
    ];
    for (variables, expected) in cases {
        let error = from(variables).expect_err("a refusal");
        assert!(error.to_string().starts_with(expected), "{error}");
        let shown = format!("{error} {error:?}");
        assert_hidden(&shown, "swordfish-42");
        assert_hidden(&shown, "key-name");
    }
}

#[test]
fn the_real_environment_is_read() {
    let error = Credentials::from_env("EXBIND_NO_SUCH_PREFIX").expect_err("a refusal");
    assert_eq!(error.to_string(), "EXBIND_NO_SUCH_PREFIX_API_KEY is not set; set it to the API key");
}

#[test]
fn signers_report_their_own_errors() {
    let error = SignerError::new(std::io::Error::other("the module is locked"));
    assert_eq!(error.to_string(), "the module is locked");
    assert_eq!(SignerError::new("no key").to_string(), "no key");
}
