"""Getting hold of an offer, and what its screens and other rooms may read."""
