"""`llms.txt`: what a program needs to know that reads this site for someone (llmstxt.org)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_lib.exports.all_days import LATEST
from site_lib.exports.archive_index import ARCHIVE_INDEX
from site_lib.site import addresses
from site_lib.site.context import LICENCE_WORDS

if TYPE_CHECKING:
    from site_lib.site.context import Site

LLMS = "llms.txt"


def llms_txt(site: Site) -> bytes:
    """Say what this is, how to cite it, and where Markdown and data are; at most 1 kB."""
    home, models, download, latest, index = (
        site.address(path, LLMS)
        for path in ("index.md", "models/index.md", addresses.DOWNLOAD, LATEST, ARCHIVE_INDEX)
    )
    return f"""# {site.title}

> Which tasks AI models are used for on OpenRouter, and which models do them: shares of classified \
requests and of their tokens, in the {site.window}. A share is not quality, and OpenRouter is not \
all AI use. This site is not made by OpenRouter.

Cite: {site.citation} {LICENCE_WORDS}

## Pages as Markdown

Each page about a category, task, model or author has `index.md`, `data.csv` and `data.json` \
beside it.

- [The whole picture]({home})
- [Models]({models})

## Data

- [All files and columns]({download})
- [The newest day as CSV]({latest})
- [All editions]({index})
""".encode()
