"""Take the screenshots in README."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Literal

from PIL import Image
from playwright.sync_api import sync_playwright

from site_lib.publish.reader import Reader
from site_lib.site import addresses
from site_lib.snapshots.archive import Archive
from tools import browser, sites

if TYPE_CHECKING:
    from playwright.sync_api import Browser

FOLDER = sites.ROOT / "docs"
LARGEST = 250_000
"""The largest allowed size of a screenshot, in bytes."""


@dataclass(frozen=True)
class Picture:
    """A screenshot to take: file name, page, window size in CSS pixels, theme and pixel ratio."""

    name: str
    path: str
    width: int
    height: int
    theme: Literal["light", "dark"]
    scale: int = 1


def main() -> int:
    """Take all screenshots; return the exit status: 1 if one is too large."""
    with sites.hosted() as (folder, url), sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=browser.find(), args=browser.ARGUMENTS
        )
        as_of = json.loads((folder / "build.json").read_bytes())["as_of"]
        FOLDER.mkdir(exist_ok=True)
        sizes = {each.name: _take(chromium, url, each, as_of) for each in _pictures()}
        chromium.close()
    large = [name for name, size in sizes.items() if size > LARGEST]
    for name in large:
        print(f"error: {name} is larger than {LARGEST / 1000:.0f} kB", file=sys.stderr)
    return 1 if large else 0


def _pictures() -> list[Picture]:
    tag = _largest_task()
    return [
        Picture("home-light.png", addresses.HOME, 1280, 800, "light"),
        Picture("task-dark.png", tag, 1280, 800, "dark"),
        Picture("home-phone.png", addresses.HOME, 390, 844, "light", scale=2),
    ]


def _largest_task() -> str:
    """Return the path of the page of the task with the most requests."""
    entries = Archive(sites.ROOT / "data").entries
    if not entries:
        sys.exit("error: data/snapshots contains no snapshot")
    history = Reader().history(entries)
    links = addresses.assign(day.taxonomy for day in history.days)
    return links.tags[history.rankings.tags[0].tag]


def _take(chromium: Browser, url: str, picture: Picture, as_of: str) -> int:
    """Take a screenshot, save it with a palette of 128 colours, and return its size in bytes."""
    page = chromium.new_page(
        viewport={"width": picture.width, "height": picture.height},
        color_scheme=picture.theme,
        device_scale_factor=picture.scale,
    )
    # With a later date the page would say that its figures are old.
    page.clock.set_fixed_time(datetime.fromisoformat(as_of).replace(tzinfo=UTC))
    page.goto(url + picture.path.removesuffix("index.html"))
    shot = Image.open(BytesIO(page.screenshot())).convert("RGB")
    page.close()
    file = FOLDER / picture.name
    shot.quantize(128, dither=Image.Dither.NONE).save(file, optimize=True)
    size = file.stat().st_size
    print(f"{file.relative_to(sites.ROOT)}  {size / 1000:.0f} kB")
    return size


if __name__ == "__main__":
    sys.exit(main())
