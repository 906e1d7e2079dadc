"""The two ways in which the domain says no."""


class DomainError(Exception):
    """A refusal that a person can understand; the message is shown to them.

    ``code`` is stable and in English, for tests and programs; ``field`` names the form field
    that the message belongs to, or is empty when it concerns the whole.
    """

    def __init__(self, message: str, *, code: str = "refused", field: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        self.field = field


class NotFoundError(Exception):
    """The thing does not exist, or the actor may not know that it does.

    Both are answered with the same 404, so that an address gives nothing away.
    """
