"""Makes quantification.json, the numbers of QuaPy that tests compare with.

    python3 -m venv venv && venv/bin/pip install quapy==0.2.3
    venv/bin/python tests/reference/make_quantification.py

Tests do not run it: they read the file, which is committed. See README.md.
"""
import json
import pathlib

import numpy as np
import quapy
from quapy.method.aggregative import ACC, EMQ

HERE = pathlib.Path(__file__).parent

CONFUSIONS = [
    [[0.78, 0.14], [0.22, 0.86]],
    [[0.7, 0.1, 0.08], [0.2, 0.8, 0.22], [0.1, 0.1, 0.7]],
    [[0.6, 0.2, 0.1, 0.1], [0.2, 0.5, 0.2, 0.1], [0.1, 0.2, 0.6, 0.1], [0.1, 0.1, 0.1, 0.7]],
]


def adjusted(random, confusion):
    """Observed shares, and the true ones by least squares on the simplex (QuaPy's `minimize`)."""
    confusion = np.array(confusion)
    observed = random.dirichlet(np.ones(len(confusion)))
    found = ACC.solve_adjustment(confusion, observed, method="inversion", solver="minimize")
    return {"confusion": confusion.tolist(), "observed": observed.tolist(), "shares": found.tolist()}


def maximised(random, classes):
    """Probabilities under a prior, and the shares that QuaPy's expectation maximisation finds."""
    prior = np.full(classes, 1 / classes)
    probabilities = random.dirichlet(np.ones(classes) * 0.5, size=40)
    shares, _ = EMQ.EM(prior, probabilities, epsilon=1e-9)
    return {"prior": prior.tolist(), "probabilities": probabilities.tolist(), "shares": shares.tolist()}


def main():
    random = np.random.default_rng(5)
    EMQ.MAX_ITER = 100_000
    fixture = {
        "quapy": quapy.__version__,
        "adjusted": [adjusted(random, confusion) for confusion in CONFUSIONS for _ in range(6)],
        "maximised": [maximised(random, classes) for classes in (2, 3, 4)],
    }
    (HERE / "quantification.json").write_text(json.dumps(fixture, indent=1) + "\n")


main()
