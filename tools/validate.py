"""Validate every page and chart file of the site with the Nu HTML checker."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tools import sites
from tools.programs import find_program
from tools.weight import ADDRESS

VERSION = "26.9.27"
# Ignored: the checker does not understand hashes in a Content-Security-Policy, which
# tests/browser/ tests instead; and a remark that RDF is not validated.
WRONG = ".*(violates Content Security Policy|does not validate RDF).*"
CACHE = sites.ROOT / ".cache" / f"vnu-{VERSION}"


def main() -> int:
    """Print what the checker finds; return the exit status."""
    java, jar = find_program("java", "Java 17 or newer"), _jar()
    with TemporaryDirectory() as scratch:
        folder = Path(scratch) / "site"
        sites.build(folder, ADDRESS)
        files = [str(file) for file in folder.rglob("*") if file.suffix in {".html", ".svg"}]
        checker = [java, "-jar", str(jar), "--no-langdetect", "--also-check-svg"]
        command = [*checker, "--filterpattern", WRONG, *sorted(files)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        print(done.stderr.replace(f"file:{folder}/", ""), end="")
    findings = len(done.stderr.splitlines())
    print(f"{len(files)} files, {findings} findings")
    return 1 if findings or done.returncode else 0


def _jar() -> Path:
    jar = CACHE / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
    if not jar.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        quiet = ("--no-save", "--no-audit", "--no-fund", "--silent")
        command = [find_program("npm", "Node 18 or newer"), "install", f"--prefix={CACHE}", *quiet]
        subprocess.run([*command, f"vnu-jar@{VERSION}"], check=True)
    return jar


if __name__ == "__main__":
    sys.exit(main())
