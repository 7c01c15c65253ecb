//! The log-odds of a term in one source or class against the others, and how sure they are.

use super::TermRow;
use crate::estimate::distribution::{false_discovery, t_quantile, two_sided};
use rustc_hash::FxHashMap;

/// How strong the prior is: as much as so many words of text that is like all sources together, though
/// never more than a tenth of the words that there are.
const PRIOR_WORDS: f64 = 500.0;

/// A term in fewer documents of all is not looked at.
const FEWEST_DOCUMENTS: u32 = 3;

/// Terms that are kept for each source or class.
const KEPT: usize = 30;

/// The level of false discovery beyond which a term is not given.
const MOST_FALSE: f64 = 0.05;

/// What is kept of one source or class: sums over documents d of the counts y (of a term) and n (of all).
#[derive(Debug, Default)]
pub(super) struct Group {
    pub of: String,
    pub name: String,
    documents: u32,
    words: u64,
    /// Σ n²
    squares: u64,
    terms: FxHashMap<u32, Sums>,
}

#[derive(Debug, Default, Clone, Copy)]
struct Sums {
    documents: u32,
    /// Σ y
    count: u32,
    /// Σ y²
    squares: u64,
    /// Σ y n
    products: u64,
}

/// Words of the prior, and how many of them are the term.
#[derive(Debug, Clone, Copy)]
struct Prior {
    words: f64,
    count: f64,
}

/// Student's t with these degrees of freedom, and what it exceeds in 5 %.
#[derive(Debug, Clone, Copy)]
struct Test {
    freedom: f64,
    quantile: f64,
}

impl Sums {
    fn plus(&mut self, other: Sums) {
        self.documents += other.documents;
        self.count += other.count;
        self.squares += other.squares;
        self.products += other.products;
    }

    fn minus(self, part: Sums) -> Sums {
        Sums {
            documents: self.documents - part.documents,
            count: self.count - part.count,
            squares: self.squares - part.squares,
            products: self.products - part.products,
        }
    }
}

impl Group {
    pub fn new(of: &str, name: &str) -> Group {
        Group {
            of: of.to_owned(),
            name: name.to_owned(),
            ..Group::default()
        }
    }

    /// Adds a document of so many words: how often each term stands in it.
    pub fn add(&mut self, words: u64, terms: impl Iterator<Item = (u32, u64)>) {
        self.documents += 1;
        self.words += words;
        self.squares += words * words;
        for (term, count) in terms {
            self.terms.entry(term).or_default().plus(Sums {
                documents: 1,
                count: count as u32,
                squares: count * count,
                products: count * words,
            });
        }
    }

    /// Adds the documents of another group, whose terms have other numbers.
    pub fn merge(&mut self, other: &Group, number: impl Fn(u32) -> u32) {
        self.documents += other.documents;
        self.words += other.words;
        self.squares += other.squares;
        for (term, sums) in &other.terms {
            self.terms.entry(number(*term)).or_default().plus(*sums);
        }
    }

    /// Its sums, for a test.
    #[cfg(test)]
    pub fn shown(&self, words: &std::collections::BTreeMap<u32, &String>) -> String {
        let mut terms: Vec<String> = self
            .terms
            .iter()
            .map(|(term, sums)| format!("{} {sums:?}", words[term]))
            .collect();
        terms.sort();
        format!(
            "{} {} {} {} {terms:?}",
            self.name, self.documents, self.words, self.squares
        )
    }

    /// The terms that this group uses more than the others of the same kind.
    pub fn rows(&self, total: &Group, words: &[&str]) -> Vec<TermRow> {
        let rest = Group {
            documents: total.documents - self.documents,
            words: total.words - self.words,
            squares: total.squares - self.squares,
            ..Group::default()
        };
        if self.documents < 2 || rest.documents < 2 {
            return Vec::new();
        }
        let freedom = f64::from(self.documents.min(rest.documents) - 1);
        let test = Test {
            freedom,
            quantile: t_quantile(0.05, freedom),
        };
        let mut terms: Vec<u32> = self.terms.keys().copied().collect();
        terms.sort_unstable_by_key(|term| words[*term as usize]);
        let row = |term: &u32| {
            let here = self.terms[term];
            let row = self.row(here, &rest, total.terms[term].minus(here), test)?;
            let term = words[*term as usize].to_owned();
            Some(TermRow { term, ..row })
        };
        let mut rows: Vec<TermRow> = terms.iter().filter_map(row).collect();
        let p: Vec<f64> = rows.iter().map(|row| row.q).collect();
        for (row, q) in rows.iter_mut().zip(false_discovery(&p)) {
            row.q = q;
        }
        rows.retain(|row| row.log_odds > 0.0 && row.q < MOST_FALSE);
        rows.sort_by(|a, b| b.low.total_cmp(&a.low).then_with(|| a.term.cmp(&b.term)));
        rows.truncate(KEPT);
        rows
    }

