"""Getting hold of a placement, and which of them ask for a call."""
