"""The range of a share as a small bar inside a table's row."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from site_lib.snapshots.precision import Interval

WIDTH, HEIGHT = 100, 8


def range_bar(share: Interval, largest: float) -> str:
    """Return the markup of a bar: solid up to the lowest, light up to the highest possible share.

    `largest` is the share that is as wide as the bar can be. The row says the same in numbers.
    """
    scale = WIDTH / largest if largest else 0.0
    low, high = round(share.low * scale), round(share.high * scale)
    bar = ET.Element(
        "svg", {"class": "bar", "viewBox": f"0 0 {WIDTH} {HEIGHT}", "aria-hidden": "true"}
    )
    for css_class, width in (("tokens", high), ("requests", low)):
        size = {"width": str(width), "height": str(HEIGHT)}
        ET.SubElement(bar, "rect", {"class": css_class} | size)
    return ET.tostring(bar, encoding="unicode")
