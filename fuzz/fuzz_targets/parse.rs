//! Any bytes as a page of any format: no panic, no hang, memory in proportion, and nothing
//! operational that is not a whole page that says so.
#![no_main]

use std::alloc::System;

use cap::Cap;
use libfuzzer_sys::{Corpus, fuzz_mutator, fuzz_target};

#[global_allocator]
static MEMORY: Cap<System> = Cap::new(System, usize::MAX);

/// What reading may take at any moment beside the document: so much, and so many times its size.
const MEMORY_AT_LEAST: usize = 1 << 20;
const MEMORY_PER_BYTE: usize = 256;

fuzz_target!(|input: &[u8]| -> Corpus {
    let Some((format, document)) = aldis_fuzz::split(input) else {
        return Corpus::Reject;
    };
    let budget = MEMORY_AT_LEAST + MEMORY_PER_BYTE * document.len();
    // Beyond the limit an allocation fails, which ends the process: a finding.
    let limited = MEMORY.set_limit(MEMORY.allocated() + budget);
    let checked = aldis_fuzz::check(format, document);
    let unlimited = MEMORY.set_limit(usize::MAX);
    assert!(limited.is_ok() && unlimited.is_ok());
    if let Err(why) = checked {
        panic!("{} is read as operational, but {why}", format.word());
    }
    Corpus::Keep
});

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    aldis_fuzz::mutate(data, size, max_size, seed)
});
