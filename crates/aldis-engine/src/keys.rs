//! The user's own API keys, in the key store of the system and nowhere else: no file, no log and no
//! window ever holds one.

use std::fmt;

use keyring_core::api::CredentialStoreApi;
use keyring_core::{Entry, Error};
use secrecy::{ExposeSecret, SecretString};
use thiserror::Error;

/// Under what all of them are kept.
const SERVICE: &str = "aldis";
/// No vendor's key is longer.
const LONGEST: usize = 4096;

/// One key. Printing it shows nothing of it, and its memory is wiped when it goes.
#[derive(Clone)]
pub struct Key(SecretString);

impl Key {
    /// A key as somebody gave it, white space at its ends aside; `None` if it cannot be one.
    pub fn new(text: &str) -> Option<Self> {
        let text = text.trim();
        let is_plain = text.bytes().all(|byte| byte.is_ascii_graphic());
        (is_plain && !text.is_empty() && text.len() <= LONGEST).then(|| Self(text.into()))
    }

    /// The key itself, to be sent to whoever issued it.
    pub(crate) fn reveal(&self) -> &str {
        self.0.expose_secret()
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(…)")
    }
}

/// Why a key store did not do what it was asked.
#[derive(Debug, PartialEq, Eq, Error)]
pub enum KeyError {
    /// None is running, or it stays locked.
    #[error(
        "no key store can be opened ({0}); unlock or install one, such as GNOME Keyring or KWallet"
    )]
    NoStore(String),
    /// It holds something under this name that is no key.
    #[error("what the key store has under this name is no key")]
    NotAKey,
    /// It refused.
    #[error("the key store refused: {0}")]
    Refused(String),
}

/// Where keys are kept. Calls may wait for a person to unlock it: never call from async code.
pub trait KeyStore: Send + Sync + 'static {
    /// The key of this name, if there is one.
    fn get(&self, name: &str) -> Result<Option<Key>, KeyError>;
    /// Keeps a key under this name, in place of the one that was there.
    fn set(&self, name: &str, key: &Key) -> Result<(), KeyError>;
    /// Forgets the key of this name; `false` if there was none.
    fn remove(&self, name: &str) -> Result<bool, KeyError>;
}

/// The key store of the system: Secret Service, Keychain, Credential Manager. It is found anew each
/// time, since it may start after us.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemKeys;

impl SystemKeys {
    fn entry(name: &str) -> Result<Entry, KeyError> {
        system_store()
            .and_then(|store| store.build(SERVICE, name, None))
            .map_err(no_store)
    }
}

#[cfg(not(any(target_os = "macos", windows)))]
fn system_store() -> keyring_core::Result<std::sync::Arc<impl CredentialStoreApi>> {
    zbus_secret_service_keyring_store::Store::new()
}

#[cfg(target_os = "macos")]
fn system_store() -> keyring_core::Result<std::sync::Arc<impl CredentialStoreApi>> {
    apple_native_keyring_store::keychain::Store::new()
}

#[cfg(windows)]
fn system_store() -> keyring_core::Result<std::sync::Arc<impl CredentialStoreApi>> {
    windows_native_keyring_store::Store::new()
}

impl KeyStore for SystemKeys {
    fn get(&self, name: &str) -> Result<Option<Key>, KeyError> {
        match Self::entry(name)?.get_password() {
            Ok(text) => {
                let text = SecretString::from(text);
                Key::new(text.expose_secret())
                    .map(Some)
                    .ok_or(KeyError::NotAKey)
            }
            Err(Error::NoEntry) => Ok(None),
            Err(error) => Err(refused(error)),
        }
    }

    fn set(&self, name: &str, key: &Key) -> Result<(), KeyError> {
        Self::entry(name)?
            .set_password(key.reveal())
            .map_err(refused)
    }

    fn remove(&self, name: &str) -> Result<bool, KeyError> {
        match Self::entry(name)?.delete_credential() {
            Ok(()) => Ok(true),
            Err(Error::NoEntry) => Ok(false),
            Err(error) => Err(refused(error)),
        }
    }
}

fn no_store(error: Error) -> KeyError {
    KeyError::NoStore(error.to_string())
}

/// Errors that hold what was found are not quoted.
fn refused(error: Error) -> KeyError {
    if matches!(error, Error::BadEncoding(_) | Error::BadDataFormat(..)) {
        return KeyError::NotAKey;
    }
    if let Error::NoStorageAccess(why) | Error::PlatformFailure(why) = &error {
        return KeyError::NoStore(why.to_string());
    }
    KeyError::Refused(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_never_printed() {
        let key = Key::new(" sk-hunter2\n").unwrap();
        assert_eq!(key.reveal(), "sk-hunter2");
        assert_eq!(format!("{key:?} {:?}", Some(&key)), "Key(…) Some(Key(…))");
    }

    #[test]
    fn what_cannot_be_a_key_is_none() {
        for bad in ["", "  \n", "two words", "zwei\u{e4}", "a\r\nx-evil: 1"] {
            assert!(Key::new(bad).is_none(), "{bad:?}");
        }
        assert!(Key::new(&"x".repeat(LONGEST + 1)).is_none());
    }
}
