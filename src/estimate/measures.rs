//! What is said of a head: the share of each class, and what follows from them.

use crate::task::Head;

/// Names of what is measured, beside the classes.
pub const NET: &str = "net";
/// The share of sentences that take a side.
pub const ON_TARGET: &str = "on_target";
/// The net score among the sentences that take a side.
pub const NET_ON_TARGET: &str = "net_on_target";

/// The names of a head's measures: its classes, and where it has sides `net` (share of polarity +1
/// minus that of −1), `on_target` (share of both together: the base rate) and `net_on_target`.
pub fn measures(head: &Head) -> Vec<&str> {
    let mut names = head.class_names();
    if head.has_sides() {
        names.extend([NET, ON_TARGET, NET_ON_TARGET]);
    }
    names
}

/// The measure that sums a head up: `net`; none for a head without sides, where every class counts.
pub fn headline(head: &Head) -> Vec<&str> {
    if head.has_sides() {
        vec![NET]
    } else {
        head.class_names()
    }
}

/// The values of [`measures`] from the class shares; not a number where nothing is on target.
pub fn values(head: &Head, shares: &[f64]) -> Vec<f64> {
    let mut values = shares.to_vec();
    if head.has_sides() {
        let side = |side: i8| -> f64 {
            let classes = head.classes.iter().zip(shares);
            classes
                .filter(|(class, _)| class.polarity == side)
                .map(|(_, share)| share)
                .sum()
        };
        let (net, on_target) = (side(1) - side(-1), side(1) + side(-1));
        let among = if on_target > 0.0 {
            net / on_target
        } else {
            f64::NAN
        };
        values.extend([net, on_target, among]);
    }
    values
}

/// The range that a measure can have.
pub fn range(measure: &str) -> (f64, f64) {
    match measure {
        NET | NET_ON_TARGET => (-1.0, 1.0),
        _ => (0.0, 1.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::task::Class;

    #[test]
    fn volume_and_tone_are_told_apart() {
        let mut head = Head::of_classes("h", &["supports", "neutral", "opposes"]);
        for (class, polarity) in head.classes.iter_mut().zip([1, 0, -1]) {
            *class = Class {
                polarity,
                ..class.clone()
            };
        }
        assert_eq!(values(&head, &[0.375, 0.5, 0.125])[3..], [0.25, 0.5, 0.5]);
        assert!(values(&head, &[0.0, 1.0, 0.0])[5].is_nan());
    }
}
