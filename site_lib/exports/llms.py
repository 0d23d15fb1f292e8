"""`llms.txt`: what a program needs to know that reads this site for someone (llmstxt.org)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_lib.site import addresses
from site_lib.site.context import LICENCE_WORDS

if TYPE_CHECKING:
    from site_lib.site.context import Site


def llms_txt(site: Site) -> bytes:
    """Say what this is, how to cite it, and where Markdown and data are; at most 1 kB.

    Links are relative, so that a long address of the site does not make it longer.
    """
    return f"""# {site.title}

> Which tasks AI models are used for on OpenRouter, and which models do them: shares of classified \
requests and of their tokens, in the {site.window}. A share is not quality, and OpenRouter is not \
all AI use. This site is not made by OpenRouter.

Cite: {site.citation} {LICENCE_WORDS}

## Pages as Markdown

Each page about a category, task, model or author has `{addresses.INDEX_MD}`, \
`{addresses.DATA_CSV}` and `{addresses.DATA_JSON}` beside it.

- [The whole picture]({addresses.INDEX_MD})
- [Models]({addresses.beside(addresses.MODELS, addresses.INDEX_MD)})

## Data

- [All files and columns]({addresses.DOWNLOAD})
- [The newest day as CSV]({addresses.LATEST_CSV})
- [All editions]({addresses.ARCHIVE_INDEX})
""".encode()
