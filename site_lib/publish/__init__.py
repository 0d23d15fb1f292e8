"""A run of the command: from its options to the published site or the preview."""
