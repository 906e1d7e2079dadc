"""Everything that changes rounds and proposals."""
