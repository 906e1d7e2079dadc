"""What every environment shares. Values come from the environment through django-environ."""

import sys
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import environ
from django.utils.translation import gettext_lazy as _

from samenspel.database.connection import connection_parameters
from samenspel.database.roles import OWNER_COMMANDS, Role
from samenspel.database.state_folder import state_folder
from samenspel.settings.production_checks import proxy_count

env = environ.Env()

STATE_DIR = state_folder()

DEBUG = False
DEMO = env.bool("SAMENSPEL_DEMO", default=False)  # synthetic people; every page says so
QUERY_GUARD = "raise"  # or "log": what happens on a query while a template renders
ALLOWED_HOSTS: list[str] = env.list(
    "SAMENSPEL_HOSTS", default=["localhost", "127.0.0.1", "[::1]"]
)

# How people reach this installation: in mails, on error pages, in the header.
SITE_URL = env("SAMENSPEL_URL", default="http://localhost:8000")
SITE_PHONE = env("SAMENSPEL_PHONE", default="030 000 00 00")
# How many proxies of one's own stand between a client and this site (core.client_address).
PROXIES = proxy_count(env("SAMENSPEL_PROXIES", default="0"))
ALLAUTH_TRUSTED_PROXY_COUNT = PROXIES
SITE_MAIL_DOMAIN = urlsplit(SITE_URL).hostname or "localhost"

# --- Rooms ------------------------------------------------------------------------------------
# From the top floor to the bottom: a higher room's template or translation wins.

ROOMS = (
    "portal",
    "exchange",
    "own_data",
    "demo",
    "placements",
    "matching",
    "needs",
    "volunteering",
    "circles",
    "notifications",
    "access",
    "consent",
    "organisations",
    "people",
    "limits",
    "core",
    "ui",
    "vocabulary",
)

INSTALLED_APPS = [
    *(f"samenspel.{room}" for room in ROOMS),
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "procrastinate.contrib.django",
    "pghistory",
    "pgtrigger",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",  # allauth's list of passkeys says when one was used
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "samenspel.core.middleware.NoStoreMiddleware",
    "samenspel.core.middleware.OddRequestMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "samenspel.core.middleware.ChosenLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "samenspel.people.middleware.ActorMiddleware",
    "samenspel.portal.middleware.MenuFactsMiddleware",
    "samenspel.access.second_factor.SecondFactorMiddleware",
    "pghistory.middleware.HistoryMiddleware",
    "samenspel.people.middleware.RowSecurityMiddleware",
    "samenspel.core.middleware.DomainErrorMiddleware",
    "samenspel.core.middleware.SameMomentMiddleware",
    "samenspel.core.middleware.ButtonAddressMiddleware",
]

ROOT_URLCONF = "samenspel.urls"
WSGI_APPLICATION = "samenspel.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "samenspel.portal.shell.shell",
            ],
        },
    }
]

# --- Database ---------------------------------------------------------------------------------


def database_role() -> Role:
    """Return the role of this process: SAMENSPEL_DB_ROLE, else by the management command."""
    command = sys.argv[1] if len(sys.argv) > 1 else ""
    return Role(
        env("SAMENSPEL_DB_ROLE", default="owner" if command in OWNER_COMMANDS else "web")
    )


def database(role: Role, **options: object) -> dict[str, Any]:
    """Return the settings of one Django database for ``role``; ``options`` go to psycopg."""
    parameters = connection_parameters(role)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parameters.pop("dbname", ""),
        "USER": parameters.pop("user", ""),
        "PASSWORD": parameters.pop("password", ""),
        "HOST": parameters.pop("host", ""),
        "PORT": parameters.pop("port", ""),
        "ATOMIC_REQUESTS": True,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": parameters | options,
    }


# A pool for the threads that serve pages; it drops connections a restarted server has cut.
# It gives a try to connect up after three seconds and begins anew at the next page: its own
# pauses double, so that after a long absence it would come back long after the database did.
POOL = {"min_size": 1, "max_size": 8, "timeout": 5, "max_idle": 300, "reconnect_timeout": 3}
DB_ROLE = database_role()
DATABASES = {
    "default": database(DB_ROLE, **({"pool": POOL} if DB_ROLE is Role.WEB else {})),
}

# Where allauth counts tries to sign in: in the database, so that all processes count together.
# It throws away what is over; only with more than MAX_ENTRIES that still count does it throw
# away more, and then a limit could be got round by filling it.
CACHES: dict[str, dict[str, Any]] = {
    "default": env.cache_url("SAMENSPEL_CACHE_URL")
    if env("SAMENSPEL_CACHE_URL", default="")
    else {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "limits_sharedcacheentry",
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    }
}

# --- Language and time ------------------------------------------------------------------------

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", _("Dutch")), ("en", _("English"))]
TIME_ZONE = "Europe/Amsterdam"
USE_TZ = True
USE_I18N = True

# --- Files ------------------------------------------------------------------------------------

STATIC_URL = "static/"
MEDIA_ROOT = STATE_DIR / "media"

# --- Accounts ---------------------------------------------------------------------------------

AUTH_USER_MODEL = "people.Account"
# An e-mail address is unique whatever its capitals, by a constraint on lower(email), which the
# check for a unique USERNAME_FIELD does not see.
SILENCED_SYSTEM_CHECKS = ["auth.W004"]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"

ACCOUNT_ADAPTER = "samenspel.limits.sign_in_adapter.SignInAdapter"
# "ip" is one client, and a day centre with thirty people shares one; "key" is one e-mail
# address. How many mails leave is limited as well, and per day: limits.types.
ACCOUNT_RATE_LIMITS: dict[str, str] | bool = {
    "login": "60/m/ip",
    "login_failed": "30/m/ip,5/5m/key",
    "request_login_code": "40/m/ip,3/m/key",
    "reset_password": "20/m/ip,3/m/key",
    "signup": "40/m/ip",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_USER_DISPLAY = "samenspel.people.reads.display_name"
ACCOUNT_SIGNUP_FIELDS = ["email*"]  # no password: a code by e-mail, or a passkey
ACCOUNT_SIGNUP_FORM_CLASS = "samenspel.people.forms.SignUpFields"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = int(timedelta(minutes=10).total_seconds())
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False

MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "samenspel"

# --- Mail -------------------------------------------------------------------------------------

DEFAULT_FROM_EMAIL = env("SAMENSPEL_MAIL_FROM", default="samenspel <noreply@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_FILE_PATH = STATE_DIR / "mail"
EMAIL_TIMEOUT = 20

# --- Browser security -------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],  # data: for the QR code of an authenticator app
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = int(timedelta(hours=12).total_seconds())
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000_000
