//! What is said to Redis: the scripts, their arguments and answers.

use redis::{Script, ScriptInvocation};
use std::sync::LazyLock;
use std::time::Duration;

static PASS: LazyLock<Script> = LazyLock::new(|| Script::new(include_str!("pass.lua")));
static CLOSE: LazyLock<Script> = LazyLock::new(|| Script::new(include_str!("close.lua")));
static CATCH_UP: LazyLock<Script> = LazyLock::new(|| Script::new(include_str!("catch_up.lua")));

/// Where the calls of one quota are counted. Nobody reads from it whose they are.
#[derive(Clone, Debug)]
pub(super) struct Keys {
    pub(super) log: String,
    pub(super) lock: String,
}

/// May a call go that draws on these quotas?
#[derive(Debug, Default)]
pub(super) struct Question<'k> {
    pub(super) quotas: Vec<QuotaQuestion<'k>>,
}

#[derive(Debug)]
pub(super) struct QuotaQuestion<'k> {
    pub(super) keys: &'k Keys,
    pub(super) requests: u32,
    /// How long a call counts.
    pub(super) length: Duration,
    /// For how long this process has used up its own share.
    pub(super) own_wait: Duration,
}

/// Whether it may.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Answer {
    pub(super) passed: bool,
    /// When Redis began to remember.
    pub(super) born: i64,
    /// Of each quota, how long until there is room, and how many calls were counted.
    pub(super) quotas: Vec<(Duration, u32)>,
}

impl Question<'_> {
    /// `alone` tells that calls were made that Redis does not know of.
    pub(super) fn invocation(&self, memory_key: &str, alone: bool) -> ScriptInvocation<'static> {
        let mut invocation = PASS.prepare_invoke();
        invocation.key(memory_key).arg(u8::from(alone));
        for QuotaQuestion { keys, requests, length, own_wait } in &self.quotas {
            invocation.key(&keys.log).key(&keys.lock);
            invocation.arg((*requests).max(1)).arg(micros(*length)).arg(micros(*own_wait));
        }
        invocation
    }
}

impl Answer {
    pub(super) fn read(numbers: &[i64], quotas: usize) -> Option<Self> {
        let [passed, born, rest @ ..] = numbers else { return None };
        let (pairs, rest) = rest.as_chunks::<2>();
        let quota = |&[wait, used]: &[i64; 2]| {
            let wait = Duration::from_micros(u64::try_from(wait).ok()?);
            Some((wait, u32::try_from(used).ok()?))
        };
        let answer =
            Self { passed: *passed == 1, born: *born, quotas: pairs.iter().map(quota).collect::<Option<_>>()? };
        (rest.is_empty() && pairs.len() == quotas).then_some(answer)
    }
}

/// Closes quotas for a while.
pub(super) fn close<'k>(keys: impl Iterator<Item = &'k Keys>, wait: Duration) -> ScriptInvocation<'static> {
    let mut invocation = CLOSE.prepare_invoke();
    for keys in keys {
        invocation.key(&keys.lock);
    }
    invocation.arg(u64::try_from(wait.as_millis()).unwrap_or(u64::MAX).max(1));
    invocation
}

/// Counts calls up to what the exchange had counted when it answered a call that passed so long ago.
pub(super) fn catch_up(keys: &Keys, length: Duration, age: Duration, told: u32) -> ScriptInvocation<'static> {
    let mut invocation = CATCH_UP.prepare_invoke();
    invocation.key(&keys.log).arg(micros(length)).arg(micros(age)).arg(told);
    invocation
}

fn micros(time: Duration) -> u64 {
    u64::try_from(time.as_micros()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_that_make_no_sense_are_none() {
        let quota = |millis, used| (Duration::from_millis(millis), used);
        let answer = Answer { passed: true, born: 7, quotas: vec![quota(0, 3), quota(2, 4)] };
        assert_eq!(Answer::read(&[1, 7, 0, 3, 2000, 4], 2), Some(answer));
        for numbers in [&[][..], &[1], &[1, 7, 0], &[1, 7, 0, 3], &[1, 7, 0, 3, 0], &[1, 7, -1, 3, 0, 0]] {
            assert_eq!(Answer::read(numbers, 2), None, "{numbers:?}");
        }
    }
}
