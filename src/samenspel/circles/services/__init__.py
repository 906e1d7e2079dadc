"""Everything that changes a circle."""
