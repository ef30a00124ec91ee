//! What the words of a row claim. Each case is a phrasing that pages have, with words of our own.

use crate::shown::*;
use exbind_codegen::page::{Claims, NoteKind, Page};

fn of_bitget(ty: &str, text: &str) -> Claims {
    bitget(&format!("| lamp | {ty} | No | {text} |"), "", "{}", "{}").request[0].claims.clone()
}

fn htx_page(ty: &str, text: &str, range: &str, default: &str) -> Page {
    htx(&format!("| lamp | {ty} | false | {text} | {range} | {default} |"), "", "", "")
}

fn of_htx(ty: &str, text: &str, range: &str) -> Claims {
    htx_page(ty, text, range, "").request[0].claims.clone()
}

fn values(claims: &Claims) -> String {
    claims.values.iter().map(|value| value.value.as_str()).collect::<Vec<_>>().join(" ")
}

#[test]
fn values_of_bitget() {
    for (text, expected) in [
        ("Kind `red` warm `blue` cold", "red blue"),
        ("Kind `red`: warm `blue`:cold `grey`：none", "red blue grey"),
        ("Kind `red`warm `blue`cold", "red blue"),
        ("`red` `blue`", "red blue"),
        ("Kind, `red`, `blue`", "red blue"),
        ("Kind `red`/`blue`", "red blue"),
        ("Kind - `red` - `blue`", "red blue"),
        ("Kind red: warm blue: cold", "red blue"),
        ("Kind red：warm blue：cold", "red blue"),
        ("Half `half`: half filled `filled`: all filled", "half filled"),
        ("Kind (not used when `mode` is `slow`) `red`: warm `blue`: cold", "red blue"),
        ("Kind (not used when `mode` is `slow`) red: warm blue: cold and grey grey: none", "red blue grey"),
        ("Needed if the mode is `slow` `red`: warm `blue`: cold", "red blue"),
        ("Mode, default `red` `red` warm `blue` cold", "red blue"),
        ("Two ways:(long: going up, short: going down)", "long short"),
        ("`yes`: left out `no`: counted; The four kinds ：`a_b`,`c_d`", "yes no"),
        ("on/off", "on off"),
        ("yes / no", "yes no"),
        ("Kind 1. Needed in slow mode. mark_x: by mark fill_x: by fill", "mark_x fill_x"),
        (
            "Kind `red`: warm `blue`: cold 1. For lamps with glow, it is needed 2. For `track`, it only accepts `red`",
            "red blue",
        ),
        ("Lists 20 of them, values: red, blue, grey", "red blue grey"),
        ("Depth, enums：step0，step1，step2", "step0 step1 step2"),
    ] {
        assert_eq!(values(&of_bitget("String", text)), expected, "{text}");
    }
}

#[test]
fn what_is_no_closed_set_of_bitget() {
    for text in [
        "Trading pair, e.g. BTCUSDT",
        "Lamps such as `red`, `blue`",
        "Only one: `red`",
        "`lampAmount` and `streetAmount` must send one",
        "Required when `mode`=`slow`",
        "If `mode` is `slow`, the street; if `mode` is `fast`, the lamp",
        "The interval between `startTime` and `endTime` must not exceed 90 days",
        "Only takes BTC/ETH/USDT",
        "Number of queries: Default: 20, maximum: 100.",
        "Ratio 2. When a kind is removed: nothing. 3. When a kind is added: all",
        "1: When it is dark the lamp stays. 2: When it is bright it goes out",
        "Given or not",
        "Lamp directionred : warm modeblue : cold",
        "Rights: a_one a_two a_three: of the third a_four b_five: of the fifth",
    ] {
        assert_eq!(values(&of_bitget("String", text)), "", "{text}");
    }
}

#[test]
fn values_of_htx() {
    for (ty, range, expected) in [
        ("string", "red, blue, all", "red blue all"),
        ("string", "\"red\" , \"blue\"", "red blue"),
        ("string", "“red”，“blue”、\"grey\"", "red blue grey"),
        ("string", "[\"red\" , \"blue\"]", "red blue"),
        ("string", "\"red\"/\"blue\"", "red blue"),
        ("string", "red; blue", "red blue"),
        ("string", "red or blue", "red blue"),
        ("string", "buy sell", "buy sell"),
        ("string", "next, prev default is prev", "next prev"),
        ("string", "\"red\": \"blue\"", "red blue"),
        ("string", "\"red”: warm \"blue\":cold ,dark_5： the fifth , grey: none", "red blue dark_5 grey"),
        ("string", "open light：\"open\"，closed light：\"closed\"", "open closed"),
        ("string", "1 hour:\"60min\"，4 hours:\"4hour\"", "60min 4hour"),
        ("string", "Weekly:\"w\", Daily:\"d\"", "w d"),
        ("string", "\"red\":\"Warm\", \"blue\":\"Cold\"", "red blue"),
        ("string", "created, gone (paid back), lost", "created gone lost"),
        ("string", "\"red\" by default. \"blue\": cold, \"grey\": none", "red blue grey"),
        ("int", "0:all,1: near,2: far", "0 1 2"),
        ("int", "1：near，0：far", "1 0"),
        ("int", "1. Near; 2. Far; 22.None", "1 2 22"),
        ("int", "1:-near，2:-far", "1 2"),
        ("int", "0 means near, 1 means far, which is not allowed. The default value is 1.", "0 1"),
        ("int", "1 refers to near;0 refers to far", "1 0"),
        ("int", "11:near and dear，12:far", "11 12"),
        ("string", "several are allowed: 0:all(of them), 4.Near one, 5.Far one", "0 4 5"),
        ("int", "5, 10, 20", "5 10 20"),
    ] {
        assert_eq!(values(&of_htx(ty, "lamp", range)), expected, "{range}");
    }
}

