//! Writes answers the way the exchange wraps them. The tables of the endpoint say which field is which; the spelling
//! of values is the exchange's own.

use crate::json::{Members, object, quoted};
use exbind_runtime::meta::{Envelope, Exchange, Signing};

/// Writes what one part of an exchange answers.
#[derive(Clone, Copy)]
pub(crate) struct Wrapper {
    pub(crate) exchange: &'static Exchange,
    pub(crate) service: &'static str,
    pub(crate) envelope: &'static Envelope,
    pub(crate) now_ms: i64,
}

impl Wrapper {
    /// A call that was taken, and what it gives.
    pub(crate) fn accepted(&self, data: &str) -> String {
        let Some(place) = self.envelope.data else { return data.to_owned() };
        let mut members = Vec::new();
        if let Some((field, values)) = self.envelope.success {
            members.push((field, self.word(values.first().copied().unwrap_or_default())));
            // Where a code tells success, a message stands beside it.
            if let Some(message) = self.envelope.message.first().filter(|_| self.envelope.code.contains(&field)) {
                members.push((message, quoted("success")));
            }
        }
        members.push((place, data.to_owned()));
        self.push_time(&mut members);
        object(&members)
    }

    /// A call that was refused.
    pub(crate) fn refused(&self, code: &str, message: &str) -> String {
        let envelope = if self.envelope.code.is_empty() { self.exchange.envelope } else { self.envelope };
        let mut members = Vec::new();
        if let Some((field, values)) = envelope.success.filter(|(field, _)| !envelope.code.contains(field)) {
            let failure = if values.contains(&"true") { "false" } else { "error" };
            members.push((field, self.word(failure)));
        }
        members.push((self.spelling(envelope.code).unwrap_or("code"), self.word(code)));
        members.push((self.spelling(envelope.message).unwrap_or("message"), quoted(message)));
        if let Some(data) = envelope.data.filter(|_| self.exchange.signing == Signing::Bitget) {
            members.push((data, "null".to_owned()));
        }
        Self { envelope, ..*self }.push_time(&mut members);
        object(&members)
    }

    /// An answer with its time set to now, in the form that it had.
    pub(crate) fn restamped(&self, answer: &str) -> String {
        let Some((time, Members(members))) = self.envelope.time.zip(Members::of(answer)) else {
            return answer.to_owned();
        };
        let value = |name: &str, value: &str| match (name == time, value.starts_with('"')) {
            (false, _) => value.to_owned(),
            (true, true) => format!("\"{}\"", self.now_ms),
            (true, false) => self.now_ms.to_string(),
        };
        let members: Vec<_> = members.iter().map(|(name, raw)| (name.as_str(), value(name, raw.get()))).collect();
        object(&members)
    }

    fn push_time(&self, members: &mut Vec<(&str, String)>) {
        // The time may be the answer itself.
        if let Some(time) = self.envelope.time.filter(|time| members.iter().all(|(name, _)| name != time)) {
            members.push((time, self.now_ms.to_string()));
        }
    }

    /// HTX writes codes that are numbers, and what is true or false, without quotes; Bitget puts all in quotes.
    fn word(&self, text: &str) -> String {
        let bare = self.exchange.signing == Signing::Htx && (text.parse::<i64>().is_ok() || is_boolean(text));
        if bare { text.to_owned() } else { quoted(text) }
    }

    /// HTX spells a field with `-` on spot and with `_` elsewhere.
    fn spelling(&self, names: &[&'static str]) -> Option<&'static str> {
        let spot = |name: &&&str| self.service == "spot" && name.contains('-');
        names.iter().find(spot).or(names.first()).copied()
    }
}

fn is_boolean(text: &str) -> bool {
    matches!(text, "true" | "false")
}

#[cfg(test)]
mod tests {
    use super::*;
    use exbind::{bitget, htx};

    fn wrapper(exchange: &'static Exchange, service: &'static str, envelope: &'static Envelope) -> Wrapper {
        Wrapper { exchange, service, envelope, now_ms: 17 }
    }

    fn usual(exchange: &'static Exchange, service: &'static str) -> Wrapper {
        wrapper(exchange, service, exchange.envelope)
    }

    static NAMED: Envelope = Envelope {
        success: Some(("success", &["true"])),
        code: &["code"],
        message: &["message"],
        data: Some("data"),
        time: None,
        other: &[],
    };

    #[test]
    fn data_is_wrapped_as_the_tables_say() {
        let check = |wrapper: Wrapper, expected: &str| assert_eq!(wrapper.accepted("[1]"), expected);
        check(usual(&bitget::EXCHANGE, "api"), r#"{"code":"00000","msg":"success","data":[1],"requestTime":17}"#);
        check(usual(&htx::EXCHANGE, "contracts"), r#"{"status":"ok","data":[1],"ts":17}"#);
        check(wrapper(&htx::EXCHANGE, "spot", &NAMED), r#"{"success":true,"data":[1]}"#);
        check(wrapper(&htx::EXCHANGE, "spot", &Envelope::BARE), "[1]");
    }

    #[test]
    fn refusals_have_the_exchanges_own_form() {
        let check = |wrapper: Wrapper, code: &str, expected: &str| {
            assert_eq!(wrapper.refused(code, "it \"fails\""), expected.replace('~', r#""it \"fails\"""#));
        };
        let bitget = usual(&bitget::EXCHANGE, "api");
        check(bitget, "429", r#"{"code":"429","msg":~,"data":null,"requestTime":17}"#);
        let (contracts, spot) = (usual(&htx::EXCHANGE, "contracts"), usual(&htx::EXCHANGE, "spot"));
        check(contracts, "1032", r#"{"status":"error","err_code":1032,"err_msg":~,"ts":17}"#);
        check(spot, "base-not-found", r#"{"status":"error","err-code":"base-not-found","err-msg":~,"ts":17}"#);
        let named = wrapper(&htx::EXCHANGE, "spot", &NAMED);
        check(named, "1002", r#"{"success":false,"code":1002,"message":~}"#);
        let bare = wrapper(&htx::EXCHANGE, "contracts", &Envelope::BARE);
        check(bare, "404", r#"{"status":"error","err_code":404,"err_msg":~,"ts":17}"#);
    }

    #[test]
    fn only_the_time_of_an_answer_changes() {
        let check = |answer: &str, expected: &str| {
            assert_eq!(usual(&htx::EXCHANGE, "contracts").restamped(answer), expected);
        };
        check(r#"{"ts": 1, "data": {"ts": 2}}"#, r#"{"ts":17,"data":{"ts": 2}}"#);
        check(r#"{"ts": "1"}"#, r#"{"ts":"17"}"#);
        check(
            r#"{"data": 1234567890123456789012345678901234567890.10}"#,
            r#"{"data":1234567890123456789012345678901234567890.10}"#,
        );
        check(r#"[{"ts": 1}]"#, r#"[{"ts": 1}]"#);
        check("<html>", "<html>");
    }
}
