"""One run of the command: options, cache, templates, output, preview."""
