"""How to verify the site, from a page's figures to the source, in commands to copy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from site_lib.site.addresses import ARCHIVE_INDEX, DATA_CSV, SOURCE_JSON, beside, edition_of
from site_lib.site.context import PREVIEW_ADDRESS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_lib.site.context import Site
    from site_lib.snapshots.archive import Entry

CLONE = "openrouter-tasks"
"""The folder that the commands clone the repository into."""
COMPARE = """python3 - <<'END'
import csv, hashlib, html, io, json, re, sys, urllib.request

def read(path):
    return urllib.request.urlopen("{base}" + path, timeout=60).read()

def printed(share):
    return f"{{round(100 * share, 1)}}%" if share else "<0.05%"

# The tasks on the home page, in data.csv, and in OpenRouter's answer:
# from the tag to the shares of requests and of tokens.
table = read("").decode().split('<table id="tasks"')[1].split("</table>")[0]
cells = r"<code>(.*?)</code>.*?</i> (.*?)<.*?</i> (.*?)<"
on_page = {{
    html.unescape(tag): [html.unescape(share) for share in shares]
    for tag, *shares in re.findall(cells, table, re.DOTALL)
}}
in_file = {{
    row["task"]: [float(row["request_share"]), float(row["token_share"])]
    for row in csv.DictReader(io.StringIO(read("{data}").decode()))
    if row["kind"] == "task"
}}
answer = read("{source}")
in_answer = {{
    tag["tag"]: [tag["usage_share"], tag["token_share"]]
    for tag in json.loads(answer)["data"]["classifications"]
}}
different = in_file != in_answer or on_page != {{
    tag: [printed(share) for share in shares] for tag, shares in in_file.items()
}}
print(len(in_answer), "tasks:", "DIFFERENT" if different else "the same on all three")

digest = hashlib.sha256(answer).hexdigest()
editions = json.loads(read("{index}"))["editions"]
other = digest not in [each["sha256"] for each in editions if each["as_of"] == "{as_of}"]
print("SHA-256 of the answer:", digest, "NOT LISTED" if other else "is listed for its date")
sys.exit(different or other)
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
        "The home page has the figures of data.csv, and data.csv those of OpenRouter’s answer",
        "Compares both shares of every task on all three, and the answer’s SHA-256 with the one "
        "that the archive lists for this date. If anything differs, it says so and fails.",
        COMPARE.format(
            base=base, data=DATA_CSV, source=source, index=ARCHIVE_INDEX, as_of=newest.as_of
        ),
    )
    if not site.config.repository:
        return
    yield Step(
        "The repository has the same answer",
        "Compares the answer that is published here with the one in the repository, byte by byte. "
        "The history of the repository shows when it was committed.",
        f'git clone --quiet "{site.config.repository}" {CLONE} &&\n'
        f'curl -fsS "{base}{source}" |\n'
        f"cmp - {CLONE}/data/snapshots/{newest.file.name} &&\n"
        "echo the same",
    )
    yield Step(
        "The whole site is what the published code makes of the archive",
        "Builds the commit that the site names, and compares every published file with the build: "
        "every figure on every page. It needs Python 3.11 or newer, Git and Make, and installs "
        "packages into the clone.",
        f'make -C {CLONE} verify URL="{base}"',
    )
