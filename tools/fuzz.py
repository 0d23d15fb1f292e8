"""Give mutated answers to builds: each must be refused well, or built and read back.

Prints how many were refused by which check, how many were built and read back, and each answer that
was not, with a file to repeat it from. Each number of a seed is always the same answer.
"""

from __future__ import annotations

import argparse
import os
import sys
import traceback
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from random import Random

from tests.fuzzing import outcome
from tests.mutations import Case, mutated

ANSWERS, PROCESSES = 20_000, 2
FAILED = "FAILED: "
CHUNK = 20


def main() -> int:
    """Run the command; the exit status is 1 if anything went wrong with an answer."""
    given = _parse()
    if given.file:
        print(outcome(Case(given.file.read_bytes(), _archived(given.file)), build=True))
        return 0
    numbers = [given.number] if given.number is not None else range(given.answers)
    one = partial(try_one, seed=given.seed, folder=given.failed)
    counts: Counter[str] = Counter()
    with ProcessPoolExecutor(PROCESSES) as pool:
        for done, said in enumerate(pool.map(one, numbers, chunksize=CHUNK), 1):
            if said.startswith(FAILED):
                print(said, flush=True)
            counts[said.partition("\n")[0]] += 1
            if sys.stderr.isatty():
                sys.stderr.write(f"\r\x1b[K{done} of {len(numbers)}")
    print(f"{len(numbers)} answers, seed {given.seed}")
    for said, count in counts.most_common():
        print(f"{count:7}  {said}")
    return int(any(said.startswith(FAILED) for said in counts))


def try_one(number: int, seed: int, folder: Path) -> str:
    """Make an answer and give it to a build; return what became of it.

    What went wrong begins with FAILED; the answer is then in a file.
    """
    case = mutated(Random(f"{seed} {number}"))
    try:
        return outcome(case, build=True)
    except Exception as error:  # noqa: BLE001 (whatever goes wrong is what is looked for)
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / f"{seed}-{number}.json"
        file.write_bytes(case.answer)
        if case.archived:
            _archived_file(file).write_bytes(case.archived)
        *_, last = traceback.extract_tb(error.__traceback__)
        where = f"{Path(last.filename).name}:{last.lineno}"
        said = " ".join(str(error).split())[:300]
        return f"{FAILED}{type(error).__name__} at {where}\n  {file}: {said}"


def _archived_file(file: Path) -> Path:
    return file.with_suffix(".archived")


def _archived(file: Path) -> bytes | None:
    archived = _archived_file(file)
    return archived.read_bytes() if archived.exists() else None


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--answers", type=int, default=ANSWERS, help="how many (%(default)s)")
    parser.add_argument("--seed", type=int, default=int.from_bytes(os.urandom(3)))
    parser.add_argument("--number", type=int, help="give only this answer of the seed")
    parser.add_argument("--file", type=Path, help="give only the answer of this file")
    parser.add_argument(
        "--failed", type=Path, default=Path(".cache/fuzz"), help="folder for what fails"
    )
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
