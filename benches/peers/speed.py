"""How fast `stance` is beside what a user would pick instead: one run, one machine, one corpus.

    cargo build --release
    pip install -r benches/peers/requirements-speed.txt       (what does not install is named and left out)
    python benches/peers/speed.py [peers] [growth] [labels] [--quick]

The corpus is the tweets of ../shared/benchmarks (or of STANCE_BENCHMARKS), cut to about 150 bytes; beyond their number each copy has
another word in one place. Every program runs in a process of its own on one thread (`growth` and `labels`: one and
two). What classifies does so three times and the least time counts, training is done once. Seconds are processor
time, which other work on the machine disturbs less than the clock; memory is the peak, which cannot read below that of this
script (the row of `wc` shows it).
"""

import csv
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
STANCE = ROOT / "target/release/stance"
TWEETS = Path(os.environ.get("STANCE_BENCHMARKS", ROOT.parent / "shared/benchmarks"))
LONGEST = 165  # bytes of a text, whole words
REPEATED = 3  # what classifies does so this often, and the least time counts: a shared machine only ever adds to it


def tweets():
    """Every tweet with its class and topic, in a fixed order."""
    rows = []
    for file in sorted(TWEETS.glob("arabicstancex/*.csv")) + sorted(TWEETS.glob("mawqif/*.csv")):
        for row in csv.DictReader(file.open(newline="", encoding="utf-8")):
            text = ""
            for word in row["text"].split():
                if len(f"{text} {word}".encode()) > LONGEST:
                    break
                text = f"{text} {word}".strip()
            if text:
                rows.append((row["stance"].strip().lower(), text, file.stem))
    random.Random(1).shuffle(rows)
    return rows


def corpus(path, rows, count, seed):
    """A table of `count` texts; the copies are varied, so that they are no copies."""
    chance = random.Random(seed)
    with path.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(["document", "text", "stance"])
        for number in range(count):
            label, text, _ = rows[number % len(rows)]
            if number >= len(rows):
                words = text.split()
                words[chance.randrange(len(words))] = chance.choice(chance.choice(rows)[1].split())
                text = " ".join(words)
            table.writerow([f"d{number}", text, label])
    return path


def read(path):
    rows = list(csv.DictReader(path.open(newline="", encoding="utf-8")))
    return [row["text"] for row in rows], [row["stance"] for row in rows]


def macro_f1(labels, predicted):
    scores = []
    for name in sorted(set(labels)):
        right = sum(a == b == name for a, b in zip(labels, predicted))
        scores.append(2 * right / max(1, labels.count(name) + predicted.count(name)))
    return sum(scores) / len(scores)


# The peers: each learns from (texts, labels) and gives a function from texts to classes.


def scikit(solver):
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline, make_union

    def learn(texts, labels):
        words = TfidfVectorizer(ngram_range=(1, 2), min_df=2, binary=True, dtype="float32")
        chars = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), min_df=2, binary=True, dtype="float32")
        union = make_union(chars, words).set_params(transformer_weights={"tfidfvectorizer-2": 0.5})
        model = make_pipeline(union, LogisticRegression(solver=solver, tol=1e-5, max_iter=2000))
        return model.fit(texts, labels).predict

    return learn


