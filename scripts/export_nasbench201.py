#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the table that `tetlo query nasbench201` and `search.table` read, from the official file.

Needs Python 3 and the official API: `pip install nats_bench`. The official file is the archive
NATS-tss-v1_0-3ffb9-simple.tar, from the download links of https://github.com/D-X-Y/NATS-Bench;
unpack it and pass its folder. The accuracies are means over the seeds, in percent. For CIFAR-10, the
validation accuracies are those of training without the validation half, the test accuracies those of
training with it.
"""

import argparse
import csv
import os
import sys

DIGITS = {"none": "0", "skip_connect": "1", "nor_conv_1x1": "2", "nor_conv_3x3": "3", "avg_pool_3x3": "4"}

# Column name without its epochs, the API's data set, the API's metric.
ACCURACIES = [
    ("c10_val", "cifar10-valid", "valid-accuracy"),
    ("c10_test", "cifar10", "test-accuracy"),
    ("c100_val", "cifar100", "valid-accuracy"),
    ("c100_test", "cifar100", "test-accuracy"),
    ("in16_val", "ImageNet16-120", "valid-accuracy"),
    ("in16_test", "ImageNet16-120", "test-accuracy"),
]
PARAMETERS = [("params_c10", "cifar10"), ("params_c100", "cifar100"), ("params_in16", "ImageNet16-120")]
EPOCHS = ["200", "12"]


def digits(text):
    """The digits of |operation~0|+|operation~0|operation~1|+…, in the order of its edges."""
    return "".join(DIGITS[edge.split("~")[0]] for edge in text.replace("+", "").strip("|").split("|") if edge)


def row(api, index):
    fields = {"index": index, "ops": digits(api.arch(index))}
    for epochs in EPOCHS:
        for column, data, metric in ACCURACIES:
            info = api.get_more_info(index, data, hp=epochs, is_random=False)
            fields[column + epochs] = "%.6g" % round(info[metric], 4)
    for column, data in PARAMETERS:  # the API counts in millions
        fields[column] = round(api.get_cost_info(index, data, hp="200")["params"] * 1e6)
    return fields


def export(api, path):
    columns = ["index", "ops"] + [column + epochs for epochs in EPOCHS for column, _, _ in ACCURACIES]
    columns += [column for column, _ in PARAMETERS]
    with open(path + ".new", "w", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        for index in range(len(api)):
            writer.writerow(row(api, index))
            # Otherwise the data of every cell would stay in memory and could fill it.
            api.arch2infos_dict.pop(index, None)
            if (index + 1) % 500 == 0 or index + 1 == len(api):
                print("%d of %d cells" % (index + 1, len(api)), file=sys.stderr)
    os.replace(path + ".new", path)


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("archive", help="folder NATS-tss-v1_0-3ffb9-simple")
    parser.add_argument("table", help="file of comma-separated values to write")
    arguments = parser.parse_args()
    try:
        from nats_bench import create
    except ImportError as error:
        sys.exit("The official API cannot be imported (%s); install it with pip install nats_bench." % error)
    if not os.path.isdir(arguments.archive):
        sys.exit("%s is not a folder; it must be the unpacked archive." % arguments.archive)
    export(create(arguments.archive, "tss", fast_mode=True, verbose=False), arguments.table)


if __name__ == "__main__":
    main()
