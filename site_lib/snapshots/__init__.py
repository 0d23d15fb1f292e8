"""One answer of the source: fetched, parsed, checked and archived."""
