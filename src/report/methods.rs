//! A paragraph for the methods section of a paper, with this run's numbers filled in.

use super::text::count;
use crate::estimate::{
    Estimate, EstimateParams, Estimator, FEWEST_ARTICLES, HeadStatus, LEVEL, Observations,
};
use crate::{Error, Result};

/// How the paragraph is marked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Markup {
    /// Markdown.
    Markdown,
    /// LaTeX, with the references as a list.
    Latex,
}

impl Markup {
    /// `markdown` or `latex`.
    ///
    /// # Errors
    /// [`Error::Unknown`]
    pub fn by_name(name: &str) -> Result<Markup> {
        match name {
            "markdown" => Ok(Markup::Markdown),
            "latex" => Ok(Markup::Latex),
            other => Err(Error::unknown("markup", other, &["markdown", "latex"])),
        }
    }
}

/// A work that the paragraph stands on, as (short, full).
type Reference = (&'static str, &'static str);

const FORMAN: Reference = (
    "Forman 2008",
    "Forman, G. (2008). Quantifying counts and costs via classification. Data Mining and Knowledge Discovery 17, 164–206.",
);
const BUNSE: Reference = (
    "Bunse 2022",
    "Bunse, M. (2022). On multi-class extensions of adjusted classify and count. Proceedings of LQ 2022, 43–50.",
);
const BELLA: Reference = (
    "Bella et al. 2010",
    "Bella, A., Ferri, C., Hernández-Orallo, J. and Ramírez-Quintana, M. J. (2010). Quantification via probability \
     estimators. ICDM 2010, 737–742.",
);
const SAERENS: Reference = (
    "Saerens et al. 2002",
    "Saerens, M., Latinne, P. and Decaestecker, C. (2002). Adjusting the outputs of a classifier to new a priori \
     probabilities: a simple procedure. Neural Computation 14, 21–41.",
);
const EGAMI: Reference = (
    "Egami et al. 2023",
    "Egami, N., Hinck, M., Stewart, B. M. and Wei, H. (2023). Using imperfect surrogates for downstream inference: \
     design-based supervised learning for social science applications of large language models. NeurIPS 36.",
);
const EFRON: Reference = (
    "Efron and Tibshirani 1993",
    "Efron, B. and Tibshirani, R. J. (1993). An Introduction to the Bootstrap. Chapman and Hall.",
);
const SATTERTHWAITE: Reference = (
    "Satterthwaite 1946",
    "Satterthwaite, F. E. (1946). An approximate distribution of estimates of variance components. Biometrics Bulletin \
     2, 110–114.",
);
const HOLM: Reference = (
    "Holm 1979",
    "Holm, S. (1979). A simple sequentially rejective multiple test procedure. Scandinavian Journal of Statistics 6, 65–70.",
);
const MONROE: Reference = (
    "Monroe et al. 2008",
    "Monroe, B. L., Colaresi, M. P. and Quinn, K. M. (2008). Fightin' words: lexical feature selection and evaluation \
     for identifying the content of political conflict. Political Analysis 16, 372–403.",
);
const BENJAMINI: Reference = (
    "Benjamini and Hochberg 1995",
    "Benjamini, Y. and Hochberg, Y. (1995). Controlling the false discovery rate. Journal of the Royal Statistical \
     Society B 57, 289–300.",
);

/// What was done, in words, with the works it stands on.
pub fn methods(
    markup: Markup,
    observations: &Observations,
    estimate: &Estimate,
    params: &EstimateParams,
    model_sha256: &str,
) -> String {
    let (corrected, works) = correction(params.estimator);
    let heads = estimate.heads.iter();
    let mut said = vec![data(observations, estimate, model_sha256)];
    said.extend(heads.map(|head| of_head(observations, head)));
    said.extend([corrected, intervals(estimate, params)]);
    said.extend(estimate.checks.iter().map(|check| {
        format!(
            "Error rates by source, head {}: {}.",
            check.head, check.said
        )
    }));
    said.push(format!(
        "Terms that set sources and classes apart are log-odds with an informative Dirichlet prior ({}), with standard \
         errors over documents, copies counted once, and the false discovery rate held at 5 % ({}).",
        MONROE.0, BENJAMINI.0
    ));
    let always = [EGAMI, EFRON, SATTERTHWAITE, HOLM, MONROE, BENJAMINI];
    let mut references: Vec<Reference> = works.into_iter().chain(always).collect();
    references.sort_unstable();
    markup.paragraph(&said.join(" "), &references)
}

impl Markup {
    /// A paragraph with its references behind it.
    fn paragraph(self, text: &str, references: &[Reference]) -> String {
        let list = |item: &dyn Fn(&str) -> String| {
            let items: Vec<String> = references.iter().map(|work| item(work.1)).collect();
            items.join("\n")
        };
        match self {
            Markup::Markdown => {
                let list = list(&|work| format!("- {work}"));
                format!("{text}\n\nReferences\n\n{list}\n")
            }
            Markup::Latex => {
                let list = list(&|work| format!("  \\item {}", escape(work)));
                let text = escape(text);
                format!(
                    "{text}\n\n\\paragraph{{References}}\n\\begin{{itemize}}\n{list}\n\\end{{itemize}}\n"
                )
            }
        }
    }
}

