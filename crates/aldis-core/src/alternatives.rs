//! What to use instead: healthy, able, independent of what broke, ranked.
