"""The same figures for machines: feeds, JSON-LD, sitemap, CSV and JSON."""