fn data(observations: &Observations, estimate: &Estimate, model_sha256: &str) -> String {
    let sentences: u64 = estimate.sources.iter().map(|source| source.sentences).sum();
    let documents: u64 = estimate.sources.iter().map(|source| source.documents).sum();
    let target = match observations.task.target.as_str() {
        "" => String::new(),
        target => format!(" on their stance toward {target}"),
    };
    format!(
        "We classified {} sentences of {} documents in {} groups{target} with a regularised multinomial logistic \
         regression on TF-IDF features (stance {}, model SHA-256 {}).",
        count(sentences),
        count(documents),
        count(estimate.sources.len() as u64),
        env!("CARGO_PKG_VERSION"),
        model_sha256.get(..12).unwrap_or(model_sha256)
    )
}

fn of_head(observations: &Observations, head: &HeadStatus) -> String {
    let task = observations
        .task
        .heads
        .iter()
        .find(|of_task| of_task.name == head.head);
    let names = task.map(|head| head.class_names()).unwrap_or_default();
    let classes: Vec<String> = names
        .iter()
        .zip(&head.classes)
        .map(|(name, count)| format!("{name} {count}"))
        .collect();
    let known = match (&head.reason, head.strength) {
        (Some(reason), _) => {
            format!("shares that rest on predictions are not given, because of {reason}")
        }
        (None, Some(strength)) => {
            format!("the smallest singular value of its confusion matrix is {strength:.2}")
        }
        (None, None) => "its errors are unknown".to_owned(),
    };
    format!(
        "Head {}: its errors were measured on {} labelled sentences of {} documents ({}), each predicted by a model that \
         had not seen its document; {known}.",
        head.head,
        count(head.labelled as u64),
        count(head.documents as u64),
        classes.join(", ")
    )
}

fn correction(estimator: Estimator) -> (String, Vec<Reference>) {
    let labels = format!(
        "a sentence that a person labelled counts with its label (compare {})",
        EGAMI.0
    );
    match estimator {
        Estimator::Counted => (
            "Shares are counts of predicted classes; the model's errors were not undone."
                .to_owned(),
            vec![],
        ),
        Estimator::Acc => (
            format!(
                "Shares were corrected for misclassification by undoing the confusion matrix with least squares on the \
                 simplex ({}; {}); {labels}.",
                FORMAN.0, BUNSE.0
            ),
            vec![FORMAN, BUNSE],
        ),
        Estimator::Pacc => (
            format!(
                "Shares were corrected for misclassification from mean probabilities, with least squares on the simplex \
                 ({}; {}); {labels}.",
                BELLA.0, BUNSE.0
            ),
            vec![BELLA, BUNSE],
        ),
        Estimator::Emq => (
            format!(
                "Shares were corrected for misclassification by expectation maximisation of the class prior ({}); {labels}.",
                SAERENS.0
            ),
            vec![SAERENS],
        ),
    }
}

fn intervals(estimate: &Estimate, params: &EstimateParams) -> String {
    let few = estimate
        .sources
        .iter()
        .filter(|source| source.documents < FEWEST_ARTICLES)
        .count();
    let few = match few {
        0 => String::new(),
        few => format!(
            " For {} of the groups, which have fewer than {FEWEST_ARTICLES} documents, the interval is of the sentences \
             within them and says nothing of other documents; they are in no verdict.",
            count(few as u64)
        ),
    };
    format!(
        "Intervals are at 95 %, from {} resamples of whole documents in the corpus and among the labels together ({}, seed \
         {}), stretched by Student's t with Satterthwaite's degrees of freedom ({}).{few} Two groups are said to differ \
         where p < {LEVEL} after Holm's adjustment over all pairs of a head, voice and class ({}).",
        count(params.resamples as u64),
        EFRON.0,
        params.seed,
        SATTERTHWAITE.0,
        HOLM.0
    )
}

/// Text as LaTeX takes it.
fn escape(text: &str) -> String {
    let mut escaped = String::new();
    for letter in text.chars() {
        match letter {
            '&' | '%' | '$' | '#' | '_' | '{' | '}' => escaped.extend(['\\', letter]),
            '\\' => escaped.push_str("\\textbackslash{}"),
            '~' => escaped.push_str("\\textasciitilde{}"),
            '^' => escaped.push_str("\\textasciicircum{}"),
            '<' => escaped.push_str("\\textless{}"),
            '>' => escaped.push_str("\\textgreater{}"),
            '–' => escaped.push_str("--"),
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn latex_takes_names_as_they_are() {
        assert_eq!(
            escape("A_B & 5 % {x}\\y"),
            "A\\_B \\& 5 \\% \\{x\\}\\textbackslash{}y"
        );
    }
}
