//! Keys of endpoints.

use crate::bench::Bench;
use exbind_codegen::diagnostic::Place;
use exbind_codegen::drift::Change;

fn set(bench: &mut Bench, key: &'static str, value: &str) -> Result<(), String> {
    let change = Change::SetTop(Place::file(&bench.file), key, value.to_owned());
    bench.apply(&change)
}

fn changed(key: &'static str, value: &str) -> String {
    let mut bench = Bench::endpoint();
    set(&mut bench, key, value).unwrap();
    bench.diff()
}

#[test]
fn a_key_is_set_where_it_stands() {
    assert_eq!(changed("path", "/v2/{id}/place"), "-path: '/v1/place'\n+path: /v2/{id}/place\n");
    assert_eq!(changed("method", "PUT"), "-method: POST\n+method: PUT\n");
    assert_eq!(
        changed("rate_limit", "{ requests: 9, per: 2s, by: ip }"),
        "-rate_limit: { requests: 5, per: 1s, by: uid } # quick\n\
         +rate_limit: { requests: 9, per: 2s, by: ip } # quick\n"
    );
    assert_eq!(changed("method", "POST"), "");
}

#[test]
fn a_list_takes_the_place_of_one_and_one_that_of_a_list() {
    let one = "{ requests: 5, per: 1s, by: uid }";
    let list = format!("\n  - {one}\n  - {{ requests: 1, per: 1s, by: uid, for: copy_trader }}");
    let text = format!("method: GET\nrate_limit: {one}\naccess: read\n");
    let mut bench = Bench::new("acme/a.yaml", &text);
    set(&mut bench, "rate_limit", &list).unwrap();
    assert_eq!(bench.text(), format!("method: GET\nrate_limit:{list}\naccess: read\n"));
    set(&mut bench, "rate_limit", one).unwrap();
    assert_eq!(bench.text(), text);
}

#[test]
fn a_comment_behind_the_old_value_stays_on_its_line() {
    assert_eq!(
        changed("rate_limit", "\n  - { requests: 9, per: 2s, by: ip }\n  - { requests: 9, per: 2s, by: uid }"),
        "-rate_limit: { requests: 5, per: 1s, by: uid } # quick\n+rate_limit: # quick\n\
         +  - { requests: 9, per: 2s, by: ip }\n+  - { requests: 9, per: 2s, by: uid }\n"
    );
}

#[test]
fn a_new_key_stands_where_specs_have_it() {
    let text = "summary: S.\nmethod: GET\npath: /v1\naccess: read # who\n# About the request.\nrequest:\n  - { name: x, type: string }\n";
    let mut bench = Bench::new("acme/a.yaml", text);
    set(&mut bench, "rate_limit", "\n  - { requests: 5, per: 1s, by: uid }\n  - { requests: 9, per: 1s, by: ip }")
        .unwrap();
    let expected = "+rate_limit:\n+  - { requests: 5, per: 1s, by: uid }\n+  - { requests: 9, per: 1s, by: ip }\n";
    assert_eq!(bench.diff(), expected);
    assert!(bench.text().contains("access: read # who\nrate_limit:"));
    assert!(bench.text().contains("by: ip }\n# About the request.\nrequest:"));
}

#[test]
fn a_comment_in_the_old_value_is_not_lost() {
    let text = "method: GET\nrate_limit:\n  # slow\n  - { requests: 5, per: 1s, by: uid }\naccess: read\n";
    let mut bench = Bench::new("acme/a.yaml", text);
    let why = set(&mut bench, "rate_limit", "{ requests: 6, per: 1s, by: uid }").unwrap_err();
    assert_eq!(why, "a comment stands in the midst of what would be replaced");
    assert_eq!(bench.text(), text);
}

#[test]
fn what_is_no_value_is_refused() {
    for (key, value) in [("method", "PATCH"), ("path", "a: b"), ("rate_limit", "{ requests: 9"), ("colour", "red")] {
        let mut bench = Bench::endpoint();
        assert!(set(&mut bench, key, value).is_err(), "{key}");
        assert_eq!(bench.text(), bench.before);
    }
}
