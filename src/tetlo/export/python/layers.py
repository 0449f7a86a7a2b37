# SPDX-License-Identifier: Apache-2.0
class Sequence(nn.Module):
    """Layers in a row, under the name that the published code gives them."""

    def __init__(self, *layers):
        super().__init__()
        self.op = nn.Sequential(*layers)

    def forward(self, x):
        return self.op(x)


class Zero(nn.Module):
    def __init__(self, stride):
        super().__init__()
        self.stride = stride

    def forward(self, x):
        return torch.zeros_like(x[:, :, :: self.stride, :: self.stride])


class Noise(Zero):
    def forward(self, x):
        return torch.randn_like(x[:, :, :: self.stride, :: self.stride])


class FactorizedReduce(nn.Module):
    """Halves the side with two convolutions; the second one sees the pixels shifted by a row and a column."""

    def __init__(self, c_in, c_out):
        super().__init__()
        self.conv_1 = nn.Conv2d(c_in, c_out // 2, 1, stride=2, bias=False)
        self.conv_2 = nn.Conv2d(c_in, c_out - c_out // 2, 1, stride=2, bias=False)
        self.bn = nn.BatchNorm2d(c_out)

    def forward(self, x):
        x = F.relu(x)
        shifted = F.pad(x, (0, x.shape[3] % 2, 0, x.shape[2] % 2))[:, :, 1:, 1:]
        return self.bn(torch.cat([self.conv_1(x), self.conv_2(shifted)], dim=1))


def relu_conv_norm(c_in, c_out, kernel=1, stride=1):
    convolution = nn.Conv2d(c_in, c_out, kernel, stride, kernel // 2, bias=False)
    return Sequence(nn.ReLU(), convolution, nn.BatchNorm2d(c_out))


def conv_norm_relu(c_in, c_out, kernel=1, stride=1):
    convolution = nn.Conv2d(c_in, c_out, kernel, stride, kernel // 2, bias=False)
    return nn.Sequential(convolution, nn.BatchNorm2d(c_out), nn.ReLU())


def depthwise_separable(c, kernel, stride, dilation=1):
    padding = dilation * (kernel // 2)
    depthwise = nn.Conv2d(c, c, kernel, stride, padding, dilation, groups=c, bias=False)
    return [nn.ReLU(), depthwise, nn.Conv2d(c, c, 1, bias=False), nn.BatchNorm2d(c)]


def separable(c, kernel, stride):
    return Sequence(*depthwise_separable(c, kernel, stride), *depthwise_separable(c, kernel, 1))


def dilated(c, kernel, stride):
    return Sequence(*depthwise_separable(c, kernel, stride, dilation=2))


def row_and_column(c, stride):
    row = nn.Conv2d(c, c, (1, 7), (1, stride), (0, 3), bias=False)
    column = nn.Conv2d(c, c, (7, 1), (stride, 1), (3, 0), bias=False)
    return nn.Sequential(nn.ReLU(), row, column, nn.BatchNorm2d(c))


def skip(c, stride):
    return nn.Identity() if stride == 1 else FactorizedReduce(c, c)


# Each takes the number of channels and the stride.
OPERATIONS = {
    "none": lambda c, stride: Zero(stride),
    "noise": lambda c, stride: Noise(stride),
    "max_pool_3x3": lambda c, stride: nn.MaxPool2d(3, stride, 1),
    "avg_pool_3x3": lambda c, stride: nn.AvgPool2d(3, stride, 1, count_include_pad=False),
    "skip_connect": skip,
    "skip_connect_dropout": skip,
    "sep_conv_3x3": lambda c, stride: separable(c, 3, stride),
    "sep_conv_5x5": lambda c, stride: separable(c, 5, stride),
    "sep_conv_7x7": lambda c, stride: separable(c, 7, stride),
    "dil_conv_3x3": lambda c, stride: dilated(c, 3, stride),
    "dil_conv_5x5": lambda c, stride: dilated(c, 5, stride),
    "conv_7x1_1x7": row_and_column,
    "nor_conv_1x1": lambda c, stride: relu_conv_norm(c, c, 1, stride),
    "nor_conv_3x3": lambda c, stride: relu_conv_norm(c, c, 3, stride),
    "conv1x1-bn-relu": lambda c, stride: conv_norm_relu(c, c, 1, stride),
    "conv3x3-bn-relu": lambda c, stride: conv_norm_relu(c, c, 3, stride),
    "maxpool3x3": lambda c, stride: nn.MaxPool2d(3, stride, 1),
}


def stem_layers(channels):
    """3 x 3 convolutions with batch norm, with ReLU between them; channels of the input and of every output."""
    stride = 1 if len(channels) == 2 and IMAGE_SIDE <= 32 else 2
    layers = []
    for c_in, c_out in zip(channels, channels[1:]):
        layers += [nn.Conv2d(c_in, c_out, 3, stride, 1, bias=False), nn.BatchNorm2d(c_out), nn.ReLU()]
    return layers[:-1]


class CellNetwork(nn.Module):
    """Normalisation, stem, cells, global average pooling and classifier: the same for all families of cells."""

    def __init__(self, stem_channels, cells, features):
        super().__init__()
        self.register_buffer("mean", torch.tensor(MEAN).view(1, -1, 1, 1), persistent=False)
        self.register_buffer("deviation", torch.tensor(DEVIATION).view(1, -1, 1, 1), persistent=False)
        c = stem_channels
        if IMAGE_SIDE > 128:
            self.stem0 = nn.Sequential(*stem_layers([IMAGE_CHANNELS, c // 2, c]))
            self.stem1 = nn.Sequential(nn.ReLU(), *stem_layers([c, c]))
        elif IMAGE_SIDE > 64:
            self.stem = nn.Sequential(*stem_layers([IMAGE_CHANNELS, c // 2, c]))
        else:
            self.stem = nn.Sequential(*stem_layers([IMAGE_CHANNELS, c]))
        self.cells = nn.ModuleList(cells)
        self.classifier = nn.Linear(features, len(CLASSES))

    def stem_outputs(self, images):
        x = (images - self.mean) / self.deviation
        if IMAGE_SIDE > 128:
            before_last = self.stem0(x)
            return before_last, self.stem1(before_last)
        return (self.stem(x),) * 2


def plan():
    """For every cell: whether it reduces, its channels, and the reductions before it."""
    reductions = (CELLS // 3, 2 * CELLS // 3)
    for k in range(CELLS):
        before = sum(k >= r for r in reductions)
        yield k in reductions, CHANNELS * 2**before
