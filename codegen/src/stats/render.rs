//! Counts as a table, as JSON, and as the part of a document that is kept current.

use super::{Counts, Folder, Stats};
use crate::json::{Json, Members};

const BEGIN: &str = "<!-- stats -->\n";
const END: &str = "<!-- /stats -->";

/// An aligned table: each exchange, its folders below it, and everything together.
pub fn table(stats: &Stats) -> String {
    let mut rows = vec![Counts::default().named().map(|(name, _)| name.to_owned()).to_vec()];
    rows[0].insert(0, String::new());
    stats.exchanges.iter().for_each(|exchange| push(exchange, 0, &mut rows));
    rows.push(row("total".to_owned(), &stats.total));
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or_default();
    let widths: Vec<usize> = (0..rows[0].len()).map(width).collect();
    rows.iter().map(|row| line(row, &widths)).collect()
}

fn push(folder: &Folder, depth: usize, rows: &mut Vec<Vec<String>>) {
    rows.push(row(format!("{}{}", "  ".repeat(depth), folder.name), &folder.counts));
    folder.folders.iter().for_each(|inner| push(inner, depth + 1, rows));
}

fn row(name: String, counts: &Counts) -> Vec<String> {
    std::iter::once(name).chain(counts.named().map(|(_, count)| count.to_string())).collect()
}

fn line(row: &[String], widths: &[usize]) -> String {
    let cells = row.iter().zip(widths).enumerate().map(|(column, (cell, &width))| match column {
        0 => format!("{cell:width$}"),
        _ => format!("{cell:>width$}"),
    });
    cells.collect::<Vec<_>>().join("  ") + "\n"
}

/// An object: the exchanges, each with the folders in it, and everything together.
pub fn json(stats: &Stats) -> String {
    let exchanges = Json::List(stats.exchanges.iter().map(folder).collect());
    let total = Json::Object(counts(&stats.total).collect());
    let all = [("exchanges".to_owned(), exchanges), ("total".to_owned(), total)];
    format!("{}\n", Json::Object(all.into_iter().collect()))
}

fn folder(of: &Folder) -> Json {
    let name = ("name".to_owned(), Json::Text(of.name.clone()));
    let folders = ("folders".to_owned(), Json::List(of.folders.iter().map(folder).collect()));
    let members: Members = std::iter::once(name).chain(counts(&of.counts)).chain([folders]).collect();
    Json::Object(members)
}

fn counts(counts: &Counts) -> impl Iterator<Item = (String, Json)> {
    counts.named().into_iter().map(|(name, count)| (name.to_owned(), Json::Number(count.to_string())))
}

/// A table for readers: each exchange and its sections.
pub fn markdown(stats: &Stats) -> String {
    let mut text = String::from(
        "| | endpoints | public | signed | reads | writes | types | fields | error codes | examples |\n\
         |---|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n",
    );
    for exchange in &stats.exchanges {
        text.push_str(&markdown_row(&format!("**{}**", exchange.title), &exchange.counts));
        for section in &exchange.folders {
            text.push_str(&markdown_row(&format!("`{}`", section.name), &section.counts));
        }
    }
    text + &markdown_row("**all**", &stats.total)
}

fn markdown_row(name: &str, counts: &Counts) -> String {
    let Counts { public, signed, reads, writes, fields, errors, examples, .. } = *counts;
    let all = [counts.endpoints(), public, signed, reads, writes, counts.types(), fields, errors, examples];
    // Sections have no error codes of their own; a blank says so better than a zero.
    let shown = all.map(|count| if count == 0 { String::new() } else { format!("{count} ") });
    format!("| {name} | {}|\n", shown.join("| "))
}

/// Puts the table for readers between the two marks of a document. `None` when the marks are not there.
pub fn with_numbers(document: &str, stats: &Stats) -> Option<String> {
    let (before, rest) = document.split_once(BEGIN)?;
    let (_, after) = rest.split_once(END)?;
    Some(format!("{before}{BEGIN}{}{END}{after}", markdown(stats)))
}
