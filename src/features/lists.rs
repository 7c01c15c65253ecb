//! Lists of different lengths, one behind the other in memory.

use std::ops::Range;

/// Many lists without an allocation each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Lists<T> {
    /// The items of all lists.
    pub items: Vec<T>,
    /// List `i` holds `items[starts[i]..starts[i + 1]]`.
    starts: Vec<usize>,
}

impl<T> Default for Lists<T> {
    fn default() -> Self {
        Lists {
            items: Vec::new(),
            starts: vec![0],
        }
    }
}

impl<T> Lists<T> {
    /// Ends a list: the items pushed since the last one ended are its own.
    pub fn end(&mut self) {
        self.starts.push(self.items.len());
    }

    /// How many lists there are.
    pub fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// Where the items of a list stand among all.
    pub fn range(&self, list: usize) -> Range<usize> {
        self.starts[list]..self.starts[list + 1]
    }

    /// The items of a list.
    pub fn row(&self, list: usize) -> &[T] {
        &self.items[self.range(list)]
    }

    /// All lists in order.
    pub fn iter(&self) -> impl Iterator<Item = &[T]> {
        (0..self.len()).map(|list| self.row(list))
    }

    /// Adds other lists behind these.
    pub fn extend(&mut self, other: Lists<T>) {
        let before = self.items.len();
        self.items.extend(other.items);
        let ends = other.starts.into_iter().skip(1);
        self.starts.extend(ends.map(|end| before + end));
    }
}

impl Lists<u32> {
    /// For each number below `count`, the lists that hold it, rising.
    pub fn transpose(&self, count: usize) -> Lists<u32> {
        let mut starts = vec![0; count + 1];
        for &item in &self.items {
            starts[item as usize + 1] += 1;
        }
        for item in 0..count {
            starts[item + 1] += starts[item];
        }
        let mut next = starts.clone();
        let mut items = vec![0; self.items.len()];
        for (list, of_list) in self.iter().enumerate() {
            for &item in of_list {
                let place = &mut next[item as usize];
                items[*place] = list as u32;
                *place += 1;
            }
        }
        Lists { items, starts }
    }

    /// The same lists of other items.
    pub fn map(mut self, new: impl Fn(u32) -> u32) -> Lists<u32> {
        self.items.iter_mut().for_each(|item| *item = new(*item));
        self
    }

    /// These lists, in this order.
    pub fn select(&self, lists: &[usize]) -> Lists<u32> {
        let mut selected = Lists::default();
        for &list in lists {
            selected.items.extend_from_slice(self.row(list));
            selected.end();
        }
        selected
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lists(rows: &[&[u32]]) -> Lists<u32> {
        let mut lists = Lists::default();
        for row in rows {
            lists.items.extend_from_slice(row);
            lists.end();
        }
        lists
    }

    #[test]
    fn lists_put_behind_others_keep_their_items() {
        let mut all = lists(&[&[1, 2], &[]]);
        all.extend(lists(&[&[3], &[], &[4, 5]]));
        assert_eq!(all, lists(&[&[1, 2], &[], &[3], &[], &[4, 5]]));
        assert_eq!(
            (all.len(), all.range(2), all.row(4)),
            (5, 2..3, &[4, 5][..])
        );
    }

    #[test]
    fn transposing_gives_for_each_number_its_lists() {
        let all = lists(&[&[3, 1], &[], &[1, 1]]);
        assert_eq!(all.transpose(4), lists(&[&[], &[0, 2, 2], &[], &[0]]));
        assert_eq!(all.select(&[2, 0, 2]), lists(&[&[1, 1], &[3, 1], &[1, 1]]));
    }
}
