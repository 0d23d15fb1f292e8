"""A module for each kind of page: its value, how it is made, its card."""
