"""QuaPy's intervals on the simulated sources of `cargo bench --bench coverage`.

    python3 -m venv venv && venv/bin/pip install quapy==0.2.3
    venv/bin/python benches/peers/coverage.py [REPETITIONS]

Prints, for each study, how often QuaPy's 95 % interval (its bootstrap of the classified sentences) covers the
true share, and how often the intervals of two equal sources do not overlap.
"""
import sys
import warnings

import numpy as np
from quapy.method.aggregative import ACC, EMQ
from quapy.method.confidence import AggregativeBootstrap
from sklearn.base import BaseEstimator, ClassifierMixin

RESAMPLES = 200
SENSITIVITY, SPECIFICITY, CORRELATION = 0.78, 0.86, 0.30
# Name, articles a source, share in the sources, share in the labels.
STUDIES = [
    ("60 articles, 30 %", 60, 0.30, 0.30),
    ("60 articles, 10 %", 60, 0.10, 0.10),
    ("10 articles, 30 %", 10, 0.30, 0.30),
    ("labels 50 %, sources 10 %", 60, 0.10, 0.50),
]


class Given(ClassifierMixin, BaseEstimator):
    """A classifier whose input is its output."""

    def __init__(self):
        self.classes_ = np.array([0, 1])

    def fit(self, X, y):
        return self

    def predict_proba(self, X):
        return X

    def predict(self, X):
        return X.argmax(axis=1)


def sentences(random, articles, each, share):
    """Labels of sentences that are alike within an article, and calibrated answers of a model that errs."""
    size = 1 / CORRELATION - 1
    of_article = random.beta(share * size, (1 - share) * size, articles)
    labels = random.random((articles, each)) < of_article[:, None]
    labels = labels.ravel()
    hit = random.random(labels.size) < np.where(labels, SENSITIVITY, 1 - SPECIFICITY)
    return labels.astype(int), hit


def answers(hit, prior):
    """The probabilities that these answers mean where the class has this share."""
    yes = prior * SENSITIVITY / (prior * SENSITIVITY + (1 - prior) * (1 - SPECIFICITY))
    no = prior * (1 - SENSITIVITY) / (prior * (1 - SENSITIVITY) + (1 - prior) * SPECIFICITY)
    p = np.where(hit, yes, no)
    return np.column_stack([1 - p, p])


def interval(quantifier, labelled, test):
    method = AggregativeBootstrap(quantifier, n_train_samples=1, n_test_samples=RESAMPLES, confidence_level=0.95, random_state=1)
    method.fit(*labelled)
    _, region = method.predict_conf(test)
    return region.I_low[1], region.I_high[1]


def study(name, articles, share, labelled_share, repetitions):
    random = np.random.default_rng(1)
    covered = {"ACC": 0, "EMQ": 0}
    different = {"ACC": 0, "EMQ": 0}
    for _ in range(repetitions):
        labels, hit = sentences(random, 40, 10, labelled_share)
        labelled = (answers(hit, labelled_share), labels)
        tests = [answers(sentences(random, articles, 12, share)[1], labelled_share) for _ in range(2)]
        acc = lambda: ACC(Given(), fit_classifier=False, solver="exact-cc", norm="clip")
        emq = lambda: EMQ(Given(), fit_classifier=False)
        for kind, make in [("ACC", acc), ("EMQ", emq)]:
            found = [interval(make(), labelled, test) for test in tests]
            covered[kind] += found[0][0] <= share <= found[0][1]
            different[kind] += found[0][1] < found[1][0] or found[1][1] < found[0][0]
    shares = [f"{kind} {100 * covered[kind] / repetitions:.1f} / {100 * different[kind] / repetitions:.1f}" for kind in covered]
    print(f"{name}: {'; '.join(shares)}", flush=True)


if __name__ == "__main__":
    warnings.filterwarnings("ignore")
    for of_study in STUDIES:
        study(*of_study, int(sys.argv[1]) if len(sys.argv) > 1 else 200)
