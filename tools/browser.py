"""Find the browser that tests and tools use; as a command, install one where there is none."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "google-chrome", "google-chrome-stable", "chromium-browser")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
"""Command-line switches: the browser may run as root in a container and must not call home."""
NAME_ONE = "name a Chromium or Chrome in CHROME_PATH"


class NoBrowserError(Exception):
    """No browser was found or installed; the message says what to do."""


def find() -> str:
    """Return the path of the browser; raises NoBrowserError where there is none."""
    named = os.environ.get("CHROME_PATH")
    found = shutil.which(named) if named else _on_the_path() or _downloaded()
    if found:
        return found
    if named:
        raise NoBrowserError(f"CHROME_PATH names {named!r}, which is no program: mend or unset it")
    raise NoBrowserError(f"no browser: run `make browser`, or {NAME_ONE}")


def install() -> None:
    """Install Chromium with apt or Playwright; raises NoBrowserError where that fails."""
    print("no browser found, installing Chromium", flush=True)
    for command in _commands():
        done = subprocess.run(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
        )
        if done.returncode:
            reason = _reason(done.stdout)
            raise NoBrowserError(f"`{' '.join(command)}` failed ({reason}): {NAME_ONE}")


def main() -> int:
    """Install a browser unless there is one; return the exit status."""
    try:
        try:
            find()
        except NoBrowserError:
            if os.environ.get("CHROME_PATH"):
                raise
            install()
            find()
    except NoBrowserError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


def _on_the_path() -> str | None:
    found = (shutil.which(name) for name in NAMES)
    # A snap sees neither /tmp nor hidden folders, where built sites stand.
    return next((path for path in found if path and not path.startswith("/snap/")), None)


def _downloaded() -> str | None:
    """Return the path of the browser that Playwright has downloaded, None where it has not."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 (slow, and seldom needed)

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def _commands() -> list[list[str]]:
    # Ubuntu's package of that name is a snap in disguise.
    debian = "ID=debian" in _distribution()
    if debian and shutil.which("apt-get") and os.geteuid() == 0:
        install = ["apt-get", "install", "--yes", "--no-install-recommends", "chromium"]
        return [["apt-get", "update"], install]
    return [[sys.executable, "-m", "playwright", "install", "chromium"]]


def _reason(output: str) -> str:
    """Return the line of a failed command's output that gives the reason."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    told = [line for line in lines if line.startswith(("E:", "Error"))]
    return next(iter(told or lines[-1:]), "it said nothing")


def _distribution() -> list[str]:
    try:
        return Path("/etc/os-release").read_text("utf-8").splitlines()
    except OSError:
        return []


if __name__ == "__main__":
    sys.exit(main())
