//! Unified social credit codes (GB 32100-2015).

use serde::{Deserialize, Serialize};

/// What is wrong with a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum CodeFault {
    /// It has not 18 characters.
    Length,
    /// A character that no code holds: I, O, S, V, Z are not used.
    Character,
    /// The last character does not fit the others.
    CheckCharacter,
}

/// Characters of a code; a character's place is its value.
const CHARACTERS: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

/// The code in capital ASCII letters, checked.
///
/// # Errors
/// When it is no code.
pub fn check(text: &str) -> Result<String, CodeFault> {
    let half = |c: char| match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        other => other,
    };
    let code: String =
        text.chars().map(half).filter(|c| !c.is_whitespace() && *c != '-').map(|c| c.to_ascii_uppercase()).collect();
    if code.chars().count() != 18 {
        return Err(CodeFault::Length);
    }
    let values: Option<Vec<u32>> = code.bytes().map(value).collect();
    let values = values.ok_or(CodeFault::Character)?;
    let (weight, mut sum) = (3_u32, 0_u32);
    let mut power = 1_u32;
    for value in values.iter().take(17) {
        sum += value * power;
        power = power * weight % 31;
    }
    let expected = (31 - sum % 31) % 31;
    if values.last() == Some(&expected) { Ok(code) } else { Err(CodeFault::CheckCharacter) }
}

fn value(character: u8) -> Option<u32> {
    CHARACTERS.iter().position(|known| *known == character).and_then(|place| u32::try_from(place).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_standards_own_example() {
        // GB 32100-2015, annex: 91350100M000100Y43.
        assert_eq!(check("91350100M000100Y43"), Ok("91350100M000100Y43".into()));
        assert_eq!(check(" ９1350100m000100y43 "), Ok("91350100M000100Y43".into()));
    }

    #[test]
    fn any_single_wrong_character_is_found() {
        let code = "91350100M000100Y43";
        for place in 0..18 {
            for other in CHARACTERS {
                let mut bytes = code.as_bytes().to_vec();
                if bytes[place] == *other {
                    continue;
                }
                bytes[place] = *other;
                let wrong = String::from_utf8(bytes).unwrap();
                assert_eq!(check(&wrong), Err(CodeFault::CheckCharacter), "{wrong}");
            }
        }
        assert_eq!(check("9135010"), Err(CodeFault::Length));
        assert_eq!(check("91350100O000100Y43"), Err(CodeFault::Character));
    }
}