def liblinear(texts, labels):
    """Its own Python package has no wheel: the copy of it in scikit-learn, one class against the rest."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.multiclass import OneVsRestClassifier
    from sklearn.pipeline import make_pipeline

    words = TfidfVectorizer(ngram_range=(1, 2), min_df=2, binary=True)
    return make_pipeline(words, OneVsRestClassifier(LogisticRegression(solver="liblinear"))).fit(texts, labels).predict


def fasttext(texts, labels):
    import fasttext

    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as file:
        file.writelines(f"__label__{label} {' '.join(text.split())}\n" for text, label in zip(texts, labels))
        file.flush()
        model = fasttext.train_supervised(file.name, epoch=25, wordNgrams=2, minn=2, maxn=5, thread=1, seed=0, verbose=0)
    predict = model.f.predict
    return lambda texts: [predict(" ".join(text.split()) + "\n", 1, 0.0, "strict")[0][1][9:] for text in texts]


def wabbit(texts, labels):
    from vowpalwabbit import Workspace

    names = sorted(set(labels))
    clean = str.maketrans({":": " ", "|": " ", "\n": " "})
    model = Workspace(f"--oaa {len(names)} --loss_function logistic --ngram 2 -b 22 --quiet")
    for _ in range(3):
        for text, label in zip(texts, labels):
            model.learn(f"{names.index(label) + 1} | {text.translate(clean)}")
    return lambda texts: [names[model.predict(f"| {text.translate(clean)}") - 1] for text in texts]


PEERS = {
    "scikit-learn, lbfgs": scikit("lbfgs"),
    "scikit-learn, newton-cg": scikit("newton-cg"),
    "liblinear (words)": liblinear,
    "fastText": fasttext,
    "Vowpal Wabbit (words)": wabbit,
}


def run_peer(name, train, test):
    """In a process of its own: trains, classifies, and prints what that took."""
    texts, labels = read(Path(train))
    start = time.process_time()
    predict = PEERS[name](texts, labels)
    trained = time.process_time()
    texts, labels = read(Path(test))
    seconds = []
    for _ in range(REPEATED):
        before = time.process_time()
        predicted = [str(label) for label in predict(texts)]
        seconds.append(time.process_time() - before)
    print(json.dumps([trained - start, min(seconds), macro_f1(labels, predicted)]))


def measured(command):
    """Processor seconds, clock seconds, peak MB and output of a command; None for what failed."""
    start = time.monotonic()
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    with tempfile.TemporaryFile() as out:
        child = subprocess.Popen([str(part) for part in command], stdout=out, stderr=subprocess.DEVNULL, env=environment)
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        output = out.read().decode()
    if child.returncode:
        return None
    return used.ru_utime + used.ru_stime, time.monotonic() - start, used.ru_maxrss / 1024, output


def least(command):
    """The run that took the least time by the clock."""
    runs = [measured(command) for _ in range(REPEATED)]
    return None if None in runs else min(runs, key=lambda run: run[1])


def stance(*arguments, threads=1, run=least):
    found = run([STANCE, "--quiet", "--threads", threads, *arguments])
    return found or sys.exit(f"stance {' '.join(map(str, arguments))} failed")


def train(table, model, threads=1, chosen=("--l2", 1, "--folds", 0)):
    return stance("train", table, "--heads", "stance", "--features", "word,char", "--class-weight", "none",
                  *chosen, "--output", model, threads=threads, run=measured)


def classify(table, model, output, threads=1):
    return stance("classify", table, "--unit", "document", "--model", model, "--output", output, threads=threads)


def row(*cells):
    print("| " + " | ".join(str(cell) for cell in cells) + " |", flush=True)


def heading(*cells):
    row(*cells)
    row(*["---"] * len(cells))


def peers(folder, rows, learn, count):
    half = len(rows) * 5 // 6
    labelled = corpus(folder / "train.csv", rows[:half], learn, 1)
    texts = corpus(folder / "test.csv", rows[half:], count, 2)
    print(f"\n{learn:,} texts to learn from, {count:,} to classify, one thread\n")
    heading("what", "train s", "classify s", "texts/s", "peak MB", "macro-F1")
    floor = least(["wc", "-w", texts])
    row("`wc -w` (floor)", "", f"{floor[0]:.2f}", f"{count / floor[0]:,.0f}", f"{floor[2]:.0f}", "")
    trained = train(labelled, folder / "m.stance")
    used = classify(texts, folder / "m.stance", folder / "out.csv")
    predicted = [line["stance"] for line in csv.DictReader((folder / "out.csv").open(newline="", encoding="utf-8"))]
    score = macro_f1(read(texts)[1], predicted)
    row("stance, from CSV to CSV", f"{trained[0]:.2f}", f"{used[0]:.2f}", f"{count / used[0]:,.0f}", f"{max(trained[2], used[2]):.0f}", f"{score:.3f}")
    shipped = classify(texts, ROOT / "models/withdrawal.stance", folder / "out.csv")
    row("stance, shipped model, three heads, from CSV to CSV", "", f"{shipped[0]:.2f}", f"{count / shipped[0]:,.0f}", f"{shipped[2]:.0f}", "")
    for name in PEERS:
        found = measured([sys.executable, __file__, "--peer", name, labelled, texts])
        if found is None:
            row(name, "did not install or failed", "", "", "", "")
            continue
        learnt, classified, score = json.loads(found[3].splitlines()[-1])
        row(name, f"{learnt:.2f}", f"{classified:.2f}", f"{count / classified:,.0f}", f"{found[2]:.0f}", f"{score:.3f}")


def growth(folder, rows, counts):
    print("\n`stance classify` with the shipped model, from CSV to CSV\n")
    heading("texts", "MB", "threads", "processor s", "clock s", "texts/s (clock)", "peak MB")
    for count in counts:
        texts = corpus(folder / "texts.csv", rows, count, 3)
        for threads in (1, 2):
            used = classify(texts, ROOT / "models/withdrawal.stance", folder / "out.csv", threads)
            row(f"{count:,}", f"{texts.stat().st_size / 1e6:.0f}", threads, f"{used[0]:.2f}", f"{used[1]:.2f}", f"{count / used[1]:,.0f}", f"{used[2]:.0f}")


def labels(folder, rows, counts):
    print("\n`stance train --l2 1 --folds 0`, words and characters; and with penalties chosen and scored by five folds\n")
    heading("labels", "threads", "folds", "processor s", "clock s", "peak MB")
    for count in counts:
        table = corpus(folder / "labels.csv", rows, count, 4)
        for threads in (1, 2):
            for folds, chosen in (("none", ("--l2", 1, "--folds", 0)), ("five", ())):
                if folds == "five" and count > 20_000:
                    continue
                used = train(table, folder / "m.stance", threads, chosen)
                row(f"{count:,}", threads, folds, f"{used[0]:.2f}", f"{used[1]:.2f}", f"{used[2]:.0f}")


def main():
    arguments = sys.argv[1:]
    if arguments[:1] == ["--peer"]:
        return run_peer(*arguments[1:])
    quick = "--quick" in arguments
    chosen = [name for name in arguments if name != "--quick"] or ["peers", "growth", "labels"]
    rows = tweets()
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        if "peers" in chosen:
            peers(folder, rows, 2_500 if quick else 12_500, 5_000 if quick else 50_000)
        if "growth" in chosen:
            growth(folder, rows, [10_000, 100_000] if quick else [10_000, 100_000, 1_000_000])
        if "labels" in chosen:
            labels(folder, rows, [1_000, 12_500] if quick else [1_000, 12_500, 100_000, 1_000_000])


if __name__ == "__main__":
    main()
