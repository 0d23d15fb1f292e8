"""How to verify the site, from a page's figures to the source, in commands to copy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from site_lib.site.addresses import (
    ARCHIVE_INDEX,
    DATA_CSV,
    SOURCE_JSON,
    beside,
    edition_of,
)
from site_lib.site.context import PREVIEW_ADDRESS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_lib.site.context import Site
    from site_lib.snapshots.archive import Entry

CLONE = "openrouter-tasks"
"""The folder that the commands clone the repository into."""
COMPARE = """python3 - <<'END'
import csv, html, io, json, re, urllib.request

def read(path):
    return urllib.request.urlopen("{base}" + path).read().decode()

def printed(share):
    return f"{{round(100 * share, 1)}}%" if share else "<0.05%"

rows = list(csv.DictReader(io.StringIO(read("{data}"))))
tasks = {{row["task"]: row for row in rows if row["kind"] == "task"}}
lines = [html.unescape(re.sub("<[^>]+>", " ", line)) for line in read("").split("<tr>")]
for tag in json.loads(read("{source}"))["data"]["classifications"]:
    name, share = tasks[tag["tag"]]["name"], float(tasks[tag["tag"]]["request_share"])
    on_page = any(name in line and printed(share) in line for line in lines)
    as_published = share == tag["usage_share"]
    print("ok" if on_page and as_published else "DIFFERENT", printed(share), name)
END"""


@dataclass(frozen=True)
class Step:
    """A step of the verification: what it shows, and the commands."""

    title: str
    explanation: str
    commands: str


def verification(site: Site, newest: Entry) -> Iterator[Step]:
    """Yield the steps; those that need the repository only if it is known."""
    base, source = site.base_url or PREVIEW_ADDRESS, beside(edition_of(newest), SOURCE_JSON)
    yield Step(
        "The page’s figures are those of data.csv, and these are those of OpenRouter’s answer",
        "Prints a line for each task: “ok” if the home page prints the share in data.csv, and that "
        "is the share in the answer.",
        COMPARE.format(base=base, data=DATA_CSV, source=source),
    )
    yield Step(
        "The answer is the one that the archive lists",
        "Prints the line of the list that has the answer’s SHA-256, or nothing if none has.",
        f'sha256=$(curl -fsS "{base}{source}" | sha256sum | cut -c -64)\n'
        f'curl -fsS "{base}{ARCHIVE_INDEX}" | grep "$sha256"',
    )
    if not site.config.repository:
        return
    yield Step(
        "The repository has the same answer",
        "Prints “OK”. The history of the repository shows when the answer was committed.",
        f'git clone --quiet "{site.config.repository}" {CLONE}\n'
        f'echo "{newest.sha256}  {CLONE}/data/snapshots/{newest.file.name}" | sha256sum --check',
    )
    yield Step(
        "The whole site is what the published code makes of the archive",
        "Builds the published commit and compares every file of the site with the build. It needs "
        "Python, Git and Make.",
        f'make -C {CLONE} verify URL="{base}"',
    )
