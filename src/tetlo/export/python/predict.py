# SPDX-License-Identifier: Apache-2.0
"""The most probable classes of image files, which are read as tetlo reads them: python3 predict.py IMAGE…"""
import sys

import torch
from PIL import Image, ImageOps

import model

network, size = model.load(), (model.IMAGE_SIDE, model.IMAGE_SIDE)
for path in sys.argv[1:]:
    image = ImageOps.exif_transpose(Image.open(path))
    image = image.point(lambda value: value / 256) if image.mode.startswith("I") else image  # of 16 bits
    image = image.convert("L" if model.IMAGE_CHANNELS == 1 else "RGB")
    side = max(int(model.MIDDLE * min(image.size) + 0.5), 1)
    left, top = (image.width - side) // 2, (image.height - side) // 2
    image = image.resize(size, Image.BILINEAR, box=(left, top, left + side, top + side))
    pixels = torch.frombuffer(bytearray(image.tobytes()), dtype=torch.uint8).view(1, *size, -1).permute(0, 3, 1, 2)
    probability, best = network(pixels / 255).softmax(dim=1)[0].max(dim=0)
    print(f"{path}  {model.CLASSES[best]} {100 * probability.item():.1f} %")
