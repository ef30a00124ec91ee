//! Who calls, and which quotas that caller's calls draw on.

use super::QuotaId;
use crate::meta::{Quota, Scope};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

/// Who calls, as far as quotas tell callers apart: hashes that mean nothing to whoever lacks the secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Caller {
    uid: u128,
    key: u128,
    address: u128,
}

impl Caller {
    /// The caller with an API key, under the label of its account where it was given one, and of its address.
    pub(crate) fn new(secret: &[u8], uid: Option<&str>, key: Option<&str>, address: Option<&str>) -> Self {
        let hash = |kind: &str, name: &str| keyed_hash(secret, &[kind, name]);
        let key = hash("key", key.unwrap_or_default());
        let address = hash("ip", address.unwrap_or_default());
        Self { uid: uid.map_or(key, |uid| hash("uid", uid)), key, address }
    }

    fn identity(self, scope: Scope) -> u128 {
        match scope {
            Scope::Uid => self.uid,
            Scope::Key => self.key,
            Scope::Ip => self.address,
        }
    }

    /// The quotas of calls to an endpoint by users of a tier.
    pub(super) fn quotas(
        self,
        exchange: &'static str,
        endpoint: &'static str,
        quotas: &[Quota],
        tier: Option<&str>,
    ) -> Vec<QuotaId> {
        let chosen = quotas.iter().filter(|quota| applies(quota, quotas, tier));
        chosen.map(|quota| QuotaId::new(exchange, endpoint, quota, self.identity(quota.by))).collect()
    }
}

/// Whether a quota holds for users of a tier: theirs, or one for everybody that has none of theirs beside it.
fn applies(quota: &Quota, all: &[Quota], tier: Option<&str>) -> bool {
    let special = |other: &Quota| {
        other.tier.is_some() && other.tier == tier && other.bucket == quota.bucket && other.by == quota.by
    };
    match quota.tier {
        Some(_) => quota.tier == tier,
        None => !all.iter().any(special),
    }
}

/// A hash of texts that cannot be guessed at without the secret. No two lists of texts have the same.
pub(super) fn keyed_hash(secret: &[u8], parts: &[&str]) -> u128 {
    let mut hash = Hmac::<Sha256>::new_from_slice(secret).expect("HMAC takes keys of any length");
    for part in parts {
        hash.update(&(part.len() as u64).to_be_bytes());
        hash.update(part.as_bytes());
    }
    let bytes = hash.finalize().into_bytes();
    bytes.iter().take(16).fold(0, |number, byte| number << 8 | u128::from(*byte))
}
