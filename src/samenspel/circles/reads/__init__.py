"""Getting hold of a circle, and what its screens and other rooms may read."""
