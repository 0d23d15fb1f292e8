"""The charts of the site, a module for each kind."""
