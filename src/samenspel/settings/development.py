"""For one's own machine and for the demo: no mail leaves, no secret to set, plain http.

``SAMENSPEL_DEBUG=1`` turns on Django's own error pages.
"""

from samenspel.database.state_folder import kept_secret, make_private
from samenspel.settings.base import *
from samenspel.settings.base import STATE_DIR, env
from samenspel.settings.logs import logging_settings

DEBUG = env.bool("SAMENSPEL_DEBUG", default=False)
SECRET_KEY = env("SAMENSPEL_SECRET_KEY", default="") or kept_secret(STATE_DIR, "secret-key")
make_private(STATE_DIR / "mail")
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True  # passkeys on http://localhost
WHITENOISE_USE_FINDERS = True  # straight from the rooms' static folders, no collecting
WHITENOISE_AUTOREFRESH = DEBUG
LOGGING = logging_settings(level="INFO" if DEBUG else "WARNING", full_errors=True)
