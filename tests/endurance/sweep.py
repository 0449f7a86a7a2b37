#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Kills a sweep of small searches at random until all are done, and compares the bits.

The same line starts it again whenever it ends. SIGKILL goes to a search or to whatever makes the
searches. In the end every search must have the files and the weights of one that nobody disturbed.
Exits with 1 if one differs. The usual sweep takes about ten minutes on two cores.
"""
import json
import os
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import time

from runs import SMOKE, command_line, new_folder, report_differences


def searches_in(folder):
    """The processes that make the runs in a folder."""
    found = []
    for process in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            words = (process / "cmdline").read_bytes().decode(errors="replace").split("\0")
        except OSError:
            continue
        if len(words) > 2 and words[1] == "search" and words[-2].startswith(f"{folder}/"):
            found.append(int(process.name))
    return found


class Sweep:
    def __init__(self, program, folder, options):
        self.program, self.folder = program, folder
        self.line = [program, "sweep", *options, "--out", str(folder)]
        self.log = open(f"{folder}.log", "a")

    def plan(self):
        subprocess.run(self.line, check=True, stdout=self.log, stderr=self.log)

    def start(self, engine, jobs):
        if engine == "local":
            return subprocess.Popen([*self.line, "--local", jobs], stdout=self.log,
                                    stderr=self.log)
        with open(self.folder / "commands.txt") as commands:
            return subprocess.Popen(["parallel", "-j", jobs], stdin=commands, stdout=self.log,
                                    stderr=self.log)

    def states(self):
        shown = subprocess.run([self.program, "sweep", "--status", str(self.folder), "--json"],
                               check=True, capture_output=True, text=True)
        return json.loads(shown.stdout)

    def is_done(self):
        return all(run["state"] == "done" for run in self.states())


class Killer:
    """Ends one of the processes of a sweep now and then."""

    def __init__(self, sweep, pauses, share):
        self.sweep, self.pauses, self.share = sweep, pauses, share
        self.searches = self.sweeps = 0

    def disturb(self, making):
        """Kills something after a while; returns soon after `making` has ended."""
        end = time.monotonic() + random.uniform(0, self.pauses)
        while time.monotonic() < end and making.poll() is None:
            time.sleep(0.02)
        if making.poll() is not None:
            return
        found = searches_in(self.sweep.folder)
        if random.random() < self.share:
            making.kill()
            self.sweeps += 1
        elif found:
            try:
                os.kill(random.choice(found), signal.SIGKILL)
                self.searches += 1
            except ProcessLookupError:  # it has just ended
                pass

    def kills(self):
        return self.searches + self.sweeps


def main():
    parser = command_line(__doc__)
    parser.add_argument("--engine", choices=["local", "parallel"], default="local",
                        help="what makes the runs: --local or GNU parallel")
    parser.add_argument("--jobs", default="2", help="runs at a time; default: 2")
    parser.add_argument("--seeds", default="1..10", help="default: 1..10, with two frameworks")
    parser.add_argument("--kills", type=int, default=60, help="default: 60")
    parser.add_argument("--pauses", type=float, default=6, help="seconds at most between kills")
    parser.add_argument("--seed", type=int, default=1, help="of the moments; default: 1")
    parser.add_argument("--set", action="append", default=[], help="more options of the searches")
    flags = parser.parse_args()
    if flags.engine == "parallel" and not shutil.which("parallel"):
        print("skipped: there is no GNU parallel.")
        return 0
    random.seed(flags.seed)
    folder = new_folder()
    options = [*SMOKE, "--set", "framework.name=plain,tetlo", "--seeds", flags.seeds]
    for one in flags.set:
        options += ["--set", one]

    alone = Sweep(flags.program, folder / "alone", options)
    if alone.start("local", flags.jobs).wait() != 0:
        sys.exit(f"The sweep does not work at all; see {folder}.")
    killed = Sweep(flags.program, folder / "killed", options)
    killed.plan()
    killer, starts = Killer(killed, flags.pauses, share=0.2), 0
    while not killed.is_done():
        # Searches whose parent was killed may still be at work; under GNU parallel theirs fail then.
        if starts > flags.kills + 100:
            sys.exit(f"The sweep is not done after {starts} starts; see {folder}.")
        starts += 1
        making = killed.start(flags.engine, flags.jobs)
        while making.poll() is None and killer.kills() < flags.kills:
            killer.disturb(making)
        making.wait()
    names = [run["folder"] for run in killed.states()]
    faults = report_differences((alone.folder / n, killed.folder / n) for n in names)
    print(f"{len(names)} searches, {starts} starts, {killer.searches} searches and "
          f"{killer.sweeps} times the sweep killed; {faults} searches differ.")
    if faults == 0:
        shutil.rmtree(folder)
    return int(faults > 0)


if __name__ == "__main__":
    sys.exit(main())