#[test]
fn values_may_stand_in_the_description() {
    for (text, expected) in [
        ("business type, default is swap: futures, swap, all", "futures swap all"),
        ("order kind default is red; red，dark_5，dark_10", "red dark_5 dark_10"),
        ("order kind： \"red\" by default;\"dark_5\", \"dark_10\"", "red dark_5 dark_10"),
        ("state. unknown, on, off", "unknown on off"),
        ("the role of it: taker or maker", "taker maker"),
        ("use 'gte' for greater than and equal (>=), use 'lte' for less than and equal (<=)", "gte lte"),
        ("The kinds, including 'a-x', 'b-x' (see below), c-x, d-x.", "a-x b-x c-x d-x"),
    ] {
        assert_eq!(values(&of_htx("string", text, "")), expected, "{text}");
    }
    assert_eq!(values(&of_htx("int", "how to dim 0: no, 1: yes", "")), "0 1");
}

#[test]
fn what_is_no_closed_set_of_htx() {
    for (ty, text, range) in [
        ("string", "symbol", "\"BTC\",\"ETH\"..."),
        ("string", "code", "swap: \"BTC-USDT\"... , future: \"BTC-USDT-210625\" ..."),
        ("string", "code", "BTC-USD"),
        ("string", "account", "e.g. BTC-USDT，ETH-USDT, USDT"),
        ("string", "account", "\"BTC-USDT\", \"USDT\""),
        ("long", "id", "[1, 9223372036854775807]"),
        ("int", "size", "[1,2000]"),
        ("string", "number (several are separated by \",\")", ""),
        ("string", "The account, refer to the list. Use 'spot' account for one, use 'margin' account for another", ""),
        ("string", "default is plain price, kind x: limit, best 5: best_5, best 10: best_10", ""),
        ("decimal", "rate", "Such as: 0.01 means 1%"),
    ] {
        assert_eq!(values(&of_htx(ty, text, range)), "", "{text} {range}");
    }
}

#[test]
fn meanings_stay_with_their_values() {
    let claims = of_bitget("String", "Kind `red`: warm light `blue`: cold light(default)");
    let texts: Vec<&str> = claims.values.iter().map(|value| value.text.as_str()).collect();
    assert_eq!(texts, ["warm light", "cold light(default)"]);
}

#[test]
fn defaults_of_bitget() {
    for (text, expected) in [
        ("Default: 20, maximum: 100.", Some("20")),
        ("default is 100, maximum is 1000, if more, 100 items will be returned by default", Some("100")),
        ("The default value is 20 and the maximum value is 100", Some("20")),
        ("Number Defaults to 20 entries and supports a maximum of 50 entries.", Some("20")),
        ("Page Default to 1.", Some("1")),
        ("pageNo (default 1)", Some("1")),
        ("Sorting rules: Default: desc", Some("desc")),
        ("Mode, default `red` `red` warm `blue` cold", Some("red")),
        ("Mode `red` (default) `blue`", Some("red")),
        ("Mode `red`: warm(**default value**) `blue`: cold", Some("red")),
        ("mode   basic：the basic one   advanced（default）：the other", Some("advanced")),
        ("Kind `red`warm `blue`cold   If not provided, the default value is`blue`", Some("blue")),
        ("Whether so: `YES`, `NO` Default: `NO`.  Only then", Some("NO")),
        ("default all coins", None),
        ("The default end time is three months if no value is set", None),
        ("All lamps will be returned by default", None),
        ("It will use the main street of the lamp by default", None),
    ] {
        assert_eq!(of_bitget("String", text).default.as_deref(), expected, "{text}");
    }
}

