# SPDX-License-Identifier: Apache-2.0
"""The p values of exact tests, each by every way that is feasible.

A whole number stands for a polynomial, with so many bits for each coefficient; that of x^s counts the cases with the
sum s.
"""
import math

import numpy
from scipy import stats


def coefficients(polynomial, bits):
    text = bin(polynomial)[2:]
    text = text.zfill(-(-len(text) // bits) * bits)
    return [int(text[at : at + bits], 2) for at in range(len(text) - bits, -1, -bits)]


def two_sided(counts, observed):
    return min(1.0, 2 * min(sum(counts[: observed + 1]), sum(counts[observed:])) / sum(counts))


def doubled_ranks(values):
    return [round(2 * rank) for rank in stats.rankdata(values)]


def counted_unpaired(x, y):
    ranks, bits = doubled_ranks([*x, *y]), len(x) + len(y) + 1
    of_size = [1] + [0] * len(x)
    for rank in ranks:
        for size in range(len(x), 0, -1):
            of_size[size] += of_size[size - 1] << (rank * bits)
    return two_sided(coefficients(of_size[-1], bits), sum(ranks[: len(x)]))


def counted_paired(differences):
    ranks = doubled_ranks(abs(differences))
    positive = sum(rank for rank, difference in zip(ranks, differences) if difference > 0)
    if len(ranks) <= 100:
        bits, polynomial = len(ranks) + 1, 1
        for rank in ranks:
            polynomial += polynomial << (rank * bits)
        return two_sided(coefficients(polynomial, bits), positive)
    share = numpy.zeros(sum(ranks) + 1, numpy.longdouble)  # only positive numbers are added: no digit is lost
    share[0] = 1
    for rank in ranks:
        share[rank:] += share[:-rank].copy()
        share /= 2
    return min(1.0, 2 * float(share[max(positive, sum(ranks) - positive) :][::-1].sum()))


def least_unpaired(x, y):
    """The smallest p of these sizes and ties: that of the case in which x has the lowest or the highest ranks."""
    cases = []
    for ordered in (sorted([*x, *y]), sorted([*x, *y], reverse=True)):
        last = ordered[len(x) - 1]
        cases.append(math.comb(ordered.count(last), ordered[: len(x)].count(last)))
    return min(1.0, 2 * min(cases) / math.comb(len(ordered), len(x)))


def p_of_unpaired(x, y):
    """By every way that is feasible."""
    if len(x) * len(y) > 10000:
        return [stats.mannwhitneyu(x, y, method="asymptotic").pvalue]
    ways = [counted_unpaired(x, y)]
    if len({*x, *y}) == len(x) + len(y):
        ways.append(stats.mannwhitneyu(x, y, method="exact").pvalue)
    if min(len(x), len(y)) > 1 and math.comb(len(x) + len(y), len(x)) <= 2000:
        ranks = stats.rankdata([*x, *y])
        ways.append(stats.permutation_test((ranks[: len(x)], ranks[len(x) :]), lambda own, _, axis: own.sum(axis=axis),
                                           n_resamples=math.inf, vectorized=True).pvalue)
    return ways


def p_of_paired(differences):
    """By every way that is feasible."""
    if len(differences) == 0:
        return [1.0]
    if len(differences) > 1000:
        return [stats.wilcoxon(differences, correction=True, method="asymptotic").pvalue]
    ways = [counted_paired(differences)]
    if len({*abs(differences)}) == len(differences) and len(differences) <= 100:  # of more, SciPy's tails lose digits
        ways.append(stats.wilcoxon(differences, method="exact").pvalue)
    if 2 <= len(differences) <= 12:
        ways.append(stats.wilcoxon(differences, method=stats.PermutationMethod(n_resamples=2**12)).pvalue)
    return ways
