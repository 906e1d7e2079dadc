"""Everything that changes a help question."""
