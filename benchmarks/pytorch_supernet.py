# SPDX-License-Identifier: Apache-2.0
"""The DARTS supernet in plain PyTorch, with which the speed of tetlo is compared.

It is eager, with one module for each operation, as a reader of [Liu2019] would write it. Prints one
JSON object.

    python3 pytorch_supernet.py supernet   --layout channels_last   # forward and backward
    python3 pytorch_supernet.py iteration                           # a second-order iteration
    python3 pytorch_supernet.py network                             # a training step of DARTS_V2
    python3 pytorch_supernet.py check                               # counts of weights
"""
import argparse
import copy
import functools
import json
import operator
import resource
import statistics
import time

import torch
from torch import nn
from torch.nn import functional as F

NAMES = ["none", "max_pool_3x3", "avg_pool_3x3", "skip_connect",
         "sep_conv_3x3", "sep_conv_5x5", "dil_conv_3x3", "dil_conv_5x5"]
NODES, CLASSES, SIDE, WARM_UP = 4, 10, 32, 2
DARTS_V2 = {"normal": [("sep_conv_3x3", 0), ("sep_conv_3x3", 1), ("sep_conv_3x3", 0), ("sep_conv_3x3", 1),
                       ("sep_conv_3x3", 1), ("skip_connect", 0), ("skip_connect", 0), ("dil_conv_3x3", 2)],
            "reduce": [("max_pool_3x3", 0), ("max_pool_3x3", 1), ("skip_connect", 2), ("max_pool_3x3", 1),
                       ("max_pool_3x3", 0), ("skip_connect", 2), ("skip_connect", 2), ("max_pool_3x3", 1)]}


class Zero(nn.Module):
    def __init__(self, stride):
        super().__init__()
        self.stride = stride

    def forward(self, x):
        return x[:, :, ::self.stride, ::self.stride] * 0


