"""Connects informal and formal care: from a hard-to-ask question to a circle of help."""

__version__ = "0.1.0"
