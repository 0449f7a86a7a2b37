# SPDX-License-Identifier: Apache-2.0
"""The most probable classes of image files, which are read as tetlo reads them: python3 predict.py IMAGE…"""
import sys

import torch
from PIL import Image, ImageOps

import model


def read(path):
    image = ImageOps.exif_transpose(Image.open(path)).convert("L" if model.IMAGE_CHANNELS == 1 else "RGB")
    side = max(int(model.MIDDLE * min(image.size) + 0.5), 1)
    left, top = (image.width - side) // 2, (image.height - side) // 2
    size = (model.IMAGE_SIDE, model.IMAGE_SIDE)
    image = image.resize(size, Image.BILINEAR, box=(left, top, left + side, top + side))
    pixels = torch.frombuffer(bytearray(image.tobytes()), dtype=torch.uint8)
    return pixels.view(*size, model.IMAGE_CHANNELS).permute(2, 0, 1) / 255


network = model.load()
for path in sys.argv[1:]:
    with torch.no_grad():
        probabilities = network(read(path)[None]).softmax(dim=1)[0]
    best = probabilities.topk(min(3, len(model.CLASSES)))
    classes = [f"{model.CLASSES[c]} {100 * p:.1f} %" for p, c in zip(*(t.tolist() for t in best))]
    print(f"{path}  {', '.join(classes)}")