class FactorizedReduce(nn.Module):
    def __init__(self, inputs, outputs, affine):
        super().__init__()
        self.even = nn.Conv2d(inputs, outputs // 2, 1, stride=2, bias=False)
        self.odd = nn.Conv2d(inputs, outputs - outputs // 2, 1, stride=2, bias=False)
        self.norm = nn.BatchNorm2d(outputs, affine=affine)

    def forward(self, x):
        x = F.relu(x)
        return self.norm(torch.cat([self.even(x), self.odd(x[:, :, 1:, 1:])], 1))


def total(terms):
    """The sum of the terms, without the pass over memory that starting from 0 would cost."""
    return functools.reduce(operator.add, terms)


def relu_conv_norm(inputs, outputs, affine):
    return nn.Sequential(nn.ReLU(), nn.Conv2d(inputs, outputs, 1, bias=False),
                         nn.BatchNorm2d(outputs, affine=affine))


def depthwise_separable(channels, side, stride, dilation, affine):
    return [nn.ReLU(),
            nn.Conv2d(channels, channels, side, stride=stride, padding=dilation * (side - 1) // 2,
                      dilation=dilation, groups=channels, bias=False),
            nn.Conv2d(channels, channels, 1, bias=False), nn.BatchNorm2d(channels, affine=affine)]


def operation(name, channels, stride, affine, norm_pools):
    if name == "none":
        return Zero(stride)
    if name == "skip_connect":
        return nn.Identity() if stride == 1 else FactorizedReduce(channels, channels, affine)
    side = int(name[-1])
    if name.startswith("sep"):
        return nn.Sequential(*depthwise_separable(channels, side, stride, 1, affine),
                             *depthwise_separable(channels, side, 1, 1, affine))
    if name.startswith("dil"):
        return nn.Sequential(*depthwise_separable(channels, side, stride, 2, affine))
    pool = (nn.MaxPool2d(3, stride, 1) if name.startswith("max")
            else nn.AvgPool2d(3, stride, 1, count_include_pad=False))
    return nn.Sequential(pool, nn.BatchNorm2d(channels, affine=False)) if norm_pools else pool


class MixedOperation(nn.Module):
    def __init__(self, channels, stride):
        super().__init__()
        self.candidates = nn.ModuleList(operation(n, channels, stride, False, True) for n in NAMES)

    def forward(self, x, weights):
        return total(w * candidate(x) for w, candidate in zip(weights, self.candidates))


class Cell(nn.Module):
    """A cell of a supernet or, if genes are given, of a found network."""

    def __init__(self, before_last, last, channels, reduction, after_reduction, genes=None):
        super().__init__()
        affine = genes is not None
        adapt = FactorizedReduce if after_reduction else relu_conv_norm
        self.inputs = nn.ModuleList([adapt(before_last, channels, affine),
                                     relu_conv_norm(last, channels, affine)])
        self.genes, self.reduction = genes, reduction
        stride = lambda source: 2 if reduction and source < 2 else 1
        if genes:
            self.edges = nn.ModuleList(operation(name, channels, stride(j), True, False) for name, j in genes)
        else:
            self.edges = nn.ModuleList(MixedOperation(channels, stride(j))
                                       for i in range(NODES) for j in range(2 + i))

    def forward(self, before_last, last, weights=None):
        states = [self.inputs[0](before_last), self.inputs[1](last)]
        edge = 0
        for i in range(NODES):
            if self.genes:
                terms = [self.edges[k](states[self.genes[k][1]]) for k in (2 * i, 2 * i + 1)]
            else:
                terms = [self.edges[edge + j](x, weights[edge + j]) for j, x in enumerate(states)]
            edge += len(terms)
            states.append(total(terms))
        return torch.cat(states[2:], 1)


class Network(nn.Module):
    def __init__(self, channels, cells, genotype=None):
        super().__init__()
        self.stem = nn.Sequential(nn.Conv2d(3, 3 * channels, 3, padding=1, bias=False),
                                  nn.BatchNorm2d(3 * channels))
        before_last = last = 3 * channels
        self.cells, after = nn.ModuleList(), False
        for k in range(cells):
            reduction = k in (cells // 3, 2 * cells // 3)
            channels *= 2 if reduction else 1
            genes = genotype and genotype["reduce" if reduction else "normal"]
            self.cells.append(Cell(before_last, last, channels, reduction, after, genes))
            before_last, last, after = last, NODES * channels, reduction
            if genotype and k == 2 * cells // 3:
                self.head_after = k
                self.head = nn.Sequential(
                    nn.ReLU(), nn.AvgPool2d(5, 3, count_include_pad=False), nn.Conv2d(last, 128, 1, bias=False),
                    nn.BatchNorm2d(128), nn.ReLU(), nn.Conv2d(128, 768, 2, bias=False), nn.BatchNorm2d(768),
                    nn.ReLU(), nn.Flatten(), nn.Linear(768, CLASSES))
        self.classifier = nn.Linear(last, CLASSES)

    def forward(self, images, alphas=None):
        weights = None if alphas is None else [a.softmax(1) for a in alphas]
        before_last = last = self.stem(images)
        auxiliary = None
        for k, cell in enumerate(self.cells):
            mixture = None if weights is None else weights[cell.reduction]
            before_last, last = last, cell(before_last, last, mixture)
            if weights is None and k == self.head_after:
                auxiliary = self.head(last)
        logits = self.classifier(last.mean((2, 3)))
        return logits if auxiliary is None else (logits, auxiliary)


def new_alphas(dtype=torch.float32):
    edges = sum(2 + i for i in range(NODES))
    return [(1e-3 * torch.randn(edges, len(NAMES), dtype=dtype)).requires_grad_() for _ in range(2)]


def loss_of(network, alphas, batch):
    return F.cross_entropy(network(batch[0], alphas), batch[1])


def hypergradient(network, alphas, train, valid, optimizer, rate, radius=0.01):
    """The gradient of [Liu2019, eq. 7 and 8], with the momentum and weight decay of the real step."""
    weights = list(network.parameters())
    by_weights = torch.autograd.grad(loss_of(network, alphas, train), weights)
    virtual = copy.deepcopy(network)
    group = optimizer.param_groups[0]
    with torch.no_grad():
        for w, v, g in zip(weights, virtual.parameters(), by_weights):
            momentum = optimizer.state[w].get("momentum_buffer", torch.zeros_like(w))
            v -= rate * (group["momentum"] * momentum + g + group["weight_decay"] * w)
    virtual_weights = list(virtual.parameters())
    by = torch.autograd.grad(loss_of(virtual, alphas, valid), alphas + virtual_weights)
    d_alphas, direction = by[:len(alphas)], by[len(alphas):]
    R = radius / torch.cat([d.flatten() for d in direction]).norm()
    saved = [w.detach().clone() for w in weights]
    sides = []
    for sign in (1, -1):
        with torch.no_grad():
            for w, s, d in zip(weights, saved, direction):
                w.copy_(s + sign * R * d)
        sides.append(torch.autograd.grad(loss_of(network, alphas, train), alphas))
    with torch.no_grad():
        for w, s in zip(weights, saved):
            w.copy_(s)
    return [d - rate * (up - down) / (2 * R) for d, up, down in zip(d_alphas, *sides)]


def random_batch(options, size):
    images = torch.randn(size, 3, SIDE, SIDE)
    if options.layout == "channels_last":
        images = images.contiguous(memory_format=torch.channels_last)
    return images, torch.randint(CLASSES, (size,))


def in_layout(network, options):
    return network.to(memory_format=torch.channels_last) if options.layout == "channels_last" else network


def new_sgd(network):
    return torch.optim.SGD(network.parameters(), 0.025, momentum=0.9, weight_decay=3e-4)


def supernet_round(options):
    network, alphas = in_layout(Network(options.channels, options.cells), options), new_alphas()
    batch = random_batch(options, options.batch)
    variables = alphas + list(network.parameters())

    def one_round():
        start = time.perf_counter()
        loss = loss_of(network, alphas, batch)
        middle = time.perf_counter()
        torch.autograd.grad(loss, variables)
        return middle - start, time.perf_counter() - middle
    return one_round


def network_round(options):
    network = in_layout(Network(options.channels, options.cells, DARTS_V2), options)
    optimizer, (images, labels) = new_sgd(network), random_batch(options, options.batch)

    def one_round():
        start = time.perf_counter()
        logits, auxiliary = network(images)
        loss = F.cross_entropy(logits, labels) + 0.4 * F.cross_entropy(auxiliary, labels)
        middle = time.perf_counter()
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 5)
        optimizer.step()
        return middle - start, time.perf_counter() - middle
    return one_round


def iteration_round(options):
    network, alphas = in_layout(Network(options.channels, options.cells), options), new_alphas()
    train, valid = random_batch(options, options.batch), random_batch(options, options.batch)
    optimizer = new_sgd(network)
    adam = torch.optim.Adam(alphas, 3e-4, betas=(0.5, 0.999), weight_decay=1e-3)

    def one_round():
        start = time.perf_counter()
        for alpha, by in zip(alphas, hypergradient(network, alphas, train, valid, optimizer, 0.025)):
            alpha.grad = by
        adam.step()
        optimizer.zero_grad()
        loss_of(network, [a.detach() for a in alphas], train).backward()
        nn.utils.clip_grad_norm_(network.parameters(), 5)
        optimizer.step()
        return (time.perf_counter() - start,)
    return one_round


def spread(seconds):
    return {"median": statistics.median(seconds), "least": min(seconds), "most": max(seconds)}


def check():
    count = lambda network: sum(p.numel() for n, p in network.named_parameters() if not n.startswith("head"))
    print("supernet", count(Network(16, 8)), "DARTS_V2", count(Network(16, 8, DARTS_V2)))
    assert count(Network(16, 8)) == 1930618 and count(Network(16, 8, DARTS_V2)) == 246106


def main():
    rounds = {"supernet": (supernet_round, 32), "iteration": (iteration_round, 64), "network": (network_round, 96)}
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("task", choices=[*rounds, "check"])
    parser.add_argument("--layout", choices=["contiguous", "channels_last"], default="channels_last")
    for name, default in (("channels", 16), ("cells", 8), ("batch", 0), ("threads", 2), ("rounds", 5)):
        parser.add_argument(f"--{name}", type=int, default=default)
    options = parser.parse_args()
    torch.manual_seed(1)
    torch.set_num_threads(options.threads)
    if options.task == "check":
        return check()
    make, batch = rounds[options.task]
    options.batch = options.batch or batch
    one_round = make(options)
    for _ in range(WARM_UP if options.task != "iteration" else 1):
        one_round()
    times = [one_round() for _ in range(options.rounds)]
    result = {"program": "pytorch", "version": torch.__version__, **vars(options)}
    if options.task != "iteration":
        result["forward"] = spread([t[0] for t in times])
        result["backward"] = spread([t[1] for t in times])
    result["total"] = spread([sum(t) for t in times])
    result["peak_memory"] = 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps(result))


if __name__ == "__main__":
    main()
