"""What production refuses to start with, in words that say what to do."""

from django.core.exceptions import ImproperlyConfigured

LEAST_LENGTH, LEAST_CHARACTERS = 50, 10
MOST_PROXIES = 9
OF_ONE_PROCESS = ("DummyCache", "FileBasedCache", "LocMemCache")


def proxy_count(text: str) -> int:
    """Return SAMENSPEL_PROXIES as a number; raises ImproperlyConfigured for anything else."""
    if not (text.isascii() and text.isdigit() and int(text) <= MOST_PROXIES):
        raise ImproperlyConfigured(
            f"The variable SAMENSPEL_PROXIES is {text!r}: give the number of proxies of your"
            f" own in front of the site, from 0 to {MOST_PROXIES}. Without one it is 0."
        )
    return int(text)


def refuse_uncounted(cache: str) -> None:
    """Raise ImproperlyConfigured for a cache in which each process or machine counts alone."""
    if cache.rpartition(".")[2] in OF_ONE_PROCESS:
        raise ImproperlyConfigured(
            "SAMENSPEL_CACHE_URL names a cache that processes do not share, so limits on"
            " signing in would not hold. Leave it out, or name one such as redis://host/1."
        )


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
