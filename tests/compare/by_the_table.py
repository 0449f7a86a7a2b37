# SPDX-License-Identifier: Apache-2.0
"""What a search of NAS-Bench-201 says by all cells of the table, recomputed: percentiles, the percentile to be
expected under α, Kendall's τ-b with its interval, and the best epoch by the table."""
import csv
import functools
import json
import math
import os
import tomllib

import numpy
from scipy import stats

OPERATIONS = ("none", "skip_connect", "nor_conv_1x1", "nor_conv_3x3", "avg_pool_3x3")
FIGURES = {"percentile (%)": "percentile", "expected percentile (%)": "expected percentile",
           "Kendall's tau": "Kendall's tau", "oracle (%)": "oracle"}


@functools.cache
def cells_of(file, column):
    """The operations of every cell, their accuracies, and their percentiles by average ranks."""
    with open(file) as text:
        rows = list(csv.DictReader(text))
    accuracies = numpy.array([float(row[column]) for row in rows])
    percentiles = 100 * (stats.rankdata(accuracies) - 0.5) / len(rows)
    return [tuple(map(int, row["ops"])) for row in rows], accuracies, percentiles


def probabilities_of(alpha, cells):
    """Up to a factor and as whole numbers, because six digits of each factor are on record: equal ones stay equal."""
    factors = [[round(edge.get(name, 0) * 10**12) for name in OPERATIONS] for edge in alpha]
    return [math.prod(edge[operation] for edge, operation in zip(factors, cell)) for cell in cells]


def figures_of(folder, column):
    """The figures of a run by the names that `compare` gives them."""
    with open(os.path.join(folder, "config.toml"), "rb") as file:
        cells, accuracies, percentiles = cells_of(tomllib.load(file)["search"]["table"], column)
    with open(os.path.join(folder, "metrics.jsonl")) as file:
        epochs = [json.loads(line) for line in file]
    with open(os.path.join(folder, "summary.json")) as file:
        found = json.load(file)["genotype"]
    operations = tuple(OPERATIONS.index(part.split("~")[0]) for part in found.split("|") if "~" in part)
    figures = {"percentile": float(percentiles[cells.index(operations)]),
               **dict.fromkeys(("expected percentile", "Kendall's tau", "low", "high"))}
    course = [epoch["table"][column] for epoch in epochs]
    figures["oracle"] = max(course)
    figures["epoch of the oracle"] = epochs[course.index(max(course))]["epoch"]
    weights = probabilities_of(epochs[-1]["alpha"]["normal"], cells)
    if len({*weights}) > 1:
        whole = sum(weights)
        figures["expected percentile"] = math.fsum(w / whole * p for w, p in zip(weights, percentiles))
        place = {weight: rank for rank, weight in enumerate(sorted({*weights}))}
        tau = float(stats.kendalltau([place[weight] for weight in weights], accuracies).statistic)
        reach = float(stats.norm.ppf(0.975)) * math.sqrt(0.437 / (len(cells) - 4))
        figures |= {"Kendall's tau": tau, "low": math.tanh(math.atanh(tau) - reach),
                    "high": math.tanh(math.atanh(tau) + reach)}
    return figures
