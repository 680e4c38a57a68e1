//! A catalogue and its minisign signature. Nothing of the text is looked at before the signature is
//! found good.

use aldis_core::Catalogue;
use aldis_core::catalogue::NotRenewed;
use minisign_verify::{PublicKey, Signature};
use thiserror::Error;

/// The lines of a minisign signature.
const LINES: usize = 4;
/// What it is called in complaints.
const NAME: &str = "services.toml";

/// Why a signed catalogue does not count.
#[derive(Debug, Error)]
pub(super) enum NotBelieved {
    /// Something is missing.
    #[error("it is not a catalogue with a signature")]
    Malformed,
    /// Nobody we know signed it, or something else.
    #[error("its signature is not good: {0}")]
    Signature(#[from] minisign_verify::Error),
    /// It is signed and does not count all the same.
    #[error(transparent)]
    NotRenewed(#[from] NotRenewed),
}

/// A catalogue and its signature, as they came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Signed {
    pub(super) text: Vec<u8>,
    pub(super) signature: String,
}

impl Signed {
    /// The catalogue, if the signature is that of `key` and it is newer than `in_force`.
    pub(super) fn renewed(
        &self,
        key: &str,
        in_force: &Catalogue,
    ) -> Result<Catalogue, NotBelieved> {
        // A key file has a comment above the key.
        let key = key.trim().lines().last().unwrap_or_default();
        let key = PublicKey::from_base64(key)?;
        let signature = Signature::decode(self.signature.trim_end())?;
        key.verify(&self.text, &signature, false)?;
        let text = str::from_utf8(&self.text).map_err(|_| NotBelieved::Malformed)?;
        Ok(in_force.renewed(text, NAME)?)
    }

    /// Both in one file, so that there is never one without the other.
    pub(super) fn to_file(&self) -> Vec<u8> {
        let signature = self.signature.trim_end().as_bytes();
        [signature, b"\n", &self.text].concat()
    }

    /// The reverse of [`Signed::to_file`].
    pub(super) fn from_file(bytes: &[u8]) -> Result<Self, NotBelieved> {
        let ends = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'\n');
        let end = ends.map(|(at, _)| at).nth(LINES - 1);
        let (signature, text) = end
            .and_then(|end| bytes.split_at_checked(end + 1))
            .ok_or(NotBelieved::Malformed)?;
        let signature = str::from_utf8(signature).map_err(|_| NotBelieved::Malformed)?;
        Ok(Self {
            text: text.to_vec(),
            signature: signature.to_owned(),
        })
    }
}
