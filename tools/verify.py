"""Compare a published site, file by file, with a build of the commit that it names."""

from __future__ import annotations

import os
import platform
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import httpx

from site_lib.publish.fingerprints import LIBRARIES, library_versions, sha256
from site_lib.site.addresses import BUILD_JSON
from site_lib.site.site_config import folder_url

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    Record = Mapping[str, Any]

ROOT = Path(__file__).resolve().parent.parent
CONNECTIONS = 16
SECONDS = 30
COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
SHOWN = 20
"""So many differing files are named."""


def main(arguments: list[str]) -> int:
    """Verify the site at an address; return 0 if every file is as built, else 1."""
    if len(arguments) != 1:
        sys.exit("usage: make verify URL=https://example.org/site/")
    try:
        url = folder_url(arguments[0])
    except ValueError as error:
        sys.exit(f"error: URL {error}")
    limits = httpx.Limits(max_connections=CONNECTIONS)
    with httpx.Client(timeout=SECONDS, limits=limits, follow_redirects=True) as client:
        record = _record(client, url)
        print(f"published  {url}, as of {record['as_of']}, commit {record['commit']}")
        for note in _notes(record):
            print(f"  note: {note}")
        with TemporaryDirectory() as folder:
            site = _build(record, Path(folder))
            found = list(_differences(client, url, site))
            number = sum(file.is_file() for file in site.rglob("*"))
    print(f"built      {number} files")
    for line in found[:SHOWN]:
        print(f"  {line}")
    if len(found) > SHOWN:
        print(f"  and {len(found) - SHOWN} more")
    if found:
        print(f"verdict    {len(found)} of {number} files are not as built from this commit")
        return 1
    print("verdict    every file is as built from this commit")
    return 0


def _record(client: httpx.Client, url: str) -> Record:
    """Read what the site says of its build; exit if it does not name a commit."""
    try:
        record = client.get(f"{url}{BUILD_JSON}").raise_for_status().json()
    except (httpx.HTTPError, ValueError) as error:
        sys.exit(f"error: cannot read {url}{BUILD_JSON}: {error}")
    if not isinstance(record, dict) or not COMMIT.fullmatch(str(record.get("commit"))):
        sys.exit(f"error: {url}{BUILD_JSON} names no commit, so there is nothing to compare with")
    return record


def _notes(record: Record) -> Iterator[str]:
    """Yield what may explain differences."""
    if record.get("has_changes"):
        yield "it was built from files that differ from this commit"
    here = {"Python": platform.python_version()}
    here |= dict(zip(LIBRARIES, library_versions(), strict=True))
    there = {"Python": record.get("python"), **record.get("libraries", {})}
    for name, version in here.items():
        if there.get(name) != version:
            yield f"it was built with {name} {there.get(name)}; here it is {version}"


def _build(record: Record, folder: Path) -> Path:
    """Build the published commit's archive with the published address; return the site."""
    clone, site = folder / "clone", folder / "site"
    _run(["git", "clone", "--quiet", "--no-checkout", str(ROOT), str(clone)], ROOT)
    try:
        _run(["git", "checkout", "--quiet", "--detach", record["commit"]], clone)
    except subprocess.CalledProcessError:
        sys.exit(f"error: commit {record['commit']} is not in this clone: run git fetch first")
    command = [sys.executable, "build.py", "--sample" if record.get("sample") else "--offline"]
    command += [f"--out={site}", f"--cache={folder / 'cache'}"]
    if record.get("url"):
        command.append(f"--base-url={record['url']}")
    try:
        _run(command, clone, SITE_REPOSITORY=record.get("repository") or "")
    except subprocess.CalledProcessError as error:
        sys.exit(f"error: this commit cannot be built here:\n{error.stderr}")
    return site


def _run(command: list[str], folder: Path, **environment: str) -> None:
    variables = {name: value for name, value in os.environ.items() if name != "SITE_ADDRESS"}
    subprocess.run(
        command,
        cwd=folder,
        check=True,
        capture_output=True,
        text=True,
        env=variables | environment,
    )


def _differences(client: httpx.Client, url: str, site: Path) -> Iterator[str]:
    """Fetch every file that the build has, and yield those that are published otherwise."""
    files = [file for file in sorted(site.rglob("*")) if file.is_file()]
    paths = [file.relative_to(site).as_posix() for file in files]
    compared = [path for path in paths if path != BUILD_JSON]
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        yield from filter(None, pool.map(partial(_difference, client, url, site), compared))


def _difference(client: httpx.Client, url: str, site: Path, path: str) -> str | None:
    """Say how a published file differs from the built one; None if it does not."""
    try:
        answer = client.get(f"{url}{path}")
    except httpx.HTTPError as error:
        return f"{path}: cannot be fetched ({error})"
    if answer.status_code != httpx.codes.OK:
        return f"{path}: the server answers {answer.status_code}"
    built, published = sha256((site / path).read_bytes()), sha256(answer.content)
    if built == published:
        return None
    return f"{path}: built {built[:12]}…, published {published[:12]}…"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
