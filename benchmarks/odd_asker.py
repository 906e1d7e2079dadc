"""Who asks oddly: picks somebody, an address, a form and what is wrong with it, and counts."""

from __future__ import annotations

import html
import random
import re
import sys
import traceback
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.signals import got_request_exception
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

import odd_values

TIDY = re.compile(r"<(?:input|select|textarea|button)\b[^>]*>", re.IGNORECASE)
ATTRIBUTE = re.compile(r'\b(name|value)="([^"]*)"')
ACTION = re.compile(r'<form\b[^>]*\baction="([^"]+)"')


@dataclass
class Tally:
    """What came of the requests."""

    answers: Counter[str] = field(default_factory=Counter)
    broken: Counter[str] = field(default_factory=Counter)
    example: dict[str, str] = field(default_factory=dict)
    reached: set[str] = field(default_factory=set)
    shown_to: Counter[str] = field(default_factory=Counter)

    def add(self, other: Tally) -> None:
        """Add what another process found."""
        self.answers += other.answers
        self.broken += other.broken
        self.example = other.example | self.example
        self.reached |= other.reached
        self.shown_to += other.shown_to

    @property
    def count(self) -> int:
        """How many requests there were."""
        return self.answers.total()


def templates_of(resolver: URLResolver, before: str = "") -> list[tuple[str, dict[str, Any]]]:
    """Every address as a text with its converters in angle brackets."""
    found: list[tuple[str, dict[str, Any]]] = []
    for item in resolver.url_patterns:
        path = before + _plain(str(item.pattern))
        if isinstance(item, URLResolver):
            found += templates_of(item, path)
        elif isinstance(item, URLPattern):
            found.append((path, dict(item.pattern.converters)))
    return found


def _plain(pattern: str) -> str:
    """A regular expression of allauth as a path with brackets."""
    return re.sub(r"\(\?P<(\w+)>[^)]*\)", r"<str:\1>", pattern).strip("^$")


class Asker:
    """Sends odd requests as somebody, and counts what comes of them."""

    def __init__(self, seed: int, people: dict[str, Any], ids: dict[str, list[str]]) -> None:
        self.tally = Tally()
        self._source = random.Random(seed)
        self._ids = ids
        self._all_ids = [one for known in ids.values() for one in known]
        self._addresses = templates_of(get_resolver())
        self._clients = {who: self._client(account) for who, account in people.items()}
        self._fields: dict[tuple[str, str], list[tuple[str, str]]] = {}
        self._error: BaseException | None = None
        got_request_exception.connect(self._note, weak=False, dispatch_uid="odd-requests")

    def close(self) -> None:
        """Stop listening for exceptions."""
        got_request_exception.disconnect(dispatch_uid="odd-requests")

    def ask(self) -> int:
        """Send one request; return the status of the answer, 599 when there was none."""
        source = self._source
        who = source.choice(list(self._clients))
        template, converters = source.choice(self._addresses)
        path = "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda m: self._id(m[1], converters), template)
        if source.random() < 0.08:
            path = odd_values.odd_path(source, path)
        else:
            self.tally.reached.add(template)
        method = source.choice(odd_values.METHODS)
        fields: list[tuple[str, str]] = []
        if method in {"GET", "POST"} and source.random() < 0.55:
            fields = self._fields_at(who, path)
        if source.random() < 0.4:
            path += "?" + odd_values.query(source, [one for one, _ in fields])
        body, kind = b"", ""
        if method not in {"GET", "HEAD"}:
            is_form = source.random() < 0.85
            body, kind = (
                odd_values.form_body(source, fields) if is_form else odd_values.any_body(source)
            )
        return self._send(who, method, path, body, kind, odd_values.headers(source))

    def _send(
        self, who: str, method: str, path: str, body: bytes, kind: str, extra: dict[str, Any]
    ) -> int:
        client, self._error = self._clients[who], None
        extra.setdefault("REMOTE_ADDR", f"10.0.{self._source.randrange(256)}.1")
        kept = dict(client.cookies)
        try:
            answer = client.generic(method, path, body, content_type=kind, **extra)
            status = answer.status_code
        except Exception as error:  # noqa: BLE001 - whatever it is, it is what we look for
            self._error, status = error, 599
        client.cookies.clear()
        client.cookies.update(kept)  # nobody is signed out by an odd request
        self.tally.answers[f"{status // 100}xx"] += 1
        if status == 200:
            self.tally.shown_to[who] += 1
        if status >= 500:
            self._broke(f"{who} {method!r} {path[:300]!r} {kind[:80]!r} {extra} {body[:600]!r}")
        return status

    def _broke(self, request: str) -> None:
        error = self._error
        where = "no exception"
        if error is not None:
            frames = traceback.extract_tb(error.__traceback__)
            ours = [one for one in frames if "/samenspel/" in one.filename] or frames[-1:]
            places = {f"{Path(one.filename).name}:{one.lineno}": None for one in ours[-2:]}
            last = frames[-1] if frames else None
            end = f"{Path(last.filename).name}:{last.lineno}" if last else ""
            words = str(error).splitlines()[0][:160] if str(error) else ""
            where = f"{type(error).__name__} at {' > '.join(places)} ({end}): {words}"
        key = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{20,}|\b\d{4,}\b", "#", where)
        self.tally.broken[key] += 1
        self.tally.example.setdefault(key, request)

    def _note(self, **_: object) -> None:
        self._error = sys.exc_info()[1]

    def _client(self, account: Any) -> Client:
        client = Client(raise_request_exception=False)
        if account is not None:
            client.force_login(account)
        return client

    def _id(self, key: str, converters: dict[str, Any]) -> str:
        source, known = self._source, self._ids.get(key) or self._all_ids
        if source.random() < 0.75:
            return source.choice(known)
        odd = odd_values.quote_from_bytes(odd_values.text(source)[:300], safe="") or "-"
        return odd if "UUID" not in type(converters.get(key)).__name__ else odd_values.ANY_ID

    def _fields_at(self, who: str, path: str) -> list[tuple[str, str]]:
        """The fields on this page as they stand there; for a form's own address as well."""
        if (who, path) not in self._fields:
            if len(self._fields) > 3000:
                self._fields.clear()
            self._fields[who, path] = []
            try:
                page = self._clients[who].get(path).content.decode(errors="replace")
            except Exception:  # noqa: BLE001 - asked for once more, and counted, by ask()
                return []
            found = [dict(ATTRIBUTE.findall(tag)) for tag in TIDY.findall(page)]
            pairs = [
                (html.unescape(one["name"]), html.unescape(one.get("value", "")))
                for one in found
                if one.get("name")
            ][:120]
            self._fields[who, path] = pairs
            for action in ACTION.findall(page):
                self._fields.setdefault((who, html.unescape(action)), pairs)
        return self._fields[who, path]
