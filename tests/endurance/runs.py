# SPDX-License-Identifier: Apache-2.0
"""What the tests of endurance share: command line, folder, small searches, and how two differ."""
import argparse
import json
import os
import pathlib
import struct
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
SMOKE = ["--config", str(ROOT / "configs/fashion-mnist.toml"), "--set", "scale=smoke"]
# Threads that spin while they wait would take the cores from each other.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")


def command_line(meaning):
    """A parser of arguments, the first of which is the program; --help says what it is for."""
    parser = argparse.ArgumentParser(description=meaning,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", help="the program, such as build/release/tetlo")
    return parser


def new_folder():
    """An empty folder for the runs; who has found no fault removes it."""
    return pathlib.Path(tempfile.mkdtemp(prefix="endurance-"))


def tensors(checkpoint):
    """Everything that a checkpoint holds but times and the digest, which depends on them."""
    content = pathlib.Path(checkpoint).read_bytes()
    end = 8 + struct.unpack("<Q", content[:8])[0]
    header = json.loads(content[8:end])
    texts = [json.loads(text) for text in header.pop("__metadata__").values() if text[:1] == "{"]
    for text in texts:
        del text["seconds"]
        del text["lengths"]["times.jsonl"]  # of numbers with more or fewer digits
    return header, texts, content[end:]


def differences(one, other):
    """The names of the files in which two run folders differ; times are no difference."""
    names = ["config.toml", "metrics.jsonl", "genotypes.jsonl", "genotype.txt"]
    one, other = pathlib.Path(one), pathlib.Path(other)
    differ = [name for name in names if (one / name).read_bytes() != (other / name).read_bytes()]
    last = "checkpoint.safetensors"
    return differ + ([last] if tensors(one / last) != tensors(other / last) else [])


def report_differences(pairs):
    """Prints what differs between the folders of each pair, and returns the number of such pairs."""
    faults = 0
    for one, other in pairs:
        names = differences(one, other)
        faults += bool(names)
        for name in names:
            print(f"{other}/{name} differs from that of {one}.")
    return faults
