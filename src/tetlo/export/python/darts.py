# SPDX-License-Identifier: Apache-2.0
class Cell(nn.Module):
    """Two inputs, two operations for each node; the output concatenates nodes."""

    def __init__(self, genes, concat, c_before_last, c_last, c, reduces, reduced_before):
        super().__init__()
        adapt = FactorizedReduce if reduced_before else relu_conv_norm
        self.preprocess0 = adapt(c_before_last, c)
        self.preprocess1 = relu_conv_norm(c_last, c)
        self._ops = nn.ModuleList(
            OPERATIONS[name](c, 2 if reduces and source < 2 else 1) for name, source in genes
        )
        self.sources = [source for _, source in genes]
        self.concat = concat

    def forward(self, before_last, last):
        states = [self.preprocess0(before_last), self.preprocess1(last)]
        for first in range(0, len(self.sources), 2):
            a, b = (self._ops[i](states[self.sources[i]]) for i in (first, first + 1))
            states.append(a + b)
        return torch.cat([states[i] for i in self.concat], dim=1)


class AuxiliaryHead(nn.Module):
    """Classifies the output of an inner cell, to help training."""

    def __init__(self, c):
        super().__init__()
        layers = [nn.ReLU(), nn.Identity(), nn.Conv2d(c, 128, 1, bias=False), nn.BatchNorm2d(128), nn.ReLU()]
        layers += [nn.Conv2d(128, 768, 2, bias=False)]
        layers += [nn.ReLU()] if IMAGE_SIDE > 128 else [nn.BatchNorm2d(768), nn.ReLU()]
        self.features = nn.Sequential(*layers)
        self.classifier = nn.Linear(768, len(CLASSES))

    def forward(self, x):
        stride = x.shape[2] - 5
        if 1 <= stride <= 5:
            x = F.avg_pool2d(x, 5, stride, count_include_pad=False)
        else:
            x = F.adaptive_avg_pool2d(x, 2)
        return self.classifier(self.features(x).flatten(1))


class Network(CellNetwork):
    def __init__(self):
        before_last = last = stem = CHANNELS if IMAGE_SIDE > 128 else 3 * CHANNELS
        reduced_before = IMAGE_SIDE > 128
        cells = []
        for reduces, c in plan():
            genes, concat = GENOTYPE[2:] if reduces else GENOTYPE[:2]
            cells.append(Cell(genes, concat, before_last, last, c, reduces, reduced_before))
            before_last, last, reduced_before = last, len(concat) * c, reduces
            if reduces:
                head_channels = last
        super().__init__(stem, cells, last)
        self.auxiliary_head = AuxiliaryHead(head_channels) if AUXILIARY_HEAD else None

    def forward(self, images):
        """Logits [N, classes]; in training with an auxiliary head, also those of the head."""
        before_last, last = self.stem_outputs(images)
        for k, cell in enumerate(self.cells):
            before_last, last = last, cell(before_last, last)
            if self.training and self.auxiliary_head is not None and k == 2 * CELLS // 3:
                auxiliary = self.auxiliary_head(last)
        logits = self.classifier(last.mean(dim=(2, 3)))
        return (logits, auxiliary) if self.training and self.auxiliary_head is not None else logits