#[test]
fn defaults_of_htx() {
    for (text, range, default, expected) in [
        ("page index, if not filled in as 1st", "", "", Some("1")),
        ("if not filled in as 20, and no more than 50", "", "", Some("20")),
        ("page size.20 by default. 50 at most", "", "", Some("20")),
        ("Page", "1st page by default without given instruction", "", Some("1")),
        ("", "next, prev default is prev", "", Some("prev")),
        ("", "next, prev", "next", Some("next")),
        ("", "red, blue | ", "NA", None),
        ("", "red, blue", "now", None),
        ("", "", "(now) – 48h", None),
        ("Order kind default is red; red，dark_5，dark_10", "", "", Some("red")),
        ("", "\"red\" by default;\"dark_5\", \"dark_10\"", "", Some("red")),
        ("", "take_a: one take_b: other", "take_a by default.", Some("take_a")),
        ("", "", "5", Some("5")),
    ] {
        let page = htx_page("string", text, range, default);
        assert_eq!(page.request[0].claims.default.as_deref(), expected, "{text} {range} {default}");
    }
    let page = htx_page("string", "", "next, prev default is prev", "next");
    assert_eq!(page.request[0].claims.default, None);
    assert_eq!(notes(&page, NoteKind::Contradicts).len(), 1);
}

#[test]
fn a_range_in_the_column_of_defaults_is_taken_back() {
    let page = htx_page("int", "size", "", "[1,2000]");
    assert_eq!(page.request[0].claims.max.as_deref(), Some("2000"));
    let page = htx_page("string", "kind", "", "red, blue, grey");
    assert_eq!(values(&page.request[0].claims), "red blue grey");
    let told = "request.lamp: the column of defaults holds the range".to_owned();
    assert!(notes(&page, NoteKind::Guessed).contains(&told));
}

#[test]
fn bounds() {
    for (text, min, max) in [
        ("Default: 20, maximum: 100.", None, Some("100")),
        ("Default:10 Max:100", None, Some("100")),
        ("the maximum supported is 50", None, Some("50")),
        ("with a maximum limit of 100", None, Some("100")),
        ("if not filled in as 20, and no more than 50", None, Some("50")),
        ("page size.20 by default. 50 at most", None, Some("50")),
        ("days need to be less than or equal to 90", None, Some("90")),
        ("number should ≤50", None, Some("50")),
        ("≥ 5,000 ms", Some("5000"), None),
        ("[1,2000]", Some("1"), Some("2000")),
        ("[1-50]", Some("1"), Some("50")),
        ("positive integers within 1-400,no more", Some("1"), Some("400")),
        ("limit：0.000001 - 0.01", Some("0.000001"), Some("0.01")),
        ("ranging from [1,125]. Default: 10.", Some("1"), Some("125")),
        ("must be not less than 0.001 (0.1%)", Some("0.001"), None),
        ("with a maximum of 999.99 and a minimum of 0.01", Some("0.01"), Some("999.99")),
        ("Maximum interval between start and end is 90 days", None, None),
        ("within the last 90 days", None, None),
        ("When it is greater than or equal to 0, it is set", None, None),
        ("name of at most 20 characters", None, None),
        ("up to 8 decimal places", None, None),
    ] {
        let claims = of_bitget("String", text);
        assert_eq!((claims.min.as_deref(), claims.max.as_deref()), (min, max), "{text}");
    }
}

#[test]
fn lists_bound_their_items() {
    for text in
        ["Lamps Maximum: 50", "maximum length: 50", "Up to 50 lamps", "Max. 50 ids", "limit of 50", "50 orders most."]
    {
        let claims = of_bitget("List<String>", text);
        assert_eq!((claims.max_items, claims.max.as_deref()), (Some(50), None), "{text}");
    }
}

#[test]
fn joined_texts_are_seen() {
    for text in [
        "lamps (several are separated by \",\", a maximum of 10 lamps)",
        "lamps (several are separated by \",\")，No more than 10",
        "several lamps need to be joined by \",\".Max number of order ids is 10 once.",
        "lamps (maximum 10 UIDs, separated by comma)",
        "support several seperated by ',', and one time 10 sub uid at most",
    ] {
        let claims = of_bitget("String", text);
        assert!(claims.joined, "{text}");
        assert_eq!((claims.max_items, claims.max), (Some(10), None), "{text}");
    }
}

#[test]
fn times_are_seen() {
    for text in [
        "Start time, Unix millisecond timestamp, e.g. 1690196141868",
        "Unix timestamp in milliseconds format",
        "start (time stamp in milliseconds)",
        "unix ms; give both",
        "End time, ms",
        "Time of answer, Unit: Millisecond",
    ] {
        assert!(of_bitget("String", text).timestamp, "{text}");
    }
    for text in ["start timestamp seconds", "street", "≥ 5,000 ms", "Creation time"] {
        assert!(!of_bitget("String", text).timestamp, "{text}");
    }
}

#[test]
fn conditions_are_seen() {
    for text in [
        "Required if the mode is `slow`",
        "Either lampId or street is required.",
        "One of the two must be passed",
        "Only required in slow mode",
        "'lampId' and 'street' must provide one",
        "lampId and street cannot both be empty",
    ] {
        assert!(of_bitget("String", text).conditional, "{text}");
    }
    assert!(!of_bitget("String", "Street of the lamp, not required").conditional);
}

#[test]
fn json_in_a_text_is_claimed() {
    assert!(of_bitget("String", "Fee details, as JSON string").embedded);
    assert!(!of_bitget("String", "Fee details").embedded);
}
