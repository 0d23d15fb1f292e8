"""Find the browser for tests and tools; as a command, install one if there is none."""

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
"""Switches, so that the browser runs as root in a container and does not call home."""
SET_PATH = "set CHROME_PATH to a Chromium or Chrome"


class NoBrowserError(Exception):
    """No browser was found or installed; the message says what to do."""


def find() -> str:
    """Return the path of the browser; raises NoBrowserError if there is none."""
    named = os.environ.get("CHROME_PATH")
    found = shutil.which(named) if named else _on_the_path() or _downloaded()
    if found:
        return found
    if named:
        raise NoBrowserError(
            f"CHROME_PATH is {named!r}, which is not a program: correct or unset it"
        )
    raise NoBrowserError(f"no browser found: run `make browser`, or {SET_PATH}")


def install() -> None:
    """Install Chromium with apt or Playwright; raises NoBrowserError if that fails."""
    print("no browser found, installing Chromium", flush=True)
    for command in _commands():
        done = subprocess.run(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
        )
        if done.returncode:
            reason = _reason(done.stdout)
            raise NoBrowserError(f"`{' '.join(command)}` failed ({reason}): {SET_PATH}")


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
    # A snap cannot read /tmp and hidden folders, where the built sites are.
    return next((path for path in found if path and not path.startswith("/snap/")), None)


def _downloaded() -> str | None:
    """Return the path of the browser that Playwright has downloaded; None if it has not."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 (slow, and rarely needed)

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def _commands() -> list[list[str]]:
    # On Ubuntu, the package `chromium` installs a snap.
    debian = "ID=debian" in _distribution()
    if debian and shutil.which("apt-get") and os.geteuid() == 0:
        install = ["apt-get", "install", "--yes", "--no-install-recommends", "chromium"]
        return [["apt-get", "update"], install]
    return [[sys.executable, "-m", "playwright", "install", "chromium"]]


def _reason(output: str) -> str:
    """Return the line in a failed command's output that gives the reason."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    errors = [line for line in lines if line.startswith(("E:", "Error"))]
    return next(iter(errors or lines[-1:]), "no output")


def _distribution() -> list[str]:
    try:
        return Path("/etc/os-release").read_text("utf-8").splitlines()
    except OSError:
        return []


if __name__ == "__main__":
    sys.exit(main())
