//! A cue feature and its name.

/// A class alone, or before another one; then whether these two are near. Classes are positions among
/// their names.
pub(crate) type Feature = (usize, Option<(usize, bool)>);

/// The features that emit this name: several where a class has a tilde in its name. The names of the
/// classes are sorted.
pub(super) fn named(classes: &[String], name: &str) -> Vec<Feature> {
    let class = |name: &str| {
        let found = classes.binary_search_by(|class| class.as_str().cmp(name));
        found.ok()
    };
    let alone = class(name).map(|class| (class, None));
    let pairs = [("~", false), ("~~", true)]
        .into_iter()
        .flat_map(|(mark, near)| {
            // Every place, as `match_indices` passes over those that overlap.
            let places = name
                .char_indices()
                .filter(move |(at, _)| name[*at..].starts_with(mark));
            places.filter_map(move |(at, _)| {
                let (first, later) = (&name[..at], &name[at + mark.len()..]);
                Some((class(first)?, Some((class(later)?, near))))
            })
        });
    alone.into_iter().chain(pairs).collect()
}
