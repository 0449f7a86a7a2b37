# SPDX-License-Identifier: Apache-2.0
# The operation of every vertex after the input, and the vertices that it reads; the last one is the output.
VERTICES = [
    (name, [int(parent) for parent in parents.split(",")])
    for name, parents in re.findall(r"([^|]+)~([\d,]+)", GENOTYPE)
]


def vertex_channels(c_in, c_out):
    """The vertices that feed the output share its channels; others have as many as the largest that they feed."""
    last = len(VERTICES)
    children = [[v + 1 for v, (_, parents) in enumerate(VERTICES) if u in parents] for u in range(last)]
    sharing = [v for v in range(1, last) if last in children[v]]
    channels = {0: c_in, last: c_out}
    for i, v in enumerate(sharing):
        channels[v] = c_out // len(sharing) + (i < c_out % len(sharing))
    for v in reversed(range(1, last)):
        if v not in channels:
            channels[v] = max(channels[child] for child in children[v])
    return channels


class Cell(nn.Module):
    def __init__(self, c_in, c_out, pools):
        super().__init__()
        self.pools = pools
        self.channels = vertex_channels(c_in, c_out)
        self.projections = nn.ModuleDict()
        self.operations = nn.ModuleDict()
        for v, (name, parents) in enumerate(VERTICES, 1):
            if 0 in parents:
                self.projections[str(v)] = conv_norm_relu(c_in, self.channels[v])
            if v < len(VERTICES):
                self.operations[str(v)] = OPERATIONS[name](self.channels[v], 1)

    def forward(self, x):
        if self.pools:
            x = F.max_pool2d(x, 2, ceil_mode=True)
        values = [x]
        for v, (_, parents) in enumerate(VERTICES, 1):
            inner = [values[p] for p in parents if p > 0]
            if v == len(VERTICES):
                terms = [torch.cat(inner, dim=1)] if inner else []
            else:
                terms = [value[:, : self.channels[v]] for value in inner]
            if 0 in parents:
                terms.append(self.projections[str(v)](x))
            total = sum(terms[1:], terms[0])
            values.append(total if v == len(VERTICES) else self.operations[str(v)](total))
        return values[-1]


class Network(CellNetwork):
    def __init__(self):
        cells, c_in = [], CHANNELS
        for reduces, c in plan():
            cells.append(Cell(c_in, c, pools=reduces))
            c_in = c
        super().__init__(CHANNELS, cells, c_in)

    def forward(self, images):
        """Logits [N, classes]."""
        x = F.relu(self.stem_outputs(images)[1])
        for cell in self.cells:
            x = cell(x)
        return self.classifier(x.mean(dim=(2, 3)))
