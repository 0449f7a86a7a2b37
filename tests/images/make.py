#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes the image files of this folder and, with Pillow, the pixels that a reader should find in them.

    tests/images/make.py

Needs Pillow and numpy. NAME.ppm holds the pixels of NAME.jpg or NAME.png; NAME-HEIGHTxWIDTH.ppm holds them resized,
and NAME-by-N.ppm those of a JPEG file decoded at 1/N of its size. The files are in the repository, so that tests need
neither of the two.
"""
import io
import pathlib

import numpy
from PIL import Image, ImageOps

FOLDER = pathlib.Path(__file__).resolve().parent
ORIENTATION = 0x0112


def picture(width, height):
    """Smooth colours with a few sharp edges, different in each corner."""
    y, x = numpy.mgrid[0:height, 0:width]
    red = 255 * x / max(width - 1, 1)
    green = 255 * y / max(height - 1, 1)
    blue = 127 + 120 * numpy.sin(x / 5 + y / 9)
    pixels = numpy.stack([red, green, blue], axis=-1)
    pixels[height // 4:height // 3, width // 5:width // 2] = (250, 240, 20)
    pixels[height // 2:, : width // 6] *= 0.3
    return Image.fromarray(pixels.clip(0, 255).astype(numpy.uint8))


def save(name, image, **options):
    buffer = io.BytesIO()
    image.save(buffer, "PNG" if name.endswith(".png") else "JPEG", **options)
    (FOLDER / name).write_bytes(buffer.getvalue())


def expect(name, suffix="", change=lambda image: image):
    image = ImageOps.exif_transpose(Image.open(FOLDER / name))
    change(image.convert("RGB")).save(FOLDER / f"{pathlib.Path(name).stem}{suffix}.ppm")


def resized(name, width, height):
    expect(name, f"-{height}x{width}", lambda image: image.resize((width, height), Image.Resampling.BILINEAR))


def changed(name, source, old, new):
    """A copy of a file in which some bytes are others."""
    content = (FOLDER / source).read_bytes()
    at = content.index(old)
    (FOLDER / name).write_bytes(content[:at] + new + content[at + len(new):])


def with_exif(value):
    exif = Image.Exif()
    exif[ORIENTATION] = value
    return exif


def jpegs(image):
    save("full-colour.jpg", image, quality=90, subsampling="4:4:4")
    save("half-colour.jpg", image, quality=90, subsampling="4:2:0")
    save("progressive.jpg", image, quality=90, progressive=True)
    save("grey.jpg", image.convert("L"), quality=90)
    save("cmyk.jpg", image.convert("CMYK"), quality=90)
    changed("ycck.jpg", "cmyk.jpg", b"Adobe\0d\0\0\0\0\0", b"Adobe\0d\0\0\0\0\2")
    for value in range(1, 9):
        save(f"orientation-{value}.jpg", image, quality=90, exif=with_exif(value))
    for path in sorted(FOLDER.glob("*.jpg")):
        if path.stem not in ("twelve-bits", "wide", "large", "photograph"):
            expect(path.name)
    changed("twelve-bits.jpg", "full-colour.jpg", b"\xff\xc0\0\x11\x08", b"\xff\xc0\0\x11\x0c")


def pngs(image):
    save("rgb.png", image)
    save("rgba.png", Image.merge("RGBA", (*image.split(), image.convert("L"))))
    save("palette.png", image.quantize(16))
    save("transparent-palette.png", image.quantize(16), transparency=3)
    save("grey.png", image.convert("L"))
    save("black-and-white.png", image.convert("1"))
    save("orientation-6.png", image, exif=with_exif(6))
    for name in ("rgb", "rgba", "palette", "transparent-palette", "grey", "black-and-white", "orientation-6"):
        image = ImageOps.exif_transpose(Image.open(FOLDER / f"{name}.png"))
        image.convert("RGB").save(FOLDER / f"{name}-png.ppm")
    sixteen = Image.fromarray((numpy.asarray(Image.open(FOLDER / "grey.png")).astype(numpy.uint16) * 256 + 77))
    save("sixteen-bits.png", sixteen)  # its upper bytes are those of grey.png


def sizes(image):
    for width, height in ((16, 16), (64, 48), (37, 9)):
        resized("half-colour.jpg", width, height)
    save("one-pixel.png", picture(1, 1))
    resized("one-pixel.png", 16, 16)
    save("wide.jpg", picture(4000, 30), quality=80)
    resized("wide.jpg", 16, 16)
    save("large.jpg", picture(203, 158), quality=90, subsampling="4:2:0")
    photograph = picture(500, 375)
    noise = numpy.random.default_rng(0).normal(0, 12, (375, 500, 3))
    photograph = Image.fromarray((numpy.asarray(photograph) + noise).clip(0, 255).astype(numpy.uint8))
    save("photograph.jpg", photograph, quality=85, subsampling="4:2:0")  # as large as one of ImageNet's
    for factor in (1, 2, 4, 8):
        draft = Image.open(FOLDER / "large.jpg")
        draft.draft("RGB", (203 // factor, 158 // factor))
        draft.save(FOLDER / f"large-by-{factor}.ppm")


if __name__ == "__main__":
    small = picture(37, 29)
    jpegs(small)
    pngs(small)
    sizes(small)
