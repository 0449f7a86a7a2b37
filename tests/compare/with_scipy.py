#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Recomputes every number that `tetlo compare --json` prints: with_scipy.py TETLO [--figure NAME] [RUN…]

TETLO is the program, and the runs are those that it gets. Without runs some are made up. SciPy has the intervals,
Welch's test, exact tests without ties and approximations, statsmodels Holm's method and the rates. Exact tests with
ties are counted in whole numbers here, and those of few runs also by SciPy's lists of all permutations.

Prints for each kind of figure how many were compared, and how many digits the worst of them has in common ("equal" if
all are, but for the rounding of what was subtracted); fails if ten digits do not agree. Without SciPy and statsmodels
it says so and exits with 77.
"""
import argparse
import itertools
import json
import math
import os
import subprocess
import sys
import tomllib
import warnings

try:
    import numpy
    from scipy import stats
    from statsmodels.stats.multitest import multipletests
    from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint
except ImportError as missing:
    print(f"{sys.executable} has no {missing.name}; SciPy and statsmodels are needed.")
    sys.exit(77)

import by_the_table
from exact_tests import least_unpaired, p_of_paired, p_of_unpaired
from made_up_runs import made_up_runs

warnings.filterwarnings("ignore", "Precision loss")  # in groups of equal values
LEVEL = 0.05
DIGITS = 10


class Ledger:
    """The figures that were compared, by kind."""

    def __init__(self):
        self.kinds, self.wrong, self.place = {}, [], ""

    def compare(self, kind, found, expected, scale=0.0):
        """`scale` is the size of the numbers whose difference the figure is: rounding leaves 1e-14 of it."""
        digits = math.inf
        if isinstance(expected, float) and isinstance(found, (int, float)):
            error = abs(found - expected)
            if error > 1e-14 * scale:
                digits = -math.log10(error / abs(expected)) if expected else 0
        elif found != expected:
            digits = 0
        count, fewest = self.kinds.get(kind, (0, math.inf))
        self.kinds[kind] = count + 1, min(fewest, digits)
        if digits < DIGITS:
            self.wrong.append(f"{self.place}: {kind} is {found!r}, not {expected!r}")

    def report(self):
        for kind, (count, fewest) in sorted(self.kinds.items()):
            print(f"{kind:28}{count:7}   {'equal' if fewest == math.inf else f'{fewest:.1f} digits'}")
        for sentence in self.wrong:
            print("FAILED " + sentence)
        return not self.wrong


# What compare says of one group, and of two.

def known(values):
    return [value for value in values if value is not None]


def mean(values):
    return math.fsum(values) / len(values)


def mean_interval(values):
    if len(values) < 2:
        return None, None
    if len({*values}) == 1:
        return values[0], values[0]
    return map(float, stats.t.interval(1 - LEVEL, len(values) - 1, mean(values), stats.sem(values)))


def with_stand_in(values, higher):
    """Runs without a value are worse than the worst, by more than any two values differ."""
    low, high = min(known(values), default=0.0), max(known(values), default=0.0)
    worst = 0.0 if not known(values) else low - (high - low + 1) if higher else high + (high - low + 1)
    return [worst if value is None else value for value in values]


def options_of(folder, name):
    """Of a run or of the search that found its cells; its command, and its options by section."""
    file = os.path.join(folder, name)
    if not os.path.exists(file):
        return "", {}
    with open(file, "rb") as text:
        command = text.readline().decode().split(", ")[-1].strip()
        return command, tomllib.loads(text.read().decode())


def splits_of(folder):
    """The seeds by which the images are split: in the run, and in the search that found its cells."""
    splits = []
    for name in ("config.toml", "search.toml"):
        command, options = options_of(folder, name)
        own = str(options.get(command, {}).get("split_seed", -1))
        splits.append(own if own != "-1" else str(options.get("run", {}).get("seed", "")))
    return splits


def pairs_of(own, other, folders):
    """The runs with common seeds, if no seed comes twice, the smaller group has no others, and splits agree there."""
    x, y = ({row["seed"]: row for row in rows} for rows in (own, other))
    common = [seed for seed in x if seed in y]
    if "" in x or len(x) < len(own) or len(y) < len(other) or len(common) < min(len(x), len(y)):
        return []
    pairs = [(x[seed], y[seed]) for seed in common]
    alike = all(splits_of(folders[a["run"]]) == splits_of(folders[b["run"]]) for a, b in pairs)
    return pairs if alike else []


def paired(pairs, higher):
    x, y = ([row["value"] for row in rows] for rows in zip(*pairs))
    whole = [a - b for a, b in zip(x, y) if a is not None and b is not None]
    ranked = with_stand_in(x + y, higher)
    largest = max(map(abs, ranked))  # of which 1e-9 is rounded away: differences of equal decimals are equal
    differences = numpy.subtract(ranked[: len(x)], ranked[len(x) :])
    differences = differences.round(9 - math.ceil(math.log10(largest))) if largest else differences
    kept = differences[differences != 0]
    low, high = mean_interval(whole)
    walsh = [(a + b) / 2 for a, b in itertools.combinations_with_replacement(whole, 2)]
    return {"n": len(x), "p": p_of_paired(kept), "least": min(1.0, 2.0 ** (1 - len(kept))),
            "superiority": float(((differences > 0) + (differences == 0) / 2).mean()), "welch": None,
            "direction": float(numpy.dot(stats.rankdata(abs(kept)), numpy.sign(kept))) if len(kept) else 0.0,
            "difference": mean(whole) if whole else None, "low": low, "high": high,
            "shift": float(numpy.median(walsh)) if whole else None}


def unpaired(own, other, higher):
    ranked = with_stand_in([row["value"] for row in own + other], higher)
    x, y = ranked[: len(own)], ranked[len(own) :]
    above = stats.mannwhitneyu(x, y, method="asymptotic").statistic / (len(x) * len(y))
    result = {"n": len(ranked), "p": p_of_unpaired(x, y), "least": least_unpaired(x, y), "superiority": float(above),
              "direction": above - 0.5, **dict.fromkeys(("welch", "difference", "low", "high", "shift"))}
    a, b = known(row["value"] for row in own), known(row["value"] for row in other)
    if a and b:
        result.update(difference=mean(a) - mean(b), shift=float(numpy.median(numpy.subtract.outer(a, b))))
    if min(len(a), len(b)) > 1 and len({*a}) + len({*b}) > 2:
        welch = stats.ttest_ind(a, b, equal_var=False)
        interval = welch.confidence_interval(1 - LEVEL)
        result.update(welch=float(welch.pvalue), low=float(interval.low), high=float(interval.high))
    return result


def verdict(holm, least, direction):
    if least > LEVEL:
        return "not resolvable at this size"
    return "not resolved" if holm > LEVEL else "better" if direction > 0 else "worse"


# The tables. Each check gets the rows of its table, all tables, and the folders of the runs by their names.

def folders_of(given):
    is_run = lambda folder: os.path.exists(os.path.join(folder, "config.toml"))
    within = lambda folder: [os.path.join(folder, name) for name in os.listdir(folder)]
    return {os.path.basename(os.path.normpath(folder)): folder
            for one in given for folder in ([one] if is_run(one) else filter(is_run, within(one)))}


def check_runs(ledger, table, folders):
    """The figure of the last epoch; those of a benchmark's table are of the epoch whose cell was found."""
    path = table["notes"][0].removeprefix("Compared is ").split(" ")[0]
    for row in table["rows"]:
        if row["value"] is None:
            continue
        with open(os.path.join(folders[row["run"]], "metrics.jsonl")) as file:
            epochs = [json.loads(line) for line in file]
        with open(os.path.join(folders[row["run"]], "summary.json")) as file:
            found = json.load(file).get("genotype")
        if path.startswith("table.") and found:
            epochs = [epoch for epoch in epochs if epoch.get("genotype") == found]
        value = epochs[-1]
        for part in path.split("."):
            value = value[part]
        ledger.compare("value", row["value"], 100 * value if path.endswith("accuracy") else value)


