"""For real people's data. When a secret is missing, the start stops and names it.

Needed: ``SAMENSPEL_SECRET_KEY``, ``SAMENSPEL_HOSTS`` (comma separated), ``SAMENSPEL_URL``,
``SAMENSPEL_PHONE``, ``SAMENSPEL_EMAIL_URL`` (such as
``smtp+tls://user:password@mail.example.nl:587``) and ``SAMENSPEL_MAIL_FROM``.
The site must be behind https; ``SAMENSPEL_PROXY_HEADER=1`` trusts X-Forwarded-Proto of a proxy.
"""

from samenspel.settings.base import *
from samenspel.settings.base import CACHES, DEMO, STATE_DIR, env
from samenspel.settings.logs import logging_settings
from samenspel.settings.production_checks import refuse_uncounted, refuse_what_is_open

SECRET_KEY = env("SAMENSPEL_SECRET_KEY")
refuse_what_is_open(SECRET_KEY, demo=DEMO)
refuse_uncounted(CACHES["default"]["BACKEND"])
ALLOWED_HOSTS = env.list("SAMENSPEL_HOSTS")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]
SITE_URL = env("SAMENSPEL_URL")
SITE_PHONE = env("SAMENSPEL_PHONE")
QUERY_GUARD = "log"

globals().update(env.email_url("SAMENSPEL_EMAIL_URL"))
DEFAULT_FROM_EMAIL = env("SAMENSPEL_MAIL_FROM")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

STATIC_ROOT = STATE_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
if env.bool("SAMENSPEL_PROXY_HEADER", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrf"
LANGUAGE_COOKIE_SECURE = True

LOGGING = logging_settings(level=env("SAMENSPEL_LOG_LEVEL", default="INFO"), full_errors=False)
