"""Getting hold of a help question, and what its screens and other rooms may read."""
