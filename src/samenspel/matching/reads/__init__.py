"""Getting hold of rounds and proposals, and what their screens show."""
