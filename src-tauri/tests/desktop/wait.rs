//! Waiting for something to become true, with a deadline, and never for time to pass.

use std::fmt::Debug;
use std::time::{Duration, Instant};

/// What was seen last, for the message when time is up.
pub(crate) type Seen<T> = Result<T, String>;

/// Looks again and again until `look` sees it; says what it saw last when time is up.
pub(crate) async fn until<T>(
    what: &str,
    within: Duration,
    mut look: impl AsyncFnMut() -> Seen<T>,
) -> T {
    let deadline = Instant::now() + within;
    loop {
        let seen = match tokio::time::timeout(within, look()).await {
            Ok(Ok(found)) => return found,
            Ok(Err(seen)) => seen,
            Err(_) => "no answer at all".to_owned(),
        };
        assert!(
            Instant::now() < deadline,
            "not within {within:?}: {what}; last seen: {seen}"
        );
        tokio::time::sleep(Duration::from_millis(30)).await;
    }
}

/// `Ok` if they are equal.
pub(crate) fn equal<T: PartialEq + Debug>(seen: T, due: &T) -> Seen<()> {
    if seen == *due {
        Ok(())
    } else {
        Err(format!("{seen:?}, not {due:?}"))
    }
}