def groups_of(tables):
    groups = {}
    for row in tables["runs"]["rows"]:
        groups.setdefault(row["group"], []).append(row)
    return groups


def check_groups(ledger, rows, tables, folders):
    groups = groups_of(tables)
    ledger.compare("groups", [row["group"] for row in rows], list(groups))
    for row in rows:
        values = known(run["value"] for run in groups[row["group"]])
        scale = max(map(abs, values), default=0)
        low, high = mean_interval(values)
        ledger.compare("n", row["n"], len(values))
        ledger.compare("n", row["without value"], len(groups[row["group"]]) - len(values))
        ledger.compare("median", row["median"], float(numpy.median(values)) if values else None)
        ledger.compare("mean", row["mean"], mean(values) if values else None)
        ledger.compare("deviation", row["deviation"], float(numpy.std(values, ddof=1)) if len(values) > 1 else None, scale)
        ledger.compare("interval of a mean", row["low"], low, scale)
        ledger.compare("interval of a mean", row["high"], high, scale)


def check_comparisons(ledger, rows, tables, folders):
    groups = groups_of(tables)
    control = next(name for name in groups if name not in [row["group"] for row in rows])
    higher = tables["runs"]["notes"][0].endswith("higher is better.")
    pairs = [pairs_of(groups[row["group"]], groups[control], folders) for row in rows]
    results = [paired(pairs[r], higher) if pairs[r] else unpaired(groups[row["group"]], groups[control], higher)
               for r, row in enumerate(rows)]
    for row, common in zip(rows, pairs):
        ledger.compare("test", row["test"], "signed rank, paired" if common else "Mann–Whitney")
    holm = multipletests([result["p"][0] for result in results], method="holm")[1]
    smallest = min(result["least"] for result in results)
    for row, result, adjusted, note in zip(rows, results, holm, tables["comparisons"]["notes"]):
        scale = max(map(abs, known(run["value"] for run in groups[row["group"]] + groups[control])), default=0)
        least = min(1.0, max(result["least"], len(rows) * smallest))
        said = f"the smallest p that they allow is {result['least']:.3g}"
        said += f", after Holm {least:.3g}" if len(rows) > 1 else ""
        ledger.compare("least p, as it is written", said in note, True)
        ledger.compare("n", row["n"], result["n"])
        for p in result["p"]:
            ledger.compare("p, " + row["test"], row["p"], float(p))
        ledger.compare("Holm's p", row["Holm's p"], float(adjusted))
        ledger.compare("Welch's p", row["Welch's p"], result["welch"])
        ledger.compare("superiority", row["superiority"],
                       result["superiority"] if higher else 1 - result["superiority"], 1)
        ledger.compare("verdict", row["verdict"],
                       verdict(adjusted, least, result["direction"] if higher else -result["direction"]))
        for figure in ("difference", "low", "high", "shift"):
            kind = figure if figure in ("difference", "shift") else "interval of a difference"
            ledger.compare(kind, row[figure], result[figure], scale)


