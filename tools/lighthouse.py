"""Score the largest page of each main kind with Lighthouse.

Exit status: 0 if every score is 100, else 1.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

from tools import browser, sites
from tools.programs import find_program

VERSION = "12.8.2"
KINDS = ("home", sites.CATEGORY, sites.TAG, "models", sites.MODEL)
DEVICES = {"mobile": (), "desktop": ("--preset=desktop",)}
PERFECT = 100
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")


def main() -> int:
    """Print a line of scores for each page and device; return the exit status."""
    npx = find_program("npx", "Node 18 or newer")
    failures = 0
    with sites.hosted() as (folder, url):
        paths = sites.largest(folder)
        print(f"{'':<18}{''.join(f'{name:<16}' for name in CATEGORIES)}", flush=True)
        for kind in KINDS:
            for device, options in DEVICES.items():
                result = _audit(npx, url + paths[kind].removesuffix("index.html"), options)
                failures += _print_scores(f"{kind} {device}", result)
    return 1 if failures else 0


def _audit(npx: str, url: str, options: tuple[str, ...]) -> dict[str, Any]:
    command = [npx, "--yes", f"lighthouse@{VERSION}", url, "--output=json", "--quiet", *options]
    flags = " ".join(("--headless=new", *browser.ARGUMENTS))
    done = subprocess.run(
        [*command, f"--chrome-flags={flags}"],
        env=os.environ | {"CHROME_PATH": browser.find()},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit(f"error: Lighthouse could not audit {url}:\n{done.stderr}")
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def _print_scores(name: str, result: dict[str, Any]) -> int:
    """Print the scores and the audits that lower them; return how many scores are below 100."""
    categories = [result["categories"][each] for each in CATEGORIES]
    scores = [round(100 * (category["score"] or 0)) for category in categories]
    print(f"{name:<18}{''.join(f'{score:<16}' for score in scores)}", flush=True)
    for category, score in zip(categories, scores, strict=True):
        for reference in category["auditRefs"] if score < PERFECT else ():
            audit = result["audits"][reference["id"]]
            if reference["weight"] and audit["score"] not in {1, None}:
                shown = audit.get("displayValue", "")
                print(f"  {category['id']}: {audit['id']}: {audit['title']} {shown}".rstrip())
    return sum(score < PERFECT for score in scores)


if __name__ == "__main__":
    sys.exit(main())
