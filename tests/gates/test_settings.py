"""Production settings: nothing left open, nothing that people wrote in the log."""

import json
import logging.config
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from tests.support.repository import ROOT

from samenspel.settings.logs import logging_settings
from samenspel.settings.production_checks import refuse_what_is_open

PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "samenspel.settings.production",
    "SAMENSPEL_SECRET_KEY": "only-for-this-test-0123456789-abcdefghijklmnopqrstuvwxyz",
    "SAMENSPEL_HOSTS": "samenspel.example",
    "SAMENSPEL_URL": "https://samenspel.example",
    "SAMENSPEL_PHONE": "030 123 45 67",
    "SAMENSPEL_EMAIL_URL": "smtp+tls://user:password@mail.example:587",
    "SAMENSPEL_MAIL_FROM": "samenspel <noreply@samenspel.example>",
    "PYTHONPATH": str(ROOT / "src"),
}


def django_check(environment: dict[str, str], state: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "django", "check", "--deploy", "--fail-level=WARNING"],
        env=environment | {"SAMENSPEL_STATE": str(state), "PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_passes_the_deployment_check(tmp_path: Path) -> None:
    result = django_check(PRODUCTION, tmp_path)
    assert result.returncode == 0, (
        "Mend settings/production.py; what `django check --deploy` says:\n" + result.stderr
    )


@pytest.mark.parametrize("name", [name for name in PRODUCTION if name.startswith("SAMENSPEL_")])
def test_production_does_not_start_without(name: str, tmp_path: Path) -> None:
    rest = {key: value for key, value in PRODUCTION.items() if key != name}
    result = django_check(rest, tmp_path)
    asked = f'Read it without a default in settings/production.py: env("{name}")'
    assert result.returncode != 0, f"Production starts without {name}. {asked}"
    assert name in result.stderr, f"The complaint does not name {name}. {asked}"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SAMENSPEL_SECRET_KEY", "abcde"),
        ("SAMENSPEL_SECRET_KEY", "ab" * 40),
        ("SAMENSPEL_DEMO", "1"),
    ],
)
def test_production_does_not_start_open_to_everybody(
    name: str, value: str, tmp_path: Path
) -> None:
    result = django_check(PRODUCTION | {name: value}, tmp_path)
    assert result.returncode != 0
    assert f"{name} is" in result.stderr


STRONG = PRODUCTION["SAMENSPEL_SECRET_KEY"]


@pytest.mark.parametrize(
    ("secret", "demo", "named"),
    [
        ("", False, "SAMENSPEL_SECRET_KEY"),
        (STRONG[:49], False, "SAMENSPEL_SECRET_KEY"),
        ("abcdefghi" * 9, False, "SAMENSPEL_SECRET_KEY"),
        (STRONG, True, "SAMENSPEL_DEMO"),
    ],
)
def test_what_is_open_is_refused_by_name(secret: str, demo: bool, named: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=named):
        refuse_what_is_open(secret, demo=demo)
    refuse_what_is_open(STRONG, demo=False)


def test_the_content_policy_allows_nothing_inline() -> None:
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    assert directives["default-src"] == ["'none'"], (
        "Allow a kind of source by its own directive in settings/base.py, never by default-src"
    )
    unsafe = [d for d, sources in directives.items() if any("unsafe" in s for s in sources)]
    assert not unsafe, f"Move what is inline to frontend/, instead of allowing it in {unsafe}"


def test_the_production_log_drops_what_people_wrote(capfd: pytest.CaptureFixture[str]) -> None:
    logging.config.dictConfig(logging_settings(level="INFO", full_errors=False))
    try:
        try:
            raise ValueError("Joost has dementia")
        except ValueError:
            logging.getLogger("django.request").exception("failed for %s", "Joost de Vries")
    finally:
        logging.config.dictConfig(settings.LOGGING)
    line = capfd.readouterr().err.strip().splitlines()[-1]
    assert json.loads(line)["event"] == "failed for %s"
    assert "ValueError" in line
    assert "Joost" not in line
