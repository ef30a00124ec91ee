//! What the specs say about exchanges and endpoints, as the runtime and tools find it.

use exbind::Endpoint;
use exbind::meta::{Access, Effect, ErrorKind, Meta, Method, PageStyle, Place, Quota, Retry, Scope};
use own_specs::acme::account::{Balance, DeleteKey, Ledger, Profile, ReadSettings, UpdateSettings};
use own_specs::acme::market::{Candles, FuturesDepth, SpotDepth, Symbols};
use own_specs::acme::trade::orders::history::{Fills, ListOrders};
use own_specs::acme::trade::orders::{BatchPlace, CancelAllOrders, OpenOrders, PlaceOrder};
use own_specs::acme::trade::{Positions, SetMargin};
use own_specs::acme::{CloseAll, EXCHANGE, Heartbeat, ServerTime};
use own_specs::{acme, zenith};
use std::time::Duration;

fn meta<E: Endpoint>() -> &'static Meta {
    E::META
}

const ALL_CALLS: Quota = Quota::shared("acme.all_calls", 6000, Duration::from_secs(60), Scope::Ip);
const TRADE: Quota = Quota::shared("acme.trade", 72, Duration::from_secs(3), Scope::Uid);
const BURST: Quota = Quota::shared("acme.burst", 20, Duration::from_millis(500), Scope::Key);
const COPY_TRADE: Quota = Quota::shared("acme.copy_trade", 5, Duration::from_secs(1), Scope::Uid).tier("copy_trader");

#[test]
fn every_call_counts_against_its_own_quotas_and_shared_ones() {
    let check = |meta: &Meta, expected: &[Quota]| assert_eq!(meta.quotas, expected, "{}", meta.id);
    let own = |requests, seconds, by| Quota::own(requests, Duration::from_secs(seconds), by);
    check(meta::<ServerTime>(), &[ALL_CALLS]);
    check(meta::<Candles>(), &[own(20, 1, Scope::Ip), ALL_CALLS]);
    check(meta::<CloseAll>(), &[own(1, 10, Scope::Uid), ALL_CALLS]);
    check(meta::<SetMargin>(), &[BURST, ALL_CALLS]);
    let traders = own(1, 1, Scope::Uid).tier("copy_trader");
    check(meta::<PlaceOrder>(), &[own(10, 1, Scope::Uid), traders, TRADE, COPY_TRADE, ALL_CALLS]);
    check(meta::<zenith::Ping>(), &[]);
    assert_eq!((EXCHANGE.quotas, zenith::EXCHANGE.quotas), (&[ALL_CALLS][..], &[][..]));
}

#[test]
fn methods_paths_and_services_tell_endpoints_apart() {
    let check = |meta: &Meta, method, path, service| {
        assert_eq!((meta.method, meta.path, meta.service), (method, path, service), "{}", meta.id);
    };
    check(meta::<SpotDepth>(), Method::Get, "/market/depth", "api");
    check(meta::<FuturesDepth>(), Method::Get, "/market/depth", "futures");
    check(meta::<ReadSettings>(), Method::Get, "/v1/settings", "api");
    check(meta::<UpdateSettings>(), Method::Put, "/v1/settings", "api");
    check(meta::<DeleteKey>(), Method::Delete, "/v1/keys/{key-id}", "api");
    check(meta::<zenith::wallet::Transfer>(), Method::Post, "/wallet/transfer", "main");
}

#[test]
fn access_and_effect_do_not_follow_from_the_method() {
    let check = |meta: &Meta, access, effect| {
        assert_eq!((meta.access, meta.effect), (access, effect), "{}", meta.id);
    };
    check(meta::<Positions>(), Access::Read, Effect::Read);
    check(meta::<CancelAllOrders>(), Access::Trade, Effect::Write);
    check(meta::<SetMargin>(), Access::Transfer, Effect::Write);
    check(meta::<DeleteKey>(), Access::Withdraw, Effect::Write);
    check(meta::<Symbols>(), Access::Public, Effect::Read);
}

#[test]
fn envelopes_are_those_that_endpoints_name() {
    let data = |meta: &Meta| (meta.envelope.data, meta.envelope.success.map(|(field, _)| field), meta.envelope.time);
    assert_eq!(data(meta::<ServerTime>()), (Some("data"), Some("status"), Some("ts")));
    assert_eq!(data(meta::<Fills>()), (Some("data"), Some("code"), Some("ts")));
    assert_eq!(data(meta::<Ledger>()), (Some("data"), Some("success"), None));
    assert_eq!(data(meta::<SpotDepth>()), (Some("tick"), Some("status"), Some("ts")));
    assert_eq!(data(meta::<Symbols>()), (Some("data"), None, None));
    assert_eq!(data(meta::<Heartbeat>()), (None, None, None));
    assert_eq!(EXCHANGE.envelope.code, ["err-code", "err_code"]);
}

