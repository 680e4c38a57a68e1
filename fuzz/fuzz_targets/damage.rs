//! Pages that bring no good news, damaged as the input says in any number of places at once: none
//! turns green.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| aldis_fuzz::damage::check(input));
