"""Measure how builds and sites grow with days, and with tasks and models.

Each size is built once from nothing. An exponent says how a figure grows from one size to the next:
1 as fast as the size, 0 not at all, 2 four times for twice the size.
"""

from __future__ import annotations

import gzip
import json
import math
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, NamedTuple

from tools.bench import ANSWER, MEGABYTE, SEED, Bench
from tools.random_archive import write_archive

if TYPE_CHECKING:
    from collections.abc import Iterator

    Data = dict[str, Any]

DAYS = (1, 100, 1000)
TIMES_THE_TASKS = (1, 4, 16)
FORMATS = ("{:.1f}", "{:.0f} MB", "{:.0f}", "{:.1f} MB", "{:.1f} kB")


class Size(NamedTuple):
    """What a build of some size took and made."""

    number: int
    seconds: float
    memory: float
    """In megabytes."""
    files: int
    megabytes: float
    home: float
    """Kilobytes of the home page, compressed."""


def main() -> int:
    """Measure and print two tables."""
    with TemporaryDirectory() as folder:
        bench = Bench(Path(folder), 1)
        for line in _table("days", _days(bench, Path(folder))):
            print(line, flush=True)
        print()
        for line in _table("tasks", _tasks(bench, Path(folder))):
            print(line, flush=True)
    return 0


def _days(bench: Bench, folder: Path) -> Iterator[Size]:
    for number in DAYS:
        write_archive(folder / f"{number}" / "snapshots", ANSWER.read_bytes(), number, SEED)
        yield _built(bench, folder / f"{number}", number)


def _tasks(bench: Bench, folder: Path) -> Iterator[Size]:
    for times in TIMES_THE_TASKS:
        answer = widened(json.loads(ANSWER.read_bytes()), times)
        snapshots = folder / f"{times} times" / "snapshots"
        snapshots.mkdir(parents=True)
        (snapshots / ANSWER.name).write_text(json.dumps(answer))
        yield _built(bench, snapshots.parent, len(answer["data"]["classifications"]))


def widened(answer: Data, times: int) -> Data:
    """Divide each task of an answer into several, each with models of its own."""
    data = answer["data"]
    categories = {each["key"]: each for each in data["macro_categories"]}
    parts = [
        _part(tag, part, times, categories[tag["macro_category"]])
        for tag in data["classifications"]
        for part in range(times)
    ]
    return answer | {"data": data | {"classifications": parts}}


def _part(tag: Data, part: int, times: int, category: Data) -> Data:
    shares = {}
    for kind in ("usage_share", "token_share"):
        of_category = tag[f"category_{kind}"] / times
        shares[f"category_{kind}"] = round(of_category, 3)
        shares[kind] = round(of_category * category[kind], 3)
    models = [model | {"id": f"{model['id']}-{part}"} for model in tag["models"]]
    name = {"tag": f"{tag['tag']}_{part}", "display_name": f"{tag['display_name']} {part}"}
    return tag | shares | name | {"models": models}


def _built(bench: Bench, data: Path, number: int) -> Size:
    bench.clear()
    bench.build(data.name, data)
    row = bench.rows[data.name]
    sizes = [file.stat().st_size for file in bench.out.rglob("*") if file.is_file()]
    home = len(gzip.compress((bench.out / "index.html").read_bytes())) / 1000
    memory, written = row.memory / MEGABYTE, sum(sizes) / MEGABYTE
    return Size(number, row.median, memory, len(sizes), written, home)


def _table(what: str, sizes: Iterator[Size]) -> Iterator[str]:
    """Yield the lines of a Markdown table, each figure with its exponent since the line before."""
    yield f"| {what} | seconds | memory | files | site | home, compressed |"
    yield "| --- | --- | --- | --- | --- | --- |"
    before: Size | None = None
    for size in sizes:
        cells = [form.format(figure) for form, figure in zip(FORMATS, size[1:], strict=True)]
        if before:
            pairs = zip(before[1:], size[1:], strict=True)
            larger = math.log(size.number / before.number)
            cells = [
                f"{cell} ({math.log(now / then) / larger:.2f})"
                for cell, (then, now) in zip(cells, pairs, strict=True)
            ]
        yield f"| {' | '.join([f'{size.number}', *cells])} |"
        before = size


if __name__ == "__main__":
    sys.exit(main())
