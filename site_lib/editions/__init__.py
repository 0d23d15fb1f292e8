"""Dated editions: a day's whole ranking on a page of its own, with its data files."""
