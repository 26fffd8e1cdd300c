"""How numbers are written, everywhere in the window: with the minus sign of print, and never as 0 unless they are."""

from __future__ import annotations

import math

from PySide6.QtCore import QCoreApplication

NOT_A_NUMBER = "–"
WIDEST_SHORT = "0.00015", "1.5e−05", "1.5e+05"  # of limits as short() writes them
_SUPERSCRIPT = str.maketrans("−0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def figure(value: float, decimals: int = 5, mantissa: int = 1) -> str:
    """A loss: with so many decimals where they say something, about as wide whatever it is.

    ``mantissa`` is the number of decimals before a power of ten.
    """
    if not math.isfinite(value):
        return NOT_A_NUMBER
    size = abs(value)
    if not size:
        return "0"
    if not 10 ** (mantissa - decimals) <= size < 99_999.5:
        return _in_print(f"{value:.{mantissa}e}")
    fixed = f"{value:.{decimals}f}"
    if size < 10 and len(fixed.lstrip("-")) == decimals + 2:
        return _in_print(fixed)
    return _in_print(f"{value:.3g}" if size < 999.5 else f"{value:.0f}")


def widest_figure(decimals: int = 5, mantissa: int = 1) -> tuple[str, ...]:
    """What is as wide as any that :func:`figure` writes of a number that is not negative, in fonts of any kind."""
    eights = "8" * mantissa
    return f"8.{'8' * decimals}", f"8{'.' if mantissa else ''}{eights}e−88", f"8{'.' if mantissa else ''}{eights}e+88"


def short(value: float) -> str:
    """Three digits that say something."""
    if not math.isfinite(value):
        return QCoreApplication.translate("Numbers", "not a number")
    return _in_print(f"{value:.3g}")


def grouped(value: float, decimals: int = 0) -> str:
    """Thousands apart by a thin space."""
    return _in_print(f"{value:,.{decimals}f}".replace(",", "\u2009"))


def whole(value: float) -> str:
    """Whole numbers at an axis: thousands apart from five digits on."""
    return f"{value:.0f}" if value < 1e4 else grouped(value)


def on_axis(value: float) -> str:
    """No more digits than say something; very large and very small ones as 3·10⁵."""
    size = abs(value)
    if size and not 1e-4 <= size * (1 + 1e-9) < 1e4:
        return power(value, digits=3)
    return _in_print(f"{value:.4g}")


def power(value: float, digits: int = 1) -> str:
    """A number with so many digits before its power of ten, as people write it: 3·10⁵ or 10⁵."""
    if not math.isfinite(value):
        return "∞"
    mantissa, exponent = f"{value:.{digits - 1}e}".split("e")
    ten = f"10{_in_print(str(int(exponent))).translate(_SUPERSCRIPT)}"
    mantissa = mantissa.rstrip("0").rstrip(".") if "." in mantissa else mantissa
    return ten if mantissa == "1" else f"{_in_print(mantissa)}·{ten}"


def magnitude(value: float) -> str:
    """A number of which little more than its size matters: 120 or 3·10⁵."""
    return f"{value:.3g}" if value < 1000 else power(value)


def _in_print(text: str) -> str:
    return text.replace("-", "−")