def check_rates(ledger, rows, tables, folders):
    for row in rows:
        if row["n"] > 0:
            low, high = proportion_confint(row["k"], row["n"], alpha=LEVEL, method="wilson")
            ledger.compare("rate", row["share"], row["k"] / row["n"])
            ledger.compare("Wilson's interval", row["low"], float(low), 1)
            ledger.compare("Wilson's interval", row["high"], float(high), 1)


def check_rate_differences(ledger, rows, tables, folders):
    rates = {(row["rate"], row["group"]): (row["k"], row["n"]) for row in tables["rates"]["rows"]}
    control = tables["rate_differences"]["title"].removeprefix("Rates against ")
    for row in rows:
        (k, n), (l, m) = rates[row["rate"], row["group"]], rates[row["rate"], control]
        low, high = confint_proportions_2indep(k, n, l, m, method="newcomb", compare="diff", alpha=LEVEL)
        ledger.compare("difference of rates", row["difference"], k / n - l / m, 1)
        ledger.compare("Newcombe's interval", row["low"], float(low), 1)
        ledger.compare("Newcombe's interval", row["high"], float(high), 1)
        of = lambda one: float(stats.fisher_exact([[one, n - one], [k + l - one, m - k - l + one]]).pvalue)
        ledger.compare("p, Fisher", row["p"], of(k))
        ledger.compare("least p, Fisher", row["least p"], min(of(max(0, k + l - m)), of(min(n, k + l))))
    if rows:
        holm = multipletests([row["p"] for row in rows], method="holm")[1]
        for row, adjusted in zip(rows, holm):
            ledger.compare("Holm's p", row["Holm's p"], float(adjusted))


def check_benchmark_runs(ledger, rows, tables, folders):
    column = tables["benchmark_runs"]["title"].rpartition(" ")[2]
    for row in rows:
        if row["percentile"] is not None:
            for figure, value in by_the_table.figures_of(folders[row["run"]], column).items():
                ledger.compare(figure + ", by the table", row[figure], value)


def check_benchmark_groups(ledger, rows, tables, folders):
    for name, figure in by_the_table.FIGURES.items():
        values = [{"group": row["group"], "value": row[figure]} for row in tables["benchmark_runs"]["rows"]]
        own = [row for row in rows if row["figure"] == name]
        with_any = [row for row in values if row["group"] in [one["group"] for one in own]]
        check_groups(ledger, own, {"runs": {"rows": with_any}}, folders)


CHECKS = {"groups": check_groups, "comparisons": check_comparisons, "rates": check_rates,
          "rate_differences": check_rate_differences, "benchmark_runs": check_benchmark_runs,
          "benchmark_groups": check_benchmark_groups}


def check(ledger, program, runs, figure):
    command = [program, "compare", *runs, "--json", *(["--figure", figure] if figure else [])]
    result = subprocess.run(command, stdout=subprocess.PIPE)
    if result.returncode != 0:
        sys.exit(result.returncode)  # the program has said why
    tables = json.loads(result.stdout)
    folders = folders_of(runs)
    check_runs(ledger, tables["runs"], folders)
    for name, table in tables.items():
        if name in CHECKS:
            CHECKS[name](ledger, table["rows"], tables, folders)
        elif name != "runs":
            print(f"{ledger.place}: the table {name} is not checked.")


arguments = argparse.ArgumentParser()
arguments.add_argument("program")
arguments.add_argument("--figure")
arguments.add_argument("runs", nargs="*")
given = arguments.parse_args()
book = Ledger()
if given.runs:
    book.place = given.runs[0]
    check(book, given.program, given.runs, given.figure)
else:
    for name, folder in made_up_runs():
        book.place = name
        check(book, given.program, [folder], "main.valid_loss")
sys.exit(0 if book.report() else 1)
