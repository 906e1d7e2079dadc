"""What can go wrong with the server, in words a system administrator understands."""


class DatabaseUnavailableError(Exception):
    """No usable PostgreSQL. The message says what was tried and what to do next."""
