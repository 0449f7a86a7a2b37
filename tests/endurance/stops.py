#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Measures how soon a stop is obeyed: the work from SIGTERM to the end, against that on a batch.

Each case is a search that spends nearly all of its time at one kind of work: training, a validation,
a decision of DARTS-PT, an attack, an eigenvalue, the training of a found network. It gets SIGTERM at
random while it does that. A batch is an iteration that trains the weights of the same supernet on 64
images. All are seconds of the processor, which other work on the machine does not change, and include
the checkpoint and the end of the program. Prints a line for each case; exits with 1 if a search ends
in another way than a stop should.
"""
import json
import os
import pathlib
import random
import shutil
import signal
import statistics
import subprocess
import sys
import time

from runs import command_line, new_folder

COMMON = ("data.name=fashion-mnist data.crop_padding=2 framework.name=plain network.channels=16 "
          "network.cells=3 search.batch_size=64 search.epochs=30 search.arch_every=1000")
# Almost all images are for validation: an epoch has one iteration.
VALIDATING = "data.limit=1920 search.train_portion=0.034"
FEW = "data.limit=128"  # an iteration and a batch of validation


def epochs_done(folder):
    file = folder / "progress.json"
    return json.loads(file.read_text())["epochs"] if file.exists() else -1


def works(folder):
    """Whether the search has written its first file and then has had time to begin."""
    return (folder / "config.toml").exists()


def has_made_an_iteration(folder):
    return epochs_done(folder) >= 0


def has_ended_an_epoch(folder):
    return epochs_done(folder) >= 1


def retrains(folder):
    return any(folder.glob("*/*/config.toml"))


# What it does, the options, the other flags, and when it does that.
CASES = [
    ("training of weights", "data.limit=6400", [], has_made_an_iteration),
    ("training of weights and α, second order", "data.limit=6400 search.arch_every=1", [],
     has_made_an_iteration),
    ("validation", VALIDATING, [], has_made_an_iteration),
    ("a decision of DARTS-PT", VALIDATING + " search.epochs=1 space.name=s2 "
     "selection.name=perturbation perturbation.decide_every=1", [], has_ended_an_epoch),
    # Without a step of α, which would come first.
    ("an attack of SDARTS-ADV", FEW + " method.name=sdarts_adv sdarts_adv.steps=1000 "
     "search.arch_from=20", [], works),
    ("an eigenvalue of DARTS-ES", FEW + " selection.name=curvature", [], has_made_an_iteration),
    ("training of what --seeds found", FEW + " search.epochs=1 "
     "retrain.epochs=1000 retrain.batch_size=64 retrain.channels=32", ["--seeds", "2"], retrains),
]


def command(program, options, more, out):
    # Of an option that is given twice, the later value counts here.
    chosen = dict(one.split("=", 1) for one in f"{COMMON} {options}".split())
    words = [program, "search", "--threads", "1", "--out", str(out), *more]
    for option, value in chosen.items():
        words += ["--set", f"{option}={value}"]
    return words


def own_seconds(process):
    """What a process has used of the processor so far, in all its threads."""
    fields = pathlib.Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def end_of(process):
    """Its exit code, and what it has used of the processor in all."""
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return process.returncode, usage.ru_utime + usage.ru_stime


def start(words):
    return subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)


def seconds_of_a_batch(program, folder):
    """Of the weights' training: what a search of 18 iterations takes more than one of 9."""
    used = []
    for images in (1280, 640):
        out = folder / "batch"
        options = f"data.limit={images} search.train_portion=0.9 search.epochs=1"
        search = start(command(program, options, [], out))
        code, seconds = end_of(search)
        if code != 0:
            sys.exit(f"The search does not work at all: {search.stderr.read()}")
        used.append(seconds)
        shutil.rmtree(out)
    return (used[0] - used[1]) / 9


def seconds_to_end(words, out, is_there, patience):
    """From SIGTERM, which is sent up to `patience` seconds after the search is there."""
    search = start(words)
    while not is_there(out):
        if search.poll() is not None:
            sys.exit(f"The search ended too soon: {search.stderr.read()}")
        time.sleep(0.01)
    time.sleep(random.uniform(patience / 4, patience))
    before = own_seconds(search)
    search.send_signal(signal.SIGTERM)
    code, seconds = end_of(search)
    if code != 130:
        sys.exit(f"{' '.join(words)} ended with {code}: {search.stderr.read()}")
    return seconds - before


def main():
    parser = command_line(__doc__)
    parser.add_argument("--times", type=int, default=10, help="stops of each case; default: 10")
    parser.add_argument("--patience", type=float, default=8, help="seconds at most before a stop")
    flags = parser.parse_args()
    folder = new_folder()
    random.seed(1)
    batch = seconds_of_a_batch(flags.program, folder)
    print(f"A batch takes {batch:.2f} s.\n\n| stopped during | median | longest | in batches |")
    print("|---|---|---|---|", flush=True)
    for name, options, more, is_there in CASES:
        taken = []
        for _ in range(flags.times):
            out = folder / "run"
            words = command(flags.program, options, more, out)
            taken.append(seconds_to_end(words, out, is_there, flags.patience))
            shutil.rmtree(out)
        print(f"| {name} | {statistics.median(taken):.2f} s | {max(taken):.2f} s | "
              f"{max(taken) / batch:.1f} |", flush=True)
    print(f"\nAt the end a batch takes {seconds_of_a_batch(flags.program, folder):.2f} s.")
    shutil.rmtree(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
