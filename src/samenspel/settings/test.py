"""For the tests: no pool, mail in memory, the query guard raises, nothing kept outside."""

from django.core.management.utils import get_random_secret_key

from samenspel.database.roles import Role
from samenspel.settings.base import *
from samenspel.settings.base import TEMPLATES as BASE_TEMPLATES
from samenspel.settings.base import database
from samenspel.settings.logs import logging_settings

SECRET_KEY = get_random_secret_key()
DEMO = False
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
# tests/conftest.py fills in the server, and takes the web role on in every transaction.
DATABASES = {"default": database(Role.OWNER)}
# Only then do template nodes know their lines, which the coverage of templates needs.
TEMPLATES = [
    engine | {"OPTIONS": engine["OPTIONS"] | {"debug": True}} for engine in BASE_TEMPLATES
]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True  # look files up when asked; every test client would list them all
ACCOUNT_RATE_LIMITS = False
LOGGING = logging_settings(level="WARNING", full_errors=True)
