//! Bytes of a text file as text: UTF-8, UTF-16 and GB18030, with a byte order mark or without.

use encoding_rs::{Encoding, GB18030, UTF_16BE, UTF_16LE};

use super::BookFault;

/// The text of a file.
///
/// # Errors
/// [`BookFault::NotText`] when it is in none of the encodings.
pub fn decode(bytes: &[u8]) -> Result<String, BookFault> {
    if let Some(rest) = bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]) {
        return String::from_utf8(rest.to_vec()).map_err(|_| BookFault::NotText);
    }
    if let Some(rest) = bytes.strip_prefix(&[0xFF, 0xFE]) {
        return strict(UTF_16LE, rest);
    }
    if let Some(rest) = bytes.strip_prefix(&[0xFE, 0xFF]) {
        return strict(UTF_16BE, rest);
    }
    if let Some(order) = order_without_mark(bytes) {
        return strict(order, bytes);
    }
    if bytes.contains(&0) {
        return Err(BookFault::NotText);
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text.to_owned()),
        Err(_) => strict(GB18030, bytes),
    }
}

fn strict(encoding: &'static Encoding, bytes: &[u8]) -> Result<String, BookFault> {
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes).ok_or(BookFault::NotText)?;
    if text.contains('\0') { Err(BookFault::NotText) } else { Ok(text.into_owned()) }
}

/// UTF-16 without a mark: every other byte of its marks and digits is 0.
fn order_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = bytes.get(..bytes.len().min(4096))?;
    let zeros = |odd: usize| start.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    match (even, odd) {
        (0, 1..) => Some(UTF_16LE),
        (1.., 0) => Some(UTF_16BE),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_text_in_every_encoding() {
        let text = "企业名称,成立日期\n甲公司,2025-03-10\n";
        let utf16 = |big: bool, mark: bool| -> Vec<u8> {
            let units = mark.then_some(0xFEFF).into_iter().chain(text.encode_utf16());
            units.flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
        };
        let gb = GB18030.encode(text).0.into_owned();
        let marked = [&[0xEF, 0xBB, 0xBF], text.as_bytes()].concat();
        let all = [
            text.as_bytes().to_vec(),
            marked,
            gb,
            utf16(false, true),
            utf16(true, true),
            utf16(false, false),
            utf16(true, false),
        ];
        for bytes in all {
            assert_eq!(decode(&bytes).as_deref(), Ok(text));
        }
    }

    #[test]
    fn what_is_no_text_is_refused() {
        for bytes in [&b"a\0b\0\0c"[..], &[0xFF, 0xFF, 0x80], &[0xEF, 0xBB, 0xBF, 0xFF]] {
            assert_eq!(decode(bytes), Err(BookFault::NotText));
        }
    }
}
