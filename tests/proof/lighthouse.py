"""Let Lighthouse judge the home page and the largest category and tag: 100 in everything, or 1."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

import browser
import sites
from tools import need

VERSION = "12.8.2"
KINDS = ("home", sites.CATEGORY, sites.TAG)
DEVICES = {"mobile": (), "desktop": ("--preset=desktop",)}
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")


def main() -> int:
    """Print a line for each page and device; return the exit status."""
    npx = need("npx", "Node 18 or newer")
    failures = 0
    with sites.hosted() as (folder, url):
        paths = sites.largest(folder)
        print(f"{'':<18}{''.join(f'{name:<16}' for name in CATEGORIES)}", flush=True)
        for kind in KINDS:
            for device, options in DEVICES.items():
                result = _judge(npx, url + paths[kind].removesuffix("index.html"), options)
                failures += _tell(f"{kind} {device}", result)
    return 1 if failures else 0


def _judge(npx: str, url: str, options: tuple[str, ...]) -> dict[str, Any]:
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
        sys.exit(f"error: Lighthouse could not judge {url}:\n{done.stderr}")
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def _tell(name: str, result: dict[str, Any]) -> int:
    """Print the scores, and what costs points; return how many scores are below 100."""
    categories = [result["categories"][each] for each in CATEGORIES]
    scores = [round(100 * (category["score"] or 0)) for category in categories]
    print(f"{name:<18}{''.join(f'{score:<16}' for score in scores)}", flush=True)
    for category, score in zip(categories, scores, strict=True):
        for reference in category["auditRefs"] if score < 100 else ():
            audit = result["audits"][reference["id"]]
            if reference["weight"] and audit["score"] not in {1, None}:
                shown = audit.get("displayValue", "")
                print(f"  {category['id']}: {audit['id']}: {audit['title']} {shown}".rstrip())
    return sum(score < 100 for score in scores)


if __name__ == "__main__":
    sys.exit(main())