#[test]
fn paging_names_parameters_and_fields() {
    let paging = |meta: &Meta| {
        let paging = meta.paging.unwrap_or_else(|| panic!("{} pages", meta.id));
        let parameters = [paging.older, paging.newer, paging.number, paging.size, paging.direction];
        (paging.style, parameters, [paging.next, paging.item_id, paging.pages, paging.items])
    };
    let check = |meta: &Meta, style, parameters, fields| assert_eq!(paging(meta), (style, parameters, fields));
    check(
        meta::<OpenOrders>(),
        PageStyle::Cursor,
        [Some("idLessThan"), Some("idGreaterThan"), None, Some("limit"), None],
        [Some("endId"), None, None, Some("items")],
    );
    check(
        meta::<Fills>(),
        PageStyle::Cursor,
        [Some("idLessThan"), None, None, Some("limit"), None],
        [None, Some("tradeId"), None, None],
    );
    check(
        meta::<ListOrders>(),
        PageStyle::Page,
        [None, None, Some("page_index"), Some("page_size"), None],
        [None, None, Some("total_page"), Some("orders")],
    );
    check(
        meta::<Ledger>(),
        PageStyle::FromId,
        [Some("from-id"), None, None, Some("size"), Some("direct")],
        [Some("next-id"), Some("record-id"), None, Some("list")],
    );
    check(
        meta::<Candles>(),
        PageStyle::Time,
        [Some("to"), Some("from"), None, Some("size"), None],
        [None, Some("time"), None, None],
    );
    let more = |meta: &Meta| meta.paging.map(|paging| (paging.older_is, paging.newer_is, paging.filled));
    assert_eq!(more(meta::<Ledger>()), Some((Some("next"), None, false)));
    assert_eq!(more(meta::<Fills>()), Some((None, None, true)));
    assert!(meta::<Profile>().paging.is_none());
}

#[test]
fn parameters_are_known_by_place_and_values() {
    let place = |meta: &'static Meta, name: &str| {
        let param = meta.params.iter().find(|param| param.name == name).expect(name);
        (param.place, param.required, param.values)
    };
    assert_eq!(place(meta::<Balance>(), "account-id"), (Place::Path, true, &[][..]));
    assert_eq!(place(meta::<Balance>(), "kind"), (Place::Path, true, &["spot", "super-margin"][..]));
    assert_eq!(place(meta::<DeleteKey>(), "force"), (Place::Query, false, &[][..]));
    assert_eq!(place(meta::<PlaceOrder>(), "type"), (Place::Body, false, &["limit", "market", "post-only"][..]));
    assert_eq!(place(meta::<BatchPlace>(), "orders"), (Place::WholeBody, true, &[][..]));
    assert!(meta::<CloseAll>().params.is_empty());
}

#[test]
fn idempotency_and_deprecation_are_told() {
    assert_eq!(meta::<PlaceOrder>().idempotency_key, Some("clientOid"));
    assert_eq!(meta::<SetMargin>().idempotency_key, None);
    assert_eq!(meta::<CancelAllOrders>().deprecated, Some("Use `close_all`."));
    assert_eq!(meta::<CloseAll>().deprecated, None);
}

#[test]
fn error_codes_are_found_by_their_text() {
    let check = |code: &str, kind, retry| {
        let known = EXCHANGE.error(code).map(|known| (known.kind, known.retry));
        assert_eq!(known, Some((kind, retry)), "{code}");
    };
    check("1017", ErrorKind::OrderNotFound, Retry::Never);
    check("429", ErrorKind::RateLimit, Retry::Later);
    check("40004", ErrorKind::Timestamp, Retry::Resync);
    check("500", ErrorKind::Unavailable, Retry::Later);
    check("base-date-limit-error", ErrorKind::InvalidParameter, Retry::Never);
    assert!(EXCHANGE.error("no such code").is_none());
    assert!(zenith::EXCHANGE.errors.is_empty());
}

#[test]
fn ids_follow_folders_and_are_all_different() {
    let ids: Vec<&str> = acme::ENDPOINTS.iter().chain(zenith::ENDPOINTS).map(|meta| meta.id).collect();
    let mut sorted = ids.clone();
    sorted.sort_unstable();
    sorted.dedup();
    assert_eq!(sorted.len(), ids.len());
    assert!(ids.contains(&"acme.server_time") && ids.contains(&"acme.trade.orders.history.fills"));
    assert_eq!(zenith::ENDPOINTS.len(), 4);
}

#[test]
fn exchanges_know_their_addresses_and_headers() {
    let hosts: Vec<_> = EXCHANGE.hosts.iter().map(|host| (host.service, host.environment, host.url)).collect();
    assert_eq!(
        hosts,
        [
            ("api", "main", "https://api.acme.example"),
            ("api", "backup", "https://api2.acme.example"),
            ("futures", "main", "https://futures.acme.example"),
        ]
    );
    assert_eq!((EXCHANGE.locale_header, EXCHANGE.channel_header), (Some("locale"), Some("X-CHANNEL")));
    assert_eq!((EXCHANGE.demo_header, zenith::EXCHANGE.demo_header), (Some(("paptrading", "1")), None));
}
