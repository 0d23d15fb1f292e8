"""Compare a published site, file by file, with a build of the commit that it names."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import httpx
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from site_lib.publish.fingerprints import LIBRARIES, library_versions, sha256
from site_lib.site.addresses import BUILD_JSON
from site_lib.site.site_config import folder_url

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
CONNECTIONS = 16
SECONDS = 30
SHOWN = 20
"""So many differing files are named."""
MAY_DIFFER = frozenset({"commit", "has_changes", "python", "libraries"})
"""Fields of `build.json` that may differ between two builds of one archive."""


def _address(text: str) -> str:
    folder_url(text)
    return text


class Record(BaseModel):
    """What `build.json` says that a build of the same commit needs."""

    model_config = ConfigDict(strict=True, extra="allow")

    commit: Annotated[str, Field(pattern=r"^([0-9a-f]{40}|[0-9a-f]{64})$")]
    has_changes: bool
    sample: bool
    cards: bool
    url: Annotated[str, AfterValidator(_address)] | None
    repository: Annotated[str, AfterValidator(_address)] | None
    as_of: Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]
    python: str
    libraries: dict[str, str]


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
        print(f"published  {url}, as of {record.as_of}, commit {record.commit}")
        for note in _notes(record, url):
            print(f"  note: {note}")
        with TemporaryDirectory() as folder:
            site = _build(record, Path(folder))
            found = list(_differences(client, url, site, record))
            number = sum(file.is_file() for file in site.rglob("*"))
    print(f"built      {number} files")
    for line in found[:SHOWN]:
        print(f"  {line}")
    if len(found) > SHOWN:
        print(f"  and {len(found) - SHOWN} more")
    if found:
        print(f"verdict    not as built from this commit, in {len(found)} places")
        return 1
    print("verdict    every one of them is published as built from this commit")
    print("           (a published file that the build lacks would not be noticed)")
    return 0


def _record(client: httpx.Client, url: str) -> Record:
    """Read what the site says of its build; exit if it does not say enough."""
    address = f"{url}{BUILD_JSON}"
    try:
        content = client.get(address).raise_for_status().content
        return Record.model_validate_json(content)
    except httpx.HTTPError as error:
        sys.exit(f"error: cannot read {address}: {error!r}")
    except ValidationError as error:
        wrong = sorted({".".join(map(str, each["loc"])) or "its format" for each in error.errors()})
        sys.exit(f"error: {address} is not the record of a build from a commit: {', '.join(wrong)}")


def _notes(record: Record, url: str) -> Iterator[str]:
    """Yield what may explain differences."""
    if record.has_changes:
        yield "it was built from files that differ from this commit"
    if record.url != url:
        yield f"it was built for {record.url}"
    branches = ["git", "branch", "--all", "--contains", record.commit]
    if not subprocess.run(branches, cwd=ROOT, check=False, capture_output=True).stdout:
        yield "this commit is on no branch of this clone, so it may not be the project's"
    here = {"Python": platform.python_version()}
    here |= dict(zip(LIBRARIES, library_versions(), strict=True))
    there = {"Python": record.python, **record.libraries}
    for name, version in here.items():
        if there.get(name) != version:
            yield f"it was built with {name} {there.get(name)!a}; here it is {version}"


def _build(record: Record, folder: Path) -> Path:
    """Build the published commit's archive with the published address; return the site."""
    clone, site = folder / "clone", folder / "site"
    try:
        _run(["git", "clone", "--quiet", "--no-checkout", str(ROOT), str(clone)], ROOT)
        _run(["git", "checkout", "--quiet", "--detach", record.commit], clone)
    except subprocess.CalledProcessError:
        sys.exit(f"error: commit {record.commit} is not in this clone: run git fetch first")
    command = [sys.executable, "build.py", "--sample" if record.sample else "--offline"]
    command += [f"--out={site}", f"--cache={folder / 'cache'}"]
    command += [f"--base-url={record.url}"] if record.url else []
    command += [] if record.cards else ["--no-cards"]
    try:
        _run(command, clone, SITE_REPOSITORY=record.repository or "")
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


def _differences(client: httpx.Client, url: str, site: Path, record: Record) -> Iterator[str]:
    """Fetch every file that the build has, and yield those that are published otherwise."""
    built = json.loads((site / BUILD_JSON).read_bytes())
    published = record.model_dump()
    for name in sorted({*built, *published} - MAY_DIFFER):
        if built.get(name) != published.get(name):
            yield f"{BUILD_JSON}: {name} is another one"
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
