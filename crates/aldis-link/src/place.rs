//! Where the socket of a data directory is: in the user's runtime directory, owner only.
//!
//! The name comes from the canonical path of the data directory, so that every program finds it.

use std::io;
use std::path::{Path, PathBuf};

/// The address of the lamp of one data directory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// Canonical.
    data_dir: PathBuf,
    /// The user's runtime directory, where the system has one.
    runtime: Option<PathBuf>,
}

impl Place {
    /// The place for `data_dir`, which must exist.
    pub(crate) fn of(data_dir: &Path) -> io::Result<Self> {
        let runtime = directories::BaseDirs::new()
            .and_then(|dirs| dirs.runtime_dir().map(Path::to_owned))
            .filter(|dir| dir.is_dir());
        Self::within(data_dir, runtime)
    }

    /// As [`Place::of`], with the runtime directory given.
    pub(crate) fn within(data_dir: &Path, runtime: Option<PathBuf>) -> io::Result<Self> {
        Ok(Self {
            data_dir: data_dir.canonicalize()?,
            runtime,
        })
    }

    /// The file whose lock means "a lamp runs". It stays when the lamp ends: removing it would let
    /// two lamps lock two files of one name.
    pub(crate) fn lock_file(&self) -> PathBuf {
        self.data_dir.join("lamp.lock")
    }

    /// 16 hexadecimal digits, the same in every program and version (FNV-1a).
    fn name(&self) -> String {
        let bytes = self.data_dir.as_os_str().as_encoded_bytes();
        let hash = bytes.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, &byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
        });
        format!("{hash:016x}")
    }
}

#[cfg(unix)]
pub(crate) use unix::{address, listen};

#[cfg(unix)]
mod unix {
    use std::fs::{self, DirBuilder, Permissions};
    use std::os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt};

    use interprocess::local_socket::tokio::Listener;
    use interprocess::local_socket::{GenericFilePath, ListenerOptions, Name, ToFsName};

    use super::{Path, PathBuf, Place, io};

    /// What fits into a socket address everywhere (104 bytes on macOS, with the final zero).
    const LONGEST_PATH: usize = 103;

    impl Place {
        /// The socket's file: in the runtime directory; where there is none, or its path is too
        /// long for a socket, in the data directory or, last, in the temporary one.
        pub(crate) fn socket_file(&self) -> PathBuf {
            let name = self.name();
            let runtime = self.runtime.as_ref();
            let candidates = [
                runtime.map(|dir| dir.join("aldis").join(format!("{name}.sock"))),
                Some(self.data_dir.join("run").join("lamp.sock")),
            ];
            let fits = |path: &PathBuf| path.as_os_str().len() <= LONGEST_PATH;
            candidates
                .into_iter()
                .flatten()
                .find(fits)
                .unwrap_or_else(|| {
                    let dir = std::env::temp_dir().join(format!("aldis-{name}"));
                    dir.join("lamp.sock")
                })
        }

        /// Whoever owns the data directory must own the socket's directory, alone.
        fn vouch_for(&self, dir: &Path) -> io::Result<()> {
            let (found, data_dir) = (fs::symlink_metadata(dir)?, fs::metadata(&self.data_dir)?);
            if found.is_dir() && found.uid() == data_dir.uid() && found.mode() & 0o077 == 0 {
                return Ok(());
            }
            Err(io::Error::new(
                io::ErrorKind::PermissionDenied,
                format!("{} is open to others than its owner", dir.display()),
            ))
        }
    }

    /// The address to connect to.
    pub(crate) fn address(place: &Place) -> io::Result<Name<'static>> {
        let file = place.socket_file();
        if let Some(dir) = file.parent() {
            place.vouch_for(dir)?;
        }
        file.to_fs_name::<GenericFilePath>()
    }

    /// Listens. Call it with the lock held: what lies in the way is then a dead lamp's.
    pub(crate) fn listen(place: &Place) -> io::Result<Listener> {
        let file = place.socket_file();
        if let Some(dir) = file.parent() {
            match DirBuilder::new().mode(0o700).create(dir) {
                Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
                Ok(()) | Err(_) => place.vouch_for(dir)?,
            }
        }
        match fs::remove_file(&file) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            Ok(()) | Err(_) => {}
        }
        let name = file.as_path().to_fs_name::<GenericFilePath>()?;
        let listener = ListenerOptions::new().name(name).create_tokio()?;
        fs::set_permissions(&file, Permissions::from_mode(0o600))?;
        Ok(listener)
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn a_runtime_directory_with_a_long_path_is_passed_by() {
            let data = tempfile::tempdir().unwrap();
            let short = Place::within(data.path(), Some("/run/user/1000".into())).unwrap();
            assert!(short.socket_file().starts_with("/run/user/1000/aldis"));
            let long = Place::within(data.path(), Some("x".repeat(90).into())).unwrap();
            let data_dir = data.path().canonicalize().unwrap();
            assert_eq!(long.socket_file(), data_dir.join("run/lamp.sock"));
            let deep = data_dir.join("x".repeat(90));
            fs::create_dir(&deep).unwrap();
            let last = Place::within(&deep, None).unwrap();
            assert!(last.socket_file().starts_with(std::env::temp_dir()));
            assert!(last.socket_file().as_os_str().len() <= LONGEST_PATH);
        }

        #[test]
        fn a_directory_that_others_may_enter_is_not_used() {
            let (data, runtime) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
            let dir = runtime.path().join("aldis");
            fs::create_dir(&dir).unwrap();
            fs::set_permissions(&dir, Permissions::from_mode(0o755)).unwrap();
            let place = Place::within(data.path(), Some(runtime.path().to_owned())).unwrap();
            let error = listen(&place).unwrap_err();
            assert_eq!(error.kind(), io::ErrorKind::PermissionDenied);
            assert_eq!(
                address(&place).unwrap_err().kind(),
                io::ErrorKind::PermissionDenied
            );
        }
    }
}

#[cfg(windows)]
pub(crate) use windows::{address, listen};

#[cfg(windows)]
mod windows {
    use interprocess::local_socket::tokio::Listener;
    use interprocess::local_socket::{GenericNamespaced, ListenerOptions, Name, ToNsName};
    use interprocess::os::windows::local_socket::ListenerOptionsExt;
    use interprocess::os::windows::security_descriptor::SecurityDescriptor;

    use super::{Place, io};

    /// The address to connect to.
    pub(crate) fn address(place: &Place) -> io::Result<Name<'static>> {
        format!("aldis-{}", place.name()).to_ns_name::<GenericNamespaced>()
    }

    /// Listens; everything is granted to the owner, nothing to anybody else.
    pub(crate) fn listen(place: &Place) -> io::Result<Listener> {
        let owner_only = SecurityDescriptor::deserialize(widestring::u16cstr!("D:P(A;;GA;;;OW)"))?;
        ListenerOptions::new()
            .name(address(place)?)
            .security_descriptor(owner_only)
            .create_tokio()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_ways_to_write_a_directory_are_one_place() {
        let data = tempfile::tempdir().unwrap();
        let inner = data.path().join("inner");
        std::fs::create_dir(&inner).unwrap();
        let straight = Place::within(&inner, None).unwrap();
        let round_about = Place::within(&inner.join("..").join("inner"), None).unwrap();
        assert_eq!(straight, round_about);
        assert_ne!(
            straight.name(),
            Place::within(data.path(), None).unwrap().name()
        );
        assert_eq!(straight.name().len(), 16);
    }
}
