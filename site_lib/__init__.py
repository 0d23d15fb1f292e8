"""The builder: fetch, validate, archive, derive, draw, lay out as pages, write."""

__version__ = "0.1.0"
