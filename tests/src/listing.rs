//! A list behind an endpoint that pages.

use crate::record::Recorded;
use crate::reply::Reply;
use exbind_runtime::Endpoint;
use exbind_runtime::meta::{PageStyle, Paging};
use serde_json::{Map, Value};

/// A list that is handed out in pages, the way that an endpoint's tables say: by cursor, by number, or from an id.
///
/// ```
/// use exbind::htx::coin_swap::reference::InsuranceFundHistory;
/// use exbind_testkit::{Listing, Reply};
/// use serde_json::json;
///
/// let history = (1..=7).rev().map(|id| json!({"query_id": id})).collect();
/// let reply = Reply::pages(Listing::of::<InsuranceFundHistory>(history).page_size(3));
/// ```
#[derive(Clone, Debug)]
pub struct Listing {
    paging: Option<&'static Paging>,
    /// Newest first.
    items: Vec<Value>,
    id: &'static str,
    size: usize,
    inclusive: bool,
    clamped: bool,
}

impl Listing {
    /// The list of an endpoint, newest first. Where pages are named by ids, these are whole numbers and grow with time;
    /// they stand in the field that the tables name.
    pub fn of<E: Endpoint>(items: Vec<Value>) -> Self {
        let paging = E::META.paging.as_ref();
        let id = paging.and_then(|paging| paging.item_id).unwrap_or_default();
        Self { paging, items, id, size: 20, inclusive: false, clamped: false }
    }

    /// The field of an item with its id, where the tables name none.
    pub fn ids(self, id: &'static str) -> Self {
        Self { id, ..self }
    }

    /// How many items a page holds, unless the request says so.
    pub fn page_size(self, size: usize) -> Self {
        Self { size, ..self }
    }

    /// Pages that start from an id begin with that item, not behind it.
    pub fn inclusive(self) -> Self {
        Self { inclusive: true, ..self }
    }

    /// Behind the last page comes the last page again, not an empty one.
    pub fn clamped(self) -> Self {
        Self { clamped: true, ..self }
    }

    /// The page that a request asks for.
    pub(crate) fn page(&self, request: &Recorded) -> Reply {
        let Some(paging) = self.paging else {
            return Reply::http(501, "the tables do not say how this endpoint pages");
        };
        let asked = Asked { paging, request };
        let size = asked.number(paging.size).map_or(self.size, |size| usize::try_from(size).unwrap_or(0)).max(1);
        let (items, told) = match paging.style {
            PageStyle::Page => self.by_number(&asked, size),
            _ => self.by_cursor(&asked, size),
        };
        let Some(name) = paging.items else { return Reply::data(Value::from(items).to_string()) };
        let told = paging.next.or(paging.pages).map(|field| (field.to_owned(), told));
        let fields: Map<String, Value> = told.into_iter().chain([(name.to_owned(), items.into())]).collect();
        Reply::data(Value::from(fields).to_string())
    }

    fn by_number(&self, asked: &Asked<'_>, size: usize) -> (Vec<Value>, Value) {
        let pages = self.items.len().div_ceil(size);
        let number = usize::try_from(asked.number(asked.paging.number).unwrap_or(1)).unwrap_or(usize::MAX).max(1);
        let number = if self.clamped { number.min(pages.max(1)) } else { number };
        let items = self.items.iter().skip((number - 1).saturating_mul(size)).take(size).cloned().collect();
        // An empty list has a page all the same, on exchanges that exist.
        (items, pages.max(1).into())
    }

    fn by_cursor(&self, asked: &Asked<'_>, size: usize) -> (Vec<Value>, Value) {
        let paging = asked.paging;
        let turned = paging.direction.and_then(|name| asked.text(name));
        let (below, above) = match (&turned, paging.newer_is) {
            (Some(value), Some(newer)) if value == newer => (None, asked.number(paging.newer)),
            (Some(_), _) => (asked.number(paging.older), None),
            (None, _) => (asked.number(paging.older), asked.number(paging.newer)),
        };
        let upward = match (&turned, paging.newer_is) {
            (Some(value), Some(newer)) => value == newer,
            _ => below.is_none() && above.is_some(),
        };
        let slack = i128::from(self.inclusive);
        let within = |item: &&Value| {
            let id = self.id_of(item);
            below.is_none_or(|bound| id < bound + slack) && above.is_none_or(|bound| id > bound - slack)
        };
        let mut found: Vec<&Value> = self.items.iter().filter(within).collect();
        if upward {
            found.reverse();
        }
        // A cursor that belongs to the page it asks for is the first item there; one that does not, the last here.
        let next = if self.inclusive { found.get(size) } else { found.iter().take(size).next_back() };
        let next = next.map_or(Value::Null, |item| self.id_of(item).to_string().into());
        (found.into_iter().take(size).cloned().collect(), next)
    }

    fn id_of(&self, item: &Value) -> i128 {
        whole(&item[self.id]).unwrap_or_default()
    }
}

/// What a request says of pages.
struct Asked<'r> {
    paging: &'static Paging,
    request: &'r Recorded,
}

impl Asked<'_> {
    fn text(&self, name: &str) -> Option<String> {
        let json = self.request.json();
        let member = json.get(name).map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned));
        member.or_else(|| self.request.pair(name))
    }

    fn number(&self, name: Option<&str>) -> Option<i128> {
        self.text(name?)?.parse().ok()
    }
}

fn whole(value: &Value) -> Option<i128> {
    value.as_i64().map(i128::from).or_else(|| value.as_str()?.parse().ok())
}
