#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Kills a small search at every write, fsync and rename, continues it, and compares the bits.

strace ends the search with SIGKILL at its Nth call, for N = 1, 2, … until it ends by itself. After
each kill the same line goes on with --resume, and the end must have the files and the weights of a
search that nobody disturbed. Takes about ten seconds a kill; prints a line for each kind of call,
and exits with 1 if anything differs.
"""
import itertools
import shutil
import signal
import subprocess
import sys

from runs import SMOKE, command_line, differences, new_folder

# A checkpoint after every iteration, of few images.
OPTIONS = ["--set", "data.limit=32", "--set", "search.batch_size=8", "--set",
           "run.checkpoint_minutes=1e-6"]


def main():
    parser = command_line(__doc__)
    parser.add_argument("--calls", default="write,fsync,rename", help="default: %(default)s")
    parser.add_argument("--every", type=int, default=1, help="only every so manieth call")
    parser.add_argument("--set", action="append", default=[], help="more options of the search")
    flags = parser.parse_args()
    if not shutil.which("strace"):
        print("skipped: there is no strace.")
        return 0
    folder = new_folder()
    options = [word for one in flags.set for word in ("--set", one)]

    def line(out):
        return [flags.program, "search", *SMOKE, *OPTIONS, *options, "--threads", "1", "--resume",
                "--out", str(out)]

    def run(command):
        return subprocess.run(command, capture_output=True, text=True)

    alone = folder / "alone"
    if run(line(alone)).returncode != 0:
        sys.exit("The search does not work at all.")
    faults = 0
    for call in flags.calls.split(","):
        kills = 0
        for n in itertools.count(1, flags.every):
            out = folder / f"{call}-{n}"
            trace = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={call}",
                     "-e", f"inject={call}:signal=KILL:when={n}"]
            first = run(trace + line(out))
            if first.returncode == 0:
                break
            kills += 1
            if first.returncode not in (-signal.SIGKILL, 128 + signal.SIGKILL):
                print(f"{call} {n}: It ended with {first.returncode}: {first.stderr}")
            second = run(line(out))
            differ = differences(alone, out) if second.returncode == 0 else [second.stderr]
            faults += bool(differ)
            for what in differ:
                print(f"{call} {n}: {what}")
            shutil.rmtree(out)
        print(f"{call}: killed at {kills} places, and by then it ended by itself", flush=True)
    print(f"{faults} of them gave other bits or did not go on.")
    shutil.rmtree(folder)
    return int(faults > 0)


if __name__ == "__main__":
    sys.exit(main())
