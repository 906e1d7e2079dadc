"""Shapes of what people fill in when they offer. Services decide."""
