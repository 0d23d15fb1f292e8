"""Take the pictures of the site that README shows."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING

import browser
import sites
from PIL import Image
from playwright.sync_api import sync_playwright
from tabs import open_tab

from site_lib.publish.reader import Reader
from site_lib.site import addresses
from site_lib.snapshots.archive import Archive

if TYPE_CHECKING:
    from playwright.sync_api import Browser

FOLDER = sites.ROOT / "docs"
LARGEST = 250_000
"""Bytes that a picture may have."""


@dataclass(frozen=True)
class Picture:
    """A window's worth of a page."""

    name: str
    path: str
    width: int
    height: int
    theme: str
    scale: int = 1


def main() -> int:
    """Take all of them; return the exit status."""
    with sites.hosted() as (folder, url), sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=browser.find(), args=browser.ARGUMENTS
        )
        as_of = json.loads((folder / "build.json").read_bytes())["as_of"]
        FOLDER.mkdir(exist_ok=True)
        sizes = [_take(chromium, url, picture, as_of) for picture in _pictures()]
        chromium.close()
    return 1 if max(sizes) > LARGEST else 0


def _pictures() -> list[Picture]:
    tag = _largest_task()
    return [
        Picture("home-light.png", addresses.HOME, 1280, 800, "light"),
        Picture("task-dark.png", tag, 1280, 800, "dark"),
        Picture("home-phone.png", addresses.HOME, 390, 844, "light", scale=2),
    ]


def _largest_task() -> str:
    """Return the path of the page of the tag with the most requests."""
    entries = Archive(sites.ROOT / "data").entries
    if not entries:
        sys.exit("error: the archive holds no snapshot")
    history = Reader().history(entries)
    links = addresses.assign(day.taxonomy for day in history.days)
    return links.tags[history.rankings.tags[0].tag]


def _take(chromium: Browser, url: str, picture: Picture, as_of: str) -> int:
    """Write a picture, with few colours so that it is small; return its bytes."""
    settings = {"color_scheme": picture.theme, "device_scale_factor": picture.scale}
    tab = open_tab(chromium, picture.width, picture.height, **settings)
    # As on the day of the figures: a picture must not say that newer ones are missing.
    tab.page.clock.set_fixed_time(datetime.fromisoformat(as_of).replace(tzinfo=UTC))
    tab.page.goto(url + picture.path.removesuffix("index.html"))
    shot = Image.open(BytesIO(tab.page.screenshot())).convert("RGB")
    tab.page.context.close()
    file = FOLDER / picture.name
    shot.quantize(128, dither=Image.Dither.NONE).save(file, optimize=True)
    size = file.stat().st_size
    print(f"{file.relative_to(sites.ROOT)}  {size / 1000:.0f} kB")
    return size


if __name__ == "__main__":
    sys.exit(main())
