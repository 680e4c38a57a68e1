//! Certificates of the lab's own authority: a right one, one for another name, one long expired.

use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair, date_time_ymd};
use rustls::ServerConfig;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::TlsAcceptor;

use crate::fault::Fault;

/// One acceptor for each certificate a part can show.
#[derive(Clone)]
pub(crate) struct Certificates {
    right: TlsAcceptor,
    wrong_name: TlsAcceptor,
    expired: TlsAcceptor,
    authority_pem: String,
}

impl Certificates {
    pub(crate) fn make() -> anyhow::Result<Self> {
        let key = KeyPair::generate()?;
        let mut params = CertificateParams::new(Vec::new())?;
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let authority_pem = params.self_signed(&key)?.pem();
        let issuer = Issuer::new(params, key);

        let ours = ["127.0.0.1".to_owned(), "localhost".to_owned()];
        let mut expired = CertificateParams::new(ours.clone())?;
        expired.not_before = date_time_ymd(2019, 1, 1);
        expired.not_after = date_time_ymd(2020, 1, 1);
        let theirs = ["somebody-else.invalid".to_owned()];
        Ok(Self {
            right: acceptor(CertificateParams::new(ours)?, &issuer)?,
            wrong_name: acceptor(CertificateParams::new(theirs)?, &issuer)?,
            expired: acceptor(expired, &issuer)?,
            authority_pem,
        })
    }

    /// The authority a client must trust to find the right certificate right.
    pub(crate) fn authority_pem(&self) -> &str {
        &self.authority_pem
    }

    /// What to shake hands with under this fault.
    pub(crate) const fn acceptor(&self, fault: &Fault) -> &TlsAcceptor {
        if matches!(fault, Fault::TlsWrongName) {
            &self.wrong_name
        } else if matches!(fault, Fault::TlsExpired) {
            &self.expired
        } else {
            &self.right
        }
    }
}

fn acceptor(
    params: CertificateParams,
    issuer: &Issuer<'_, KeyPair>,
) -> anyhow::Result<TlsAcceptor> {
    let key = KeyPair::generate()?;
    let certificate: CertificateDer<'static> = params.signed_by(&key, issuer)?.into();
    let key = PrivateKeyDer::try_from(key.serialize_der()).map_err(anyhow::Error::msg)?;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)?;
    Ok(TlsAcceptor::from(Arc::new(config)))
}
