#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the table that `tetlo query nasbench101` reads, from the official file.

Needs Python 3, the official API (git clone https://github.com/google-research/nasbench, then
`pip install -e nasbench`) and TensorFlow 1, which that API uses. The official files are
https://storage.googleapis.com/nasbench/nasbench_full.tfrecord (1.95 GB) and
https://storage.googleapis.com/nasbench/nasbench_only108.tfrecord (499 MB), which has only the results
of training for 108 epochs. The columns of epochs that the file lacks are left out. Accuracies are
means over the repeats, in percent, and times are means in seconds.
"""

import argparse
import csv
import os
import sys

# Column name without its epochs, the API's metric, the column's unit in units of the API, decimals.
METRICS = [
    ("train", "final_train_accuracy", 100, 4),
    ("validation", "final_validation_accuracy", 100, 4),
    ("test", "final_test_accuracy", 100, 4),
    ("seconds", "final_training_time", 1, 3),
]


def column(name, epochs):
    return "%s_%d" % (name, epochs)


def row(api, key, all_epochs):
    fixed, computed = api.get_metrics_from_hash(key)
    fields = {
        "hash": key,
        "adjacency": "".join(str(int(bit)) for line in fixed["module_adjacency"] for bit in line),
        "operations": " ".join(fixed["module_operations"][1:-1]),
        "trainable_parameters": int(fixed["trainable_parameters"]),
    }
    for epochs in all_epochs:
        repeats = computed[epochs]
        for name, metric, unit, decimals in METRICS:
            mean = unit * sum(repeat[metric] for repeat in repeats) / len(repeats)
            fields[column(name, epochs)] = "%.10g" % round(mean, decimals)
    return fields


def export(api, path):
    keys = list(api.hash_iterator())
    all_epochs = sorted(api.get_metrics_from_hash(keys[0])[1])
    columns = ["hash", "adjacency", "operations", "trainable_parameters"]
    columns += [column(name, epochs) for epochs in all_epochs for name, _, _, _ in METRICS]
    with open(path + ".new", "w", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        for done, key in enumerate(keys, 1):
            writer.writerow(row(api, key, all_epochs))
            if done % 10000 == 0 or done == len(keys):
                print("%d of %d cells" % (done, len(keys)), file=sys.stderr)
    os.replace(path + ".new", path)


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("tfrecord", help="nasbench_full.tfrecord or nasbench_only108.tfrecord")
    parser.add_argument("table", help="file of comma-separated values to write")
    arguments = parser.parse_args()
    try:
        from nasbench import api
    except ImportError as error:
        sys.exit("The official API cannot be imported (%s); see --help for where it is." % error)
    if not os.path.isfile(arguments.tfrecord):
        sys.exit("%s is not a file." % arguments.tfrecord)
    export(api.NASBench(arguments.tfrecord), arguments.table)


if __name__ == "__main__":
    main()
