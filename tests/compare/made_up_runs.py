# SPDX-License-Identifier: Apache-2.0
"""Runs that are made up: groups of one run, equal values, runs that failed, ties, nine groups, thousands of runs."""
import json
import os
import random
import tempfile


def make_run(folder, method, seed, value):
    os.makedirs(folder)
    with open(os.path.join(folder, "config.toml"), "w") as file:
        file.write(f'# tetlo 0.4.0, search\n[run]\nseed = {seed}\n\n[method]\nname = "{method}"\n')
    with open(os.path.join(folder, "metrics.jsonl"), "w") as file:
        file.write(json.dumps({"epoch": 0, "main": {"valid_accuracy": 0.5, "valid_loss": value}}) + "\n")
    with open(os.path.join(folder, "summary.json"), "w") as file:
        json.dump({"stop_reason": "diverged" if value is None else "finished"}, file)


def cases(draw):
    """Losses by method, and whether the seeds of each method begin with the same one."""
    normal = lambda n, shift=0.0: [draw.gauss(shift, 1) for _ in range(n)]
    tied = lambda n, few=5: [draw.randrange(few) / 10 for _ in range(n)]
    failing = lambda values: [None if draw.random() < 0.3 else value for value in values]
    yield "one run each", True, [[0.25], [0.5]]
    yield "one run against two", False, [[0.25], [0.5, 0.75]]
    yield "one run against twenty", False, [[0.25], normal(20)]
    yield "equal values, paired", True, [[0.1] * 6, [0.1] * 6]
    yield "equal values, unpaired", False, [[0.1] * 6, [0.1] * 7]
    yield "two constants, paired", True, [[0.1] * 6, [0.3] * 6]
    yield "two constants, unpaired", False, [[0.1] * 6, [0.3] * 7]
    yield "one constant", False, [[0.1] * 6, [0.2, 0.25, 0.3, 0.35]]
    yield "equal decimals", True, [[0.9, 0.3, 0.1, 0.3, 0.7, 0.6, 0.4], [0.8, 0.2, 0.0, 0.1, 0.5, 0.9, 0.1]]
    yield "agreement to seven digits", True, [[94 + x * 1e-6 for x in normal(8)], [94 + x * 1e-6 for x in normal(8)]]
    yield "far apart", False, [[1 + x * 1e-3 for x in normal(9)], [1000 + x * 1e-3 for x in normal(7)]]
    yield "all failed", True, [[None] * 3, [None] * 3]
    yield "all of one failed", False, [[None] * 3, normal(4)]
    yield "failures, paired", True, [failing(tied(12)), failing(tied(12))]
    yield "failures, unpaired", False, [failing(normal(6)), failing(normal(5))]
    for n in (5, 6, 7, 12, 20, 60):
        yield f"{n} pairs", True, [normal(n), normal(n, 0.5)]
        yield f"{n} pairs with ties", True, [tied(n), tied(n)]
        yield f"{n} and {n + 2}", False, [normal(n), normal(n + 2, 0.5)]
        yield f"{n} and {n + 2} with ties", False, [tied(n), tied(n + 2)]
    yield "sixty runs, and others with twenty of their seeds", True, [normal(60), normal(20), failing(tied(20))]
    yield "twenty runs, and one with more", True, [failing(tied(20)), normal(60, 0.5)]
    yield "nine methods, paired", True, [normal(10, shift / 4) for shift in range(9)]
    yield "nine methods, unpaired", False, [tied(8 + shift, 4 + shift) for shift in range(9)]
    yield "a thousand runs, paired", True, [normal(500), normal(500, 0.1)]
    yield "a thousand runs, paired, with ties", True, [tied(500, 50), tied(500, 51)]
    yield "a thousand runs, unpaired", False, [normal(600), normal(400, 0.1)]
    yield "a thousand runs, unpaired, with ties", False, [tied(600, 50), tied(400, 51)]
    yield "twelve hundred pairs", True, [normal(1200), normal(1200, 0.1)]


def made_up_runs():
    """The name of each case, and a folder with its runs, which is there until the next one."""
    for name, same_seeds, methods in cases(random.Random(1)):
        with tempfile.TemporaryDirectory() as folder:
            for m, values in enumerate(methods):
                for seed, value in enumerate(values):
                    run = os.path.join(folder, f"{m}-{seed:04}")
                    make_run(run, f"m{m}", seed if same_seeds else 10000 * m + seed, value)
            yield name, folder
