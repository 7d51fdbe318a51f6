//! Bytes of a text file as text: UTF-8, UTF-16 and GB18030, with a byte order mark or without.

use encoding_rs::{Encoding, GB18030, UTF_16BE, UTF_16LE};

use super::BookFault;

/// The text of a file.
///
/// # Errors
/// [`BookFault::NotText`] when it is in none of the encodings.
pub fn decode(mut bytes: Vec<u8>) -> Result<String, BookFault> {
    if bytes.starts_with(&[0xEF, 0xBB, 0xBF]) {
        bytes.drain(..3);
        return String::from_utf8(bytes).map_err(|_| BookFault::NotText);
    }
    if let Some(rest) = bytes.strip_prefix(&[0xFF, 0xFE]) {
        return strict(UTF_16LE, rest);
    }
    if let Some(rest) = bytes.strip_prefix(&[0xFE, 0xFF]) {
        return strict(UTF_16BE, rest);
    }
    if let Some(order) = order_without_mark(&bytes) {
        return strict(order, &bytes);
    }
    if bytes.contains(&0) {
        return Err(BookFault::NotText);
    }
    // A large text is taken over as it stands, not copied.
    String::from_utf8(bytes).or_else(|error| strict(GB18030, error.as_bytes()))
}

fn strict(encoding: &'static Encoding, bytes: &[u8]) -> Result<String, BookFault> {
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes).ok_or(BookFault::NotText)?;
    if text.contains('\0') { Err(BookFault::NotText) } else { Ok(text.into_owned()) }
}

/// UTF-16 without a mark: the upper byte of its marks, digits and line ends is 0. A few letters, such as 一, have a
/// lower byte of 0, so what counts is where zeros stand mostly.
fn order_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = bytes.get(..bytes.len().min(4096))?;
    let zeros = |odd: usize| start.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    if odd > 2 * even {
        Some(UTF_16LE)
    } else if even > 2 * odd {
        Some(UTF_16BE)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_text_in_every_encoding() {
        // 一 (U+4E00) has a lower byte of 0.
        let text = "企业名称,成立日期\n一一一甲公司,2025-03-10\n";
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
            assert_eq!(decode(bytes.clone()).as_deref(), Ok(text));
        }
    }

    #[test]
    fn what_is_no_text_is_refused() {
        for bytes in [&b"a\0b\0\0c"[..], &[0xFF, 0xFF, 0x80], &[0xEF, 0xBB, 0xBF, 0xFF]] {
            assert_eq!(decode(bytes.to_vec()), Err(BookFault::NotText));
        }
    }
}
