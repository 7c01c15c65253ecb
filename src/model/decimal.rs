//! Decimal numbers as a model file holds them: short, and hundreds of thousands of them.

/// Up to so many digits a number is a whole number of `f64`.
const MOST_DIGITS: usize = 15;

/// Powers of ten; a number has no more decimals than the last.
const POWERS: [f64; 9] = [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8];

/// The finite number that stands before the first tab, and what stands behind that tab: to the bit what
/// [`str::parse`] gives, several times as fast for a short one.
pub(super) fn leading(fields: &[u8]) -> (Option<f32>, Option<&[u8]>) {
    let (number, end) = match short(fields) {
        Some(read) => read,
        None => {
            let tab = fields.iter().position(|&byte| byte == b'\t');
            let end = tab.unwrap_or(fields.len());
            let text = std::str::from_utf8(&fields[..end]).ok();
            let parsed = text.and_then(|text| text.parse().ok());
            (parsed.unwrap_or(f32::NAN), end)
        }
    };
    (number.is_finite().then_some(number), fields.get(end + 1..))
}

/// The short number that the fields begin with, and where it ends: at a tab or behind everything.
///
/// The quotient of two whole numbers is rounded once, as `f64`. Rounding it again gives what rounding the
/// decimal number gives: one of these lengths lies in the middle between two `f32`, or else more than twice
/// as far from it as the first rounding can move it.
fn short(fields: &[u8]) -> Option<(f32, usize)> {
    let is_negative = fields.first() == Some(&b'-');
    let start = usize::from(is_negative);
    let mut whole = 0;
    let point = read_digits(fields, start, &mut whole);
    let (mut end, mut decimals) = (point, 0);
    if fields.get(point) == Some(&b'.') {
        end = read_digits(fields, point + 1, &mut whole);
        decimals = end - point - 1;
    }
    let digits = point - start + decimals;
    let is_whole = matches!(fields.get(end), None | Some(b'\t'));
    if !is_whole || !(1..=MOST_DIGITS).contains(&digits) {
        return None;
    }
    let number = whole as f64 / POWERS.get(decimals)?;
    let signed = if is_negative { -number } else { number };
    Some((signed as f32, end))
}

/// Appends the digits from `start` on to the decimal number `whole`; where they end.
#[inline]
fn read_digits(bytes: &[u8], start: usize, whole: &mut u64) -> usize {
    let mut end = start;
    while let Some(digit) = bytes.get(end).map(|byte| byte.wrapping_sub(b'0'))
        && digit < 10
    {
        *whole = whole.wrapping_mul(10).wrapping_add(digit.into());
        end += 1;
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str) {
        let parsed = text.parse::<f32>().ok().filter(|number| number.is_finite());
        let bits = |number: Option<f32>| number.map(f32::to_bits);
        for behind in ["", "\t", "\t7\t8"] {
            let fields = format!("{text}{behind}");
            let (found, rest) = leading(fields.as_bytes());
            assert_eq!(bits(found), bits(parsed), "{text:?}");
            assert_eq!(rest, behind.strip_prefix('\t').map(str::as_bytes));
        }
    }

    #[test]
    fn a_number_is_what_parse_gives() {
        for text in [
            "",
            "-",
            ".",
            "-.",
            "1",
            "-1",
            "1.",
            ".5",
            "-.5",
            "0",
            "-0",
            "+1",
            "1e3",
            "1e-7",
            "inf",
            "NaN",
            "1e39",
            "1.5.2",
            "0x1",
            " 1",
            "1 ",
            "٣",
            "999999999999999",
            "9999999999999999999999",
            "0.123456789",
            "16777217",
            "16777217.00000001",
            "0.00000001",
        ] {
            check(text);
        }
    }

    #[test]
    fn every_length_of_number_is_rounded_as_parse_rounds() {
        // A walk over numbers of up to 15 digits, with the point in every place.
        let mut state = 1u64;
        for step in 0..200_000 {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            let whole = (state >> 14) % 10u64.pow(1 + step % 15);
            let power = 10u64.pow(step % 9);
            let text = format!(
                "{}.{:0width$}",
                whole / power,
                whole % power,
                width = (step % 9) as usize
            );
            check(&text);
            check(&format!("-{text}"));
        }
    }

    #[test]
    fn numbers_beside_the_middle_of_two_are_rounded_as_parse_rounds() {
        for whole in (1u64 << 24..1 << 25).step_by(4099) {
            // Halfway between two `f32`, and a hundred-millionth beside.
            for nudge in [
                "00000000", "00000001", "49999999", "50000000", "50000001", "99999999",
            ] {
                check(&format!("{}.{nudge}", whole | 1));
            }
        }
    }
}
