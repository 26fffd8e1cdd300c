"""Arrays of pixels and Qt's images."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QImage

from gui.painting import colours, images


@pytest.mark.parametrize("width", [3, 8])
def test_what_is_written_into_an_image_s_memory_is_in_the_image(width: int) -> None:
    image = QImage(width, 2, QImage.Format.Format_RGB32)
    image.fill(0)
    images.pixels(image)[1, width - 1] = colours.pixel("#ff0000")
    assert image.pixelColor(width - 1, 1).name() == "#ff0000"


def test_an_image_has_the_pixels_it_was_made_of() -> None:
    red, blue = colours.pixel("#ff0000"), colours.pixel("#0000ff")
    image = images.image(np.array([[red, blue]], np.uint32))
    assert [image.pixelColor(x, 0).name() for x in (0, 1)] == ["#ff0000", "#0000ff"]
