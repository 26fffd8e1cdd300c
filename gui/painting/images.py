"""Arrays of pixels as Qt's images, and Qt's images as arrays."""

from __future__ import annotations

import numpy as np
from PySide6.QtGui import QImage

from gui.painting.colours import Pixels


def image(pixels: Pixels, ratio: float = 1.0) -> QImage:
    """The pixels as an image that owns them, for a screen with so many device pixels to a pixel."""
    pixels = np.ascontiguousarray(pixels)
    height, width = pixels.shape
    made = QImage(pixels.data, width, height, width * 4, QImage.Format.Format_RGB32).copy()
    made.setDevicePixelRatio(ratio)
    return made


def pixels(image: QImage) -> Pixels:
    """The image's own memory, (height, width): what is written there is in the image."""
    lines = np.frombuffer(image.bits(), np.uint32).reshape(image.height(), -1)
    return lines[:, : image.width()]
