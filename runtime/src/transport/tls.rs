//! TLS as the transport uses it: rustls with the ring provider, certificates judged as the platform does.

use crate::error::BoxError;
use rustls::{ClientConfig, RootCertStore, crypto};
use rustls_platform_verifier::BuilderVerifierExt;
use std::sync::Arc;

/// The configuration of a client. The provider is named here, not installed for the whole process: that choice is
/// the program's.
///
/// Without `https` no certificate is trusted, and the platform's are not read: minimal containers have none.
pub(super) fn config(https: bool) -> Result<ClientConfig, BoxError> {
    let provider = Arc::new(crypto::ring::default_provider());
    let builder = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
    let mut config = if https {
        builder.with_platform_verifier()?.with_no_client_auth()
    } else {
        builder.with_root_certificates(RootCertStore::empty()).with_no_client_auth()
    };
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(config)
}
