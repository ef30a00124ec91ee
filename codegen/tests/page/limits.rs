//! Rate limits in all their phrasings.

use crate::shown::*;
use exbind_codegen::model::{Limit, Scope};
use exbind_codegen::page::NoteKind;

fn show(limits: &[Limit]) -> String {
    let tier = |limit: &Limit| limit.tier.as_ref().map(|tier| format!(" {tier}")).unwrap_or_default();
    let one = |limit: &Limit| format!("{}/{}s {:?}{}", limit.requests, limit.per.as_secs(), limit.by, tier(limit));
    limits.iter().map(one).collect::<Vec<_>>().join(", ")
}

fn of_bitget(line: &str) -> String {
    let text = BITGET.replace("Rate limit: 1 request/second/UID for **copy trading traders**\n\n", "");
    show(&page(&text.replace("Rate limit: 10 requests/second/UID", line)).limits)
}

#[test]
fn phrasings_of_bitget() {
    let phrasings = [
        ("Frequency limit: 10 times/1s (UID)", "10/1s Uid"),
        ("Frequency limit:10 times/1s (User ID)", "10/1s Uid"),
        ("Frequency limit: 10c/1s (Uid)", "10/1s Uid"),
        ("Frequency limit：20 times/1s (IP)", "20/1s Ip"),
        ("Rate limit: 5 req/sec/UID", "5/1s Uid"),
        ("Rate Limit: 5req/sec/UID", "5/1s Uid"),
        ("Rate limit: 20/sec/IP", "20/1s Ip"),
        ("Rate limit: 1 req/s (IP)", "1/1s Ip"),
        ("Speed limit is 10 times/s (UID)", "10/1s Uid"),
        ("Speed limit is 10 times/s for average users. Frequency limit imposed according to user ID", "10/1s Uid"),
        ("Frequency limit: 1 time/10s (uid)", "1/10s Uid"),
        ("Frequency limit: 1 time/1s (API Key)", "1/1s Key"),
        ("20 times/s, frequency is limited according to user ID", "20/1s Uid"),
        ("5times/S （uid）", "5/1s Uid"),
        ("* Rate Limit: 1 req/sec/UID", "1/1s Uid"),
        ("Limit rule 10 times/1s (uid)", "10/1s Uid"),
        ("Frequency limit: 5 times/1s (UID)Trader frequency limit: 1 times/1s (UID)", "5/1s Uid, 1/1s Uid copy_trader"),
        (
            "Rate limit: 5 requests/sec/UID\n\nRate limit: 1 request/second/UID for **copy trading traders**",
            "5/1s Uid, 1/1s Uid copy_trader",
        ),
    ];
    for (line, expected) in phrasings {
        assert_eq!(of_bitget(line), expected, "{line}");
    }
}

#[test]
fn who_is_counted_is_guessed_aloud() {
    let line = "Frequency limit: 10 times/1s";
    assert_eq!(of_bitget(line), "10/1s Uid");
    let text = BITGET.replace("Rate limit: 10 requests/second/UID", line);
    assert_eq!(notes(&page(&text), NoteKind::Guessed).len(), 1);
    let unsigned = text.replace("ACCESS-", "OTHER-");
    assert_eq!(page(&unsigned).limits[0].by, Scope::Ip);
}

fn of_htx(text: &str, access: &str) -> (String, String) {
    let page = HTX.replace("5 times per second", text).replace("permission: Trade", &format!("permission: {access}"));
    let page = page_of(&page);
    (show(&page.limits), show(&page.shared_limits))
}

fn page_of(text: &str) -> exbind_codegen::page::Page {
    page(text)
}

#[test]
fn phrasings_of_htx() {
    let own = [
        ("5 times per second.", "5/1s Uid"),
        ("100times/2s", "100/2s Uid"),
        ("20times/2sec", "20/2s Uid"),
        ("50 times / 2s", "50/2s Uid"),
        ("2times/s", "2/1s Uid"),
        ("20/2s", "20/2s Uid"),
        ("1 time per 3 seconds", "1/3s Uid"),
        ("1 requests per 10 seconds", "1/10s Uid"),
        ("1 times/second.", "1/1s Uid"),
        ("4,500 5 minutes", "4500/300s Uid"),
    ];
    for (text, expected) in own {
        assert_eq!(of_htx(text, "Read"), (expected.to_owned(), String::new()), "{text}");
    }
}

#[test]
fn families_share_the_part_of_their_kind() {
    let family = "Calls of lamps are at most 144 times every 3 seconds for each UID (Trade Interface: at most 70 \
                  times every 3 seconds. Read Interface: at most 74 times every 3 seconds) (this limit is shared).";
    assert_eq!(of_htx(family, "Trade").1, "70/3s Uid");
    assert_eq!(of_htx(family, "Read").1, "74/3s Uid");
    let other = "144 requests per UID per 3 seconds. This limit is shared across all trading interfaces (70 requests/3 \
                 seconds) and query interfaces (74 requests/3 seconds).";
    assert_eq!(of_htx(other, "Trade").1, "70/3s Uid");
    assert_eq!(of_htx(other, "Read").1, "74/3s Uid");
    let public = "For public interface the rate limit is 240 times every 3 second at most for each IP (this 240 times \
                  every 3 second limit is shared)";
    assert_eq!(of_htx(public, "Read"), (String::new(), "240/3s Ip".to_owned()));
    assert_eq!(of_htx("all products 800 times/second for one IP at most", "Read").1, "800/1s Ip");
}

#[test]
fn what_is_no_limit_is_told() {
    let text = HTX.replace("5 times per second", "X/2s");
    assert_eq!(notes(&page(&text), NoteKind::Unread), ["rate limit: `X/2s` is no rate limit"]);
}

#[test]
fn notes_repeat_a_limit_or_tell_it_alone() {
    let note = "\nNotes:  \nThe frequency limit of this interface is 5 times per second.\n\n#### Response Parameter";
    let text = HTX.replace("#### Response Parameter", note);
    assert_eq!(show(&page(&text).limits), "5/1s Uid");
    let long = "Lamps are dimmed one after the other, and the street stays as bright as it was. ".repeat(3);
    let among = text.replace("Notes:  \n", &format!("Notes:  \n{long}and so on  \n"));
    assert_eq!(notes(&page(&among), NoteKind::Contradicts), Vec::<String>::new());
    let alone = text.replace("Rate Limit: 5 times per second\n", "");
    assert_eq!(show(&page(&alone).limits), "5/1s Uid");
    assert!(notes(&page(&alone), NoteKind::Guessed).iter().any(|note| note.contains("told in the notes only")));
    let other = text.replace("Rate Limit: 5 times", "Rate Limit: 7 times");
    assert_eq!(notes(&page(&other), NoteKind::Contradicts), ["rate limit: the notes say 5 in 1 s"]);
}