    pub fn of_all(groups: &[&Group]) -> Group {
        let mut sum = Group::default();
        groups
            .iter()
            .for_each(|group| sum.merge(group, |term| term));
        sum
    }

    /// A term here against the rest; its `q` is the p-value as yet.
    fn row(&self, here: Sums, rest: &Group, there: Sums, test: Test) -> Option<TermRow> {
        if here.documents + there.documents < FEWEST_DOCUMENTS {
            return None;
        }
        let all = (self.words + rest.words) as f64;
        let prior_words = PRIOR_WORDS.min(all / 10.0);
        let prior = Prior {
            words: prior_words,
            count: prior_words * f64::from(here.count + there.count) / all,
        };
        let log_odds = self.logit(here, prior) - rest.logit(there, prior);
        let error = (self.variance(here, prior) + rest.variance(there, prior)).sqrt();
        let way = test.quantile * error;
        Some(TermRow {
            of: self.of.clone(),
            group: self.name.clone(),
            term: String::new(),
            count: u64::from(here.count),
            documents: u64::from(here.documents),
            count_others: u64::from(there.count),
            log_odds,
            low: log_odds - way,
            high: log_odds + way,
            q: two_sided(log_odds / error, test.freedom),
        })
    }

    /// ln((y + a) / (n + A − y − a)), where the prior is A words, a of them the term.
    fn logit(&self, sums: Sums, prior: Prior) -> f64 {
        let (count, words) = self.with(sums, prior);
        (count / (words - count)).ln()
    }

    /// How often the term stands here, and how many words there are, with those of the prior.
    fn with(&self, sums: Sums, prior: Prior) -> (f64, f64) {
        (
            f64::from(sums.count) + prior.count,
            self.words as f64 + prior.words,
        )
    }

    /// Variance of [`logit`](Self::logit): that of Σ(y − πn) over documents, times the slope; at least
    /// Poisson's, 1/(y + a), where a term stands in few documents.
    fn variance(&self, sums: Sums, prior: Prior) -> f64 {
        let share = f64::from(sums.count) / self.words.max(1) as f64;
        let [squares, products, of_words] =
            [sums.squares, sums.products, self.squares].map(|sum| sum as f64);
        let between = squares - 2.0 * share * products + share * share * of_words;
        let documents = f64::from(self.documents.max(2));
        let (count, words) = self.with(sums, prior);
        let slope = words / (count * (words - count));
        (between.max(0.0) * documents / (documents - 1.0) * slope * slope).max(1.0 / count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Random;

    #[test]
    fn the_closed_form_is_what_resampling_documents_gives() {
        // 40 documents with 0 to 4 times the word among 20 to 29.
        let mut random = Random::new(1, 0);
        let documents: Vec<(u64, u64)> = (0..40)
            .map(|_| (random.below(5) as u64, 20 + random.below(10) as u64))
            .collect();
        let mut group = Group::default();
        for (count, words) in &documents {
            group.add(*words, [(0, *count), (1, words - count)].into_iter());
        }
        let prior = Prior {
            words: 100.0,
            count: 10.0,
        };
        let sums = group.terms[&0];
        let logits: Vec<f64> = (0..4000)
            .map(|_| {
                let drawn = (0..40).map(|_| documents[random.below(40)]);
                let (count, words) = drawn.fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
                ((count as f64 + 10.0) / ((words - count) as f64 + 90.0)).ln()
            })
            .collect();
        let mean = logits.iter().sum::<f64>() / 4000.0;
        let variance = logits
            .iter()
            .map(|logit| (logit - mean).powi(2))
            .sum::<f64>()
            / 4000.0;
        let ratio = group.variance(sums, prior) / variance;
        assert!((0.9..1.15).contains(&ratio), "{ratio}");
    }
}
