#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes a sweep on a Slurm of its own, whose time limit falls inside the runs, and compares the bits.

Starts munged, slurmctld and slurmd on 127.0.0.1 with a configuration in a folder of its own, as one
node with two processors, submits array.sbatch with a time limit, waits until no task is left, and
stops all three. Every search is signalled before the limit, exits with 75, is queued again and goes
on. In the end it must have the files and the weights of a search that nobody disturbed. Needs root
and Debian's slurm-wlm and munge; takes about twenty minutes. Exits with 1 if a search differs.
"""
import os
import shutil
import subprocess
import sys
import time

from runs import ROOT, command_line, new_folder, report_differences
from sweep import Sweep, searches_in

# Neither cgroups nor systemd; a task that is queued again starts soon.
CONFIGURATION = """
ClusterName=endurance
SlurmctldHost={host}(127.0.0.1)
SlurmctldPort={port}
SlurmdPort={node_port}
AuthType=auth/munge
AuthInfo=socket={folder}/munge.socket,cred_expire=15
CryptoType=crypto/munge
SlurmUser=root
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.pid
SlurmctldLogFile={folder}/slurmctld.log
SlurmdLogFile={folder}/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SchedulerParameters=sched_interval=5
MpiDefault=none
ReturnToService=2
KillWait=10
NodeName={host} NodeAddr=127.0.0.1 CPUs=2 State=UNKNOWN
PartitionName=all Nodes={host} Default=YES MaxTime=INFINITE State=UP
"""


class Slurm:
    """The three daemons; they end with the block in which they are used."""

    def __init__(self, folder):
        self.folder = folder
        for name in ("state", "spool"):
            (folder / name).mkdir()
        self.processes = []
        text = CONFIGURATION.format(folder=folder, host=os.uname().nodename,
                                    port=26817, node_port=26818)
        (folder / "slurm.conf").write_text(text.lstrip())
        self.environment = dict(os.environ, SLURM_CONF=str(folder / "slurm.conf"))

    def __enter__(self):
        key = self.folder / "munge.key"
        key.write_bytes(os.urandom(128))
        key.chmod(0o400)
        # munged wants to trust every folder above its files, and /tmp belongs to all.
        self.start("munged", "--foreground", "--force", f"--key-file={key}",
                   f"--socket={self.folder}/munge.socket", f"--pid-file={self.folder}/munge.pid",
                   f"--log-file={self.folder}/munge.log", f"--seed-file={self.folder}/munge.seed")
        self.wait_for(lambda: (self.folder / "munge.socket").exists(), "munged")
        self.start("slurmctld", "-D")
        self.wait_for(lambda: "UP" in self.ask("scontrol", "ping"), "slurmctld")
        self.start("slurmd", "-D", "-N", os.uname().nodename)
        self.wait_for(lambda: "idle" in self.ask("sinfo", "-h", "-o", "%T"), "slurmd")
        return self

    def __exit__(self, *_):
        self.ask("scancel", "--user=root")
        for process in reversed(self.processes):
            process.terminate()
        for process in reversed(self.processes):
            process.wait()

    def start(self, *words):
        log = open(self.folder / f"{words[0]}.said", "w")
        self.processes.append(subprocess.Popen(words, env=self.environment, stdout=log, stderr=log))

    def ask(self, *words):
        done = subprocess.run(words, env=self.environment, capture_output=True, text=True)
        return done.stdout + done.stderr

    def wait_for(self, condition, what):
        end = time.monotonic() + 60
        while not condition():
            if time.monotonic() > end:
                raise TimeoutError(f"{what} does not start; see {self.folder}/*.said and *.log.")
            time.sleep(0.5)


def main():
    parser = command_line(__doc__)
    parser.add_argument("--runs", type=int, default=2, help="searches; default: 2")
    parser.add_argument("--epochs", type=int, default=8, help="of each search; default: 8")
    parser.add_argument("--minutes", type=int, default=3, help="limit of a task; default: 3")
    parser.add_argument("--warning", type=int, default=45,
                        help="seconds before the limit at which it is signalled; default: 45")
    flags = parser.parse_args()
    for needed in ("munged", "slurmctld", "slurmd"):
        if not shutil.which(needed):
            print(f"skipped: there is no {needed}.")
            return 0
    folder = new_folder()
    options = ["--config", str(ROOT / "configs/fashion-mnist.toml"), "--seeds", f"1..{flags.runs}",
               "--set", f"search.epochs={flags.epochs}"]
    alone = Sweep(flags.program, folder / "alone", options)
    began = time.monotonic()
    if alone.start("local", "2").wait() != 0:
        sys.exit(f"The sweep does not work at all; see {folder}.")
    seconds = (time.monotonic() - began) / (flags.runs / 2)
    print(f"Undisturbed, a search takes about {seconds:.0f} s.", flush=True)

    queued = Sweep(flags.program, folder / "queued", options)
    queued.plan()
    slurm_folder = folder / "slurm"
    slurm_folder.mkdir()
    began = time.monotonic()
    with Slurm(slurm_folder) as slurm:
        print(slurm.ask("sbatch", f"--time={flags.minutes}", f"--signal=B:USR1@{flags.warning}",
                        str(queued.folder / "array.sbatch")), end="", flush=True)
        while slurm.ask("squeue", "-h").strip():
            time.sleep(2)
    minutes = (time.monotonic() - began) / 60
    while searches_in(queued.folder):
        time.sleep(0.1)
    logs = "".join(log.read_text() for log in (queued.folder / "logs").iterdir())
    names = [run["folder"] for run in queued.states() if run["state"] == "done"]
    faults = report_differences((alone.folder / n, queued.folder / n) for n in names)
    print(f"{len(names)} of {flags.runs} searches done in {minutes:.0f} minutes; stopped "
          f"{logs.count('tetlo: time limit')} times at the limit; {faults} searches differ.")
    if faults == 0 and len(names) == flags.runs:
        shutil.rmtree(folder)
        return 0
    return 1


if __name__ == "__main__":
    sys.exit(main())
