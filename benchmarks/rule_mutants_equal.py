"""Changes of the code that decides after which it means the same, each with the reason."""

EQUAL: dict[str, str] = {}

ELSEWHERE: dict[str, str] = {}
"""Changes that the drawn worlds do not show; the test that does is named."""
