# SPDX-License-Identifier: Apache-2.0
class Cell(nn.Module):
    """One input, three nodes, an operation on every edge; the output is the last node."""

    def __init__(self, c):
        super().__init__()
        self.edges = [(name, int(source)) for name, source in re.findall(r"([^|+]+)~(\d)", GENOTYPE)]
        self._ops = nn.ModuleList(nn.ModuleDict({name: OPERATIONS[name](c, 1)}) for name, _ in self.edges)

    def forward(self, x):
        states = [x]
        for node in range(1, 4):
            first = node * (node - 1) // 2
            edges = range(first, first + node)
            states.append(sum(self._ops[i][self.edges[i][0]](states[self.edges[i][1]]) for i in edges))
        return states[-1]


class ResidualBlock(nn.Module):
    """Halves the side, between the cells."""

    def __init__(self, c_in, c_out):
        super().__init__()
        self.first = relu_conv_norm(c_in, c_out, 3, stride=2)
        self.second = relu_conv_norm(c_out, c_out, 3)
        self.shortcut = nn.Conv2d(c_in, c_out, 1, bias=False)

    def forward(self, x):
        averaged = F.avg_pool2d(x, 2, ceil_mode=True, count_include_pad=False)
        return self.shortcut(averaged) + self.second(self.first(x))


class Network(CellNetwork):
    def __init__(self):
        cells = [ResidualBlock(c // 2, c) if reduces else Cell(c) for reduces, c in plan()]
        super().__init__(CHANNELS, cells, 4 * CHANNELS)
        self.last_norm = nn.Sequential(nn.BatchNorm2d(4 * CHANNELS), nn.ReLU())

    def forward(self, images):
        """Logits [N, classes]."""
        x = self.stem_outputs(images)[1]
        for cell in self.cells:
            x = cell(x)
        return self.classifier(self.last_norm(x).mean(dim=(2, 3)))
