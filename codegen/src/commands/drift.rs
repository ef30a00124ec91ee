//! `exbind drift`: what the documents say and the specs do not.

use super::arguments::Arguments;
use super::{Ended, counted, read, tell_left_out};
use exbind_codegen::drift::{Drift, belongs, compare, render};
use exbind_codegen::model::{Exchange, Model};
use exbind_codegen::page::Page;
use exbind_codegen::{Pages, understand};
use std::process::ExitCode;

#[allow(clippy::print_stdout)] // what was found is the output; all else is told on standard error
pub(crate) fn run(arguments: &Arguments) -> Ended {
    if arguments.names.is_empty() {
        return Err("name the folder of pages: `exbind drift PAGES_DIR`".into());
    }
    let model = understand(&read(&arguments.specs)?).map_err(|invalid| format!("{invalid}\nthe specs are wrong"))?;
    let mut pages = Pages::read(&arguments.names)?;
    let all = std::mem::take(&mut pages.pages);
    let mut drift = Drift::default();
    let claimed = |page: &&Page| model.exchanges.iter().any(|exchange| belongs(page, exchange));
    for exchange in exchanges(&model, arguments)? {
        // What no exchange claims is of the one that was named.
        let own = |page: &&Page| belongs(page, exchange) || arguments.exchange.is_some() && !claimed(page);
        let own: Vec<Page> = all.iter().filter(own).cloned().collect();
        if !own.is_empty() || arguments.exchange.is_some() {
            drift.add(compare(&own, exchange));
        }
    }
    let strange = all.iter().filter(|page| arguments.exchange.is_none() && !claimed(page));
    pages
        .unreadable
        .extend(strange.map(|page| (page.file.clone(), "no spec's exchange has these addresses".to_owned())));
    print!("{}", if arguments.json { render::json(&drift) } else { render::text(&drift) });
    eprintln!("{}", render::summary(&drift));
    tell_left_out(&pages);
    if all.is_empty() {
        return Err("none of the files is the page of an endpoint".into());
    }
    if !pages.unreadable.is_empty() {
        eprintln!("{} could not be read", counted(pages.unreadable.len(), "page"));
        return Ok(ExitCode::from(2));
    }
    Ok(ExitCode::from(u8::from(!drift.findings.is_empty())))
}

fn exchanges<'m>(model: &'m Model, arguments: &Arguments) -> Result<Vec<&'m Exchange>, String> {
    let Some(name) = &arguments.exchange else { return Ok(model.exchanges.iter().collect()) };
    let named = model.exchanges.iter().filter(|exchange| exchange.name.as_str() == name);
    let named: Vec<_> = named.collect();
    if named.is_empty() {
        let known: Vec<_> = model.exchanges.iter().map(|exchange| exchange.name.as_str()).collect();
        return Err(format!("there is no exchange `{name}` in the specs; there are: {}", known.join(", ")));
    }
    Ok(named)
}
