"""Changes of the code that decides after which it means the same, each with the reason."""

EQUAL: dict[str, str] = {}
