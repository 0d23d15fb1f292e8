"""One answer from OpenRouter: fetched, parsed, checked and archived."""
