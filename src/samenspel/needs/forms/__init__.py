"""Shapes of what people fill in when they ask. Services decide."""
