"""What production refuses to start with, in words that say what to do."""

from django.core.exceptions import ImproperlyConfigured

LEAST_LENGTH, LEAST_CHARACTERS = 50, 10


def refuse_what_is_open(secret: str, *, demo: bool) -> None:
    """Raise ImproperlyConfigured when the secret can be guessed or the demo is on."""
    if len(secret) < LEAST_LENGTH or len(set(secret)) < LEAST_CHARACTERS:
        raise ImproperlyConfigured(
            "SAMENSPEL_SECRET_KEY is too easy to guess: give fifty random characters or more."
        )
    if demo:
        raise ImproperlyConfigured(
            "SAMENSPEL_DEMO is on: the demo lets anyone in as anybody, so it has no place in"
            " production. Run the demo with the development settings, beside no real people."
        )
