"""Makes tfidf.json and logistic.json, the numbers of scikit-learn that tests compare with.

    python3 -m venv venv && venv/bin/pip install numpy scipy scikit-learn==1.9.1
    venv/bin/python tests/reference/make_fixtures.py

Tests do not run it: they read the two files, which are committed. See README.md.
"""
import json
import pathlib
import re
import warnings

import numpy as np
import scipy.sparse as sparse
import sklearn
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.utils.class_weight import compute_class_weight

HERE = pathlib.Path(__file__).parent

SENTENCES = [
    "يُطالِبُ النوّابُ بِانسحابِ القوّاتِ الأجنبيةِ من البلاد فوراً",
    "ترفض الحكومة أيَّ وجودٍ أجنبيٍّ على أراضيها",
    "قال الوزير إنّ بقاء القوات ضرورة لحماية الأمن",
    "انســـحاب القـــوات الأمريكية من العراق",
    "بقاء القوات الأمريكية في العراق",
    "أعلن المتحدث أن 2500 جندي سيغادرون في 31 كانون الأول/ديسمبر 2021",
    "هل الوقت مناسب للانسحاب الأمريكي من العراق؟",
    "وصف مسؤولٌ رحيلَ القوات بأنه «خطأ كبير»، وحذّر من عودة داعش.",
    "رحيل رحيل رحيل! هتف المتظاهرون: لا لا للاحتلال",
    "لن نقبل بالقواعد العسكرية ولا بالوصاية",
    "ٱلشعب يريد السيادة و الاستقلال",
    "NATO و الناتو: قوات حلف شمال الأطلسي (الناتو) باقية",
]


def normalise(text):
    """Marks and tatweel go; letters that are spelled for one another become one."""
    text = re.sub("[\u064b-\u065f\u0670\u0640]", "", text).lower()
    for variants, letter in [("أإآٱ", "ا"), ("ى", "ي"), ("ة", "ه"), ("ؤ", "و"), ("ئ", "ي")]:
        text = re.sub(f"[{variants}]", letter, text)
    return text.replace("؟", "?")


def tokens(text, pattern):
    """The normalised text's tokens with one blank between them."""
    return " ".join(re.findall(pattern, normalise(text)))


def tfidf(min_df):
    """Each kind of feature on its own, rows of unit length per kind."""
    common = dict(lowercase=False, sublinear_tf=True, min_df=min_df)
    words_and_signs = lambda text: tokens(text, r"[^\W_]+|[!?]")
    words = lambda text: tokens(text, r"[^\W_]+")
    kinds = {
        "words": TfidfVectorizer(preprocessor=words_and_signs, token_pattern=r"\S+", ngram_range=(1, 2), **common),
        "characters": TfidfVectorizer(preprocessor=words, analyzer="char_wb", ngram_range=(2, 5), **common),
    }
    blocks = {}
    for kind, vectoriser in kinds.items():
        rows = vectoriser.fit_transform(SENTENCES)
        terms = vectoriser.get_feature_names_out()
        blocks[kind] = {
            "idf": {str(term): float(idf) for term, idf in zip(terms, vectoriser.idf_)},
            "rows": [
                {str(terms[j]): float(v) for j, v in sorted(zip(row.indices, row.data))}
                for row in rows
            ],
        }
    return {"min_df": min_df, **blocks}


def problem(rows, columns, classes, seed):
    """Sparse rows of unit length, some empty and one repeated, with labels that overlap."""
    rng = np.random.default_rng(seed)
    x = sparse.random(rows, columns, density=0.25, random_state=seed, format="csr")
    x.data = rng.uniform(0.2, 1.0, x.nnz)
    norm = np.sqrt(np.asarray(x.multiply(x).sum(1)).ravel())
    x = sparse.diags(1 / np.where(norm > 0, norm, 1)) @ x
    x = sparse.vstack([x[:-2], x[:1], sparse.csr_matrix((1, columns))]).tocsr().astype(np.float32)
    scores = x @ rng.normal(size=(columns, classes)) * 2 + np.linspace(0, 1, classes)
    y = (scores + rng.gumbel(size=scores.shape)).argmax(1)
    weight = rng.integers(1, 9, rows) / 4
    return x.astype(np.float64), y, weight


def gradient(x, y, l2, class_weight, sample_weight, w, b):
    """Of the multinomial objective, by weights and intercepts: zero at the optimum."""
    s = np.ones(len(y)) if sample_weight is None else sample_weight.astype(float)
    if class_weight == "balanced":
        s = s * compute_class_weight("balanced", classes=np.unique(y), y=y, sample_weight=sample_weight)[y]
    z = x @ w.T + b
    q = np.exp(z - z.max(1, keepdims=True))
    q /= q.sum(1, keepdims=True)
    r = s[:, None] * (q - np.eye(len(b))[y])
    return np.vstack([(x.T @ r) + l2 * w.T, r.sum(0)])


def fitted(x, y, c, class_weight, sample_weight):
    """The optimum by the solver that gets nearer to it. Two classes: see README.md."""
    binary = len(set(y)) == 2
    best = None
    for solver in ["newton-cg", "newton-cholesky", "lbfgs"]:
        with warnings.catch_warnings():
            # All of them stop for lack of digits at such a tolerance.
            warnings.simplefilter("ignore")
            model = LogisticRegression(
                C=c * (2 if binary else 1),
                class_weight=class_weight,
                solver=solver,
                tol=1e-12,
                max_iter=100_000,
            ).fit(x, y, sample_weight)
        w, b = model.coef_, model.intercept_
        if binary:
            w, b = np.vstack([-w, w]) / 2, np.concatenate([-b, b]) / 2
        slope = np.abs(gradient(x, y, 1 / c, class_weight, sample_weight, w, b)).max()
        if best is None or slope < best[0]:
            best = slope, solver, w, b - b.mean()
    slope, solver, w, b = best
    print(f"C {c} {class_weight} weights {sample_weight is not None}: {solver}, gradient {slope:.1e}")
    assert slope < 1e-11
    return {
        "solver": solver,
        "l2": 1 / c,
        "balanced": class_weight == "balanced",
        "sample_weights": sample_weight is not None,
        # [feature][class], as the crate keeps them
        "weights": w.T.tolist(),
        "intercepts": b.tolist(),
    }


def logistic(classes, seed):
    x, y, weight = problem(60, 20, classes, seed)
    assert len(set(y)) == classes
    rows = [[[int(j), float(v)] for j, v in sorted(zip(r.indices, r.data))] for r in x]
    fits = [
        fitted(x, y, c, class_weight, sample_weight)
        for c in [0.1, 1.0, 20.0]
        for class_weight in [None, "balanced"]
        for sample_weight in [None, weight]
    ]
    return {
        "classes": classes,
        "columns": x.shape[1],
        "rows": rows,
        "labels": y.tolist(),
        "sample_weights": weight.tolist(),
        "fits": fits,
    }


def write(name, value):
    text = json.dumps({"sklearn": sklearn.__version__, **value}, ensure_ascii=False, indent=None, separators=(",", ":"))
    (HERE / name).write_text(text + "\n", encoding="utf-8")


write(
    "tfidf.json",
    {
        "sentences": SENTENCES,
        "normalised": [normalise(text) for text in SENTENCES],
        "tfidf": [tfidf(1), tfidf(2)],
    },
)
write("logistic.json", {"problems": [logistic(3, 1), logistic(4, 3), logistic(2, 2)]})
