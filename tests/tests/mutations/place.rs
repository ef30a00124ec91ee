//! Places in JSON: where damage is done.

use exbind_codegen::json::Json;

/// The way to a value inside another, by index into lists and objects.
pub(crate) type Place = Vec<usize>;

/// All places below a value.
pub(crate) fn places(json: &Json) -> Vec<Place> {
    let mut places = Vec::new();
    collect(json, &mut Vec::new(), &mut places);
    places
}

fn collect(json: &Json, here: &mut Place, places: &mut Vec<Place>) {
    for (index, child) in children(json).into_iter().enumerate() {
        here.push(index);
        places.push(here.clone());
        collect(child, here, places);
        here.pop();
    }
}

fn children(json: &Json) -> Vec<&Json> {
    match json {
        Json::List(items) => items.iter().collect(),
        Json::Object(members) => members.iter().map(|(_, value)| value).collect(),
        _ => Vec::new(),
    }
}

/// The value at a place.
pub(crate) fn at<'j>(json: &'j Json, place: &[usize]) -> &'j Json {
    place.iter().fold(json, |json, index| children(json)[*index])
}

/// The path of a place: `$.data[3].price`.
pub(crate) fn path(json: &Json, place: &[usize]) -> String {
    let mut path = "$".to_owned();
    for (depth, index) in place.iter().enumerate() {
        path += &match at(json, &place[..depth]) {
            Json::Object(members) => format!(".{}", members.keys().nth(*index).unwrap()),
            _ => format!("[{index}]"),
        };
    }
    path
}

/// The value with another in the place of one inside it.
pub(crate) fn replaced(json: &Json, place: &[usize], new: &Json) -> Json {
    let Some((index, rest)) = place.split_first() else { return new.clone() };
    let put = |place: usize, child: &Json| if place == *index { replaced(child, rest, new) } else { child.clone() };
    match json {
        Json::List(items) => Json::List(items.iter().enumerate().map(|(place, item)| put(place, item)).collect()),
        Json::Object(members) => {
            let members = members.iter().enumerate();
            Json::Object(members.map(|(place, (name, value))| (name.clone(), put(place, value))).collect())
        }
        _ => unreachable!("a place leads through lists and objects"),
    }
}
