"""Commands for development: benchmarks, page weight, validation, screenshots, golden files."""
