"""`archive/index.json`: every edition, its address, and the digest of the answer behind it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from site_lib.site import addresses
from site_lib.site.addresses import ARCHIVE_INDEX
from site_lib.site.context import LICENCE_WORDS, SOURCE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from site_lib.site.context import Site
    from site_lib.snapshots.archive import Entry

FILES = (addresses.DATA_CSV, addresses.SOURCE_JSON)
"""Those of every edition, beside its page."""


def archive_index(site: Site, entries: Iterable[Entry]) -> bytes:
    """List all editions, one a line, so that the files of two days differ in few lines."""
    head = {
        "as_of": site.as_of.isoformat(),
        "source": SOURCE,
        "citation": site.citation,
        "licence": LICENCE_WORDS,
    }
    opening = json.dumps(head, indent=1).removesuffix("\n}")
    lines = ",\n".join(
        json.dumps(_edition(site, entry), separators=(",", ":")) for entry in entries
    )
    return f'{opening},\n "editions": [\n{lines}\n]\n}}\n'.encode()


def _edition(site: Site, entry: Entry) -> Mapping[str, object]:
    page = addresses.edition_of(entry)
    return {
        "as_of": entry.as_of.isoformat(),
        "revision": entry.revision,
        "address": site.address(page, ARCHIVE_INDEX),
        "sha256": entry.sha256,
        "size": entry.size,
        "files": [site.address(addresses.beside(page, name), ARCHIVE_INDEX) for name in FILES],
    }
