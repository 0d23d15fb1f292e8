"""Write the golden files of edition versions that have none; never change existing ones."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from site_lib.editions.versions import VERSIONS, Editions
from site_lib.site.site_config import Publisher, SiteConfig
from site_lib.snapshots.archive import Entry

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "tests" / "golden"
ANSWER = ROOT / "tests" / "recorded" / "2026-10-06.json"
SITE = SiteConfig(
    title="What AI models are used for on OpenRouter",
    publisher=Publisher(name="The maintainers of openrouter-tasks"),
    address="https://example.org/x/",
)


def golden_files(number: int) -> Mapping[str, bytes]:
    """Render the recorded answer with an edition version; return its files by name."""
    entry = Entry(date.fromisoformat(ANSWER.stem), 1, ANSWER)
    versions = [replace(VERSIONS[number - 1], since=date.min)]
    editions = Editions(ROOT / "templates", SITE, is_sample=False, versions=versions)
    files = editions.files(entry)
    return {PurePosixPath(file).name: content for file, content in files}


def main() -> int:
    """Write the missing golden files; return the exit status."""
    for number in range(1, len(VERSIONS) + 1):
        folder = FOLDER / str(number)
        if folder.exists():
            print(f"{folder.relative_to(ROOT)} exists, so it was left unchanged")
            continue
        folder.mkdir(parents=True)
        for name, content in golden_files(number).items():
            (folder / name).write_bytes(content)
        print(f"{folder.relative_to(ROOT)} was written")
    return 0


if __name__ == "__main__":
    sys.exit(main())
