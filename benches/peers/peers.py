"""What a user would pick instead, on the folds that `stance` uses.

    cargo bench --bench quality -- folds        writes target/quality/folds/SET/FILE.csv (text, class, fold)
    python benches/peers/peers.py [SET ...]     prints the table of benches/README.md

A peer sees the text as it stands. Its terms and document frequencies come from the training folds alone, and a training
row whose text is also held out does not train, as in `stance`.
"""

import csv
import os
import sys
import time
from pathlib import Path

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(variable, "1")

import numpy as np
from scipy.sparse import hstack
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.svm import LinearSVC

try:
    import fasttext
except ImportError:  # its wheel does not install everywhere
    fasttext = None

FOLDS = Path("target/quality/folds")
# The classes whose F1 is averaged; all where a set is not named (benchmarks/README.md).
SCORED = {
    "mawqif": ["Favor", "Against"],
    "arabicstancex": ["Favor", "Against"],
    "arsarcasm_v2": ["POS", "NEG"],
}
WORDS = dict(ngram_range=(1, 2))
CHARS = dict(analyzer="char_wb", ngram_range=(2, 5))


def logistic():
    return LogisticRegression(C=1, class_weight="balanced", solver="newton-cg", max_iter=200)


def svc():
    return LinearSVC(C=0.5, class_weight="balanced", max_iter=5000)


def linear(vectorizers, classifier):
    """A peer of scikit-learn: TF-IDF of each vectorizer side by side, then a linear classifier."""

    def predict(counts, texts, y, train, test):
        blocks = [tfidf(counts[v], train, test) for v in vectorizers]
        model = classifier().fit(hstack([a for a, _ in blocks]).tocsr(), y[train])
        return model.predict(hstack([b for _, b in blocks]).tocsr())

    return predict


def tfidf(counts, train, test):
    fitted, unseen = counts[train], counts[test]
    kept = np.flatnonzero(np.asarray((fitted > 0).sum(0)).ravel() >= 2)
    weigh = TfidfTransformer(sublinear_tf=True)
    return weigh.fit_transform(fitted[:, kept]), weigh.transform(unseen[:, kept])


def fast_text(counts, texts, y, train, test):
    """fastText with word bigrams and character n-grams; one thread, so that it repeats."""
    path = FOLDS / "fasttext.txt"
    lines = [f"__label__{y[row]} {' '.join(texts[row].split())}" for row in train]
    path.write_text("\n".join(lines), encoding="utf-8")
    model = fasttext.train_supervised(
        str(path), epoch=25, lr=0.5, wordNgrams=2, minn=2, maxn=5, dim=50, bucket=200_000, thread=1, verbose=0
    )
    # The wheel's own predict breaks on newer numpy; the one below it does not.
    found = [model.f.predict(" ".join(texts[row].split()) + "\n", 1, 0.0, "strict")[0][1] for row in test]
    return np.array([label.removeprefix("__label__") for label in found])


PEERS = {
    "words, LR": linear(["words"], logistic),
    "words + characters, LR": linear(["words", "chars"], logistic),
    "words + characters, LinearSVC": linear(["words", "chars"], svc),
}
if fasttext is not None:
    PEERS["fastText"] = fast_text


def read(path):
    csv.field_size_limit(sys.maxsize)
    with open(path, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    column = lambda name: [row[name] for row in rows]
    return column("text"), np.array(column("class")), np.array(column("fold"), int)


def score(path, scored):
    """Each peer's F1 on the rows of a file, every fold held out in turn."""
    texts, y, fold = read(path)
    counts = {
        "words": CountVectorizer(**WORDS).fit_transform(texts),
        "chars": CountVectorizer(**CHARS).fit_transform(texts),
    }
    labels = scored or sorted(set(y))
    predicted = {name: np.empty_like(y) for name in PEERS}
    for held_out in sorted(set(fold)):
        test = np.flatnonzero(fold == held_out)
        unseen = {texts[row] for row in test}
        train = np.array([row for row in np.flatnonzero(fold != held_out) if texts[row] not in unseen])
        for name, predict in PEERS.items():
            predicted[name][test] = predict(counts, texts, y, train, test)
    return {
        name: 100 * f1_score(y, answer, labels=labels, average="macro", zero_division=0)
        for name, answer in predicted.items()
    }


def main(wanted):
    sets = sorted(folder.name for folder in FOLDS.iterdir() if folder.is_dir())
    sets = [name for name in sets if not wanted or name in wanted]
    print("| set | " + " | ".join(PEERS) + " | seconds |\n|---" * 1 + "|---" * (len(PEERS) + 1) + "|")
    for name in sets:
        start = time.process_time()
        files = sorted((FOLDS / name).glob("*.csv"))
        scores = [score(file, SCORED.get(name)) for file in files]
        means = [f"{np.mean([score[peer] for score in scores]):.1f}" for peer in PEERS]
        print(f"| {name} | " + " | ".join(means) + f" | {time.process_time() - start:.0f} |", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
