"""How numbers are written, everywhere in the window: with the minus sign of print, and never as 0 unless they are."""

from __future__ import annotations

import math

NOT_A_NUMBER = "–"
WIDEST_SHORT = "0.00015", "1.5·10⁻⁵", "1.5·10⁵", "50000"  # of limits as short() writes them
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
    """Three digits that say something: 0.15, 2000, 3·10⁵."""
    if not math.isfinite(value):
        # Here alone: the command line, which names the keys with these numbers, has no need of Qt.
        from PySide6.QtCore import QCoreApplication

        return QCoreApplication.translate("Numbers", "not a number")
    size = abs(value)
    if size and not 1e-4 <= size < 99_999.5:
        return power(value, digits=3)
    return _in_print(f"{value:.3g}" if size < 999.5 else f"{value:.0f}")


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


def on_plot(value: float, digits: int = 3) -> str:
    """A loss or the like in a plot: .0109, 1.52, 3.1·10⁻⁸. Without the zero that every one of them would begin with."""
    size = abs(value)
    if not math.isfinite(value):
        return NOT_A_NUMBER
    if size and not 1e-4 <= size * (1 + 1e-9) < 1e4:
        return power(value, digits)
    words = f"{value:.{digits}g}" if size < 999.5 else f"{value:.0f}"
    return _in_print(words.replace("0.", ".", 1) if size < 1 and size else words)


def at_step(value: float) -> str:
    """A loss beside a curve, with four decimals where these say enough: .0090, .0464."""
    return _in_print(f"{value:.4f}".replace("0.", ".", 1)) if 0.001 <= value < 1 else on_plot(value)


def whole_on_plot(value: float) -> str:
    """A step at an axis or beside a curve: 1000, 10⁴, 12 000, 3·10⁶."""
    exponent = math.log10(value) if value >= 1e4 else 0.5
    if abs(exponent - round(exponent)) < 1e-9 or value >= 1e6:
        return power(value, digits=3)
    return whole(value)


def whole_on_axis(value: float) -> str:
    """A step at an axis of equal distances: 0, 5000, 10 000, 3·10⁶; none in another way than its neighbours."""
    return power(value, digits=3) if value >= 1e6 else whole(value)


def times(ratio: float) -> str:
    """How many times something: 1.004, 1.07, 16.6, 3·10⁵."""
    if not math.isfinite(ratio):
        return NOT_A_NUMBER
    if ratio < 1.0995:
        return f"{ratio:.3f}"
    return f"{ratio:.2f}" if ratio < 9.995 else magnitude(ratio)


def precise(value: float) -> str:
    """What is read off one point: five digits, also where the last are zeros: 1.0000, .99987, 3.1246·10⁻⁸."""
    size = abs(value)
    if not math.isfinite(value) or not 1e-3 <= size < 999.995:
        return on_plot(value, 5)
    words = f"{value:.{4 - math.floor(math.log10(size))}f}"
    return _in_print(words.replace("0.", ".", 1) if words.lstrip("-").startswith("0.") else words)
