"""What all pages share: addresses, number formats, citation, colours."""
