"""What no ordinary browser sends: odd texts, paths, bodies, cookies and headers."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any
from urllib.parse import quote, quote_from_bytes, urlencode

BOUNDARY = "XxOddxX"
FORM = "application/x-www-form-urlencoded"
MULTIPART = f"multipart/form-data; boundary={BOUNDARY}"
ANY_ID = "8f3a1c1e-0000-4000-8000-00000000ffff"

TEXTS: tuple[bytes, ...] = tuple(
    text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
    for text in (
        "", " ", "\t", "\n", "\r\n", "0", "-0", "-1", "1", "2", "3", "true", "on", "None",
        "null", "9" * 30, "9" * 5000, "1e309", "1E+1000000", "1E-1000000", "NaN", "sNaN",
        "-inf", "0x10", "1_000", "1.5", "1,5", "2147483648", "9223372036854775808",
        "-9223372036854775809", "²", "٣", "Ⅷ", "½", "०", "𝟛", "2026-02-30",
        "0000-00-00", "99999-01-01", "0001-01-01", "9999-12-31", "2026-03-10T25:61",
        "24:00", "morgen", "nl", "en", "nl-NL-x-private", "\u202eneemot\u202c",
        "\u200b\u200d\ufeff", "e\u0301" * 40, "Z͑ͫ̓͢a̴l̵g̶o̷" * 20, "ıİßſﬁ",
        "👩‍👩‍👧‍👦", "\ud800", "\udfff\ud83d", "\ue000\uffff\ufffe",
        "\U0010ffff", "\x00", "a\x00b", "\x1b[31m", "\x7f", "\x85", "\u2028", "a" * 300,
        "é" * 3000, "漢" * 70_000, "<script>alert(1)</script>",
        "{{ 7|add:7 }}{% debug %}", "%s%n%d", "%00", "%", "%zz", "{0.__class__}",
        "' OR 1=1 --", "';DROP TABLE people_person;--", "\\", "\\u0000",
        "../../etc/passwd", "//kwaad.example/x", "https://kwaad.example",
        "javascript:alert(1)", "/\\kwaad.example", "?next=//x", "#", ANY_ID,
        ANY_ID.upper(), ANY_ID.replace("-", ""), "{" + ANY_ID + "}", "urn:uuid:" + ANY_ID,
        f"{ANY_ID},{ANY_ID}", ",", ",,,,", "circle:", "circle:x", f"circle:{ANY_ID}",
        "me", "other", '{"id": "\\u0000"}', '{"a": ' * 3000, "[" * 60_000, "{}", "[]",
        '{"id": null}', '{"id": 1}',
        '{"id": "eA", "rawId": "eA", "type": "public-key", "response": {}}', '"x"',
        "[[1]]", "x@y.nl", '"a\x01b"@mail.example', "a" * 240 + "@mail.example",
        "x@[127.0.0.1]", "@", "x@\u202ey.nl", "X@ý.nl", "a@b.nl\nBcc: c@d.nl", "3551",
        "3551 AB", "Proefwijk", "-" * 9, b"\xff\xfe", b"\xc3\x28", b"\xed\xa0\x80",
        b"\xf4\x90\x80\x80", b"\xc0\xaf", b"\x80abc",
    )
)  # fmt: skip
NAMES: tuple[bytes, ...] = (
    b"", b"x", b"__proto__", b"id", b"pk", b"a[b]", b"given_name", b"csrfmiddlewaretoken",
    b"\x00", b"\xff", b"n" * 400, b"next", b"later", b"zoek", b"dag", b"page", b"opnieuw",
    b"action",
)  # fmt: skip
METHODS = (
    *("GET",) * 9, *("POST",) * 15, "HEAD", "PUT", "PATCH", "DELETE",
    "OPTIONS", "TRACE", "PROPFIND", "get", "FOO",
)  # fmt: skip
TYPES = (
    "", "text/plain", "application/json", "application/xml", f"{FORM}; charset=utf-16",
    f"{FORM}; charset=", f"{FORM}; charset=\xff", "multipart/form-data",
    "multipart/mixed", "multipart/form-data; boundary=",
    f"multipart/form-data; boundary={'b' * 300}", "multipart/form-data; boundary=\u00e9",
    "a/b; " * 200, ";", "/", "multipart/form-data; boundary=\"",
)  # fmt: skip
HEADERS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("HTTP_HOST", ("kwaad.example", "testserver:99999", "[::1", "", "a b", "testserver.", "é")),
    ("CONTENT_LENGTH", ("", "-1", "abc", "0", "3", "1e3", "٣")),
    ("HTTP_X_FORWARDED_FOR", ("1.2.3.4", "x,y,z", ",", "::1", "a" * 9000)),
    ("HTTP_X_FORWARDED_PROTO", ("https", "x")),
    ("HTTP_ACCEPT", ("application/json", "*", "")),
    ("HTTP_ACCEPT_LANGUAGE", ("en", "*;q=9", "x" * 4000, "\xff")),
    ("HTTP_IF_MODIFIED_SINCE", ("Sat, 01 Jan 99999 00:00:00 GMT", "x", "")),
    ("HTTP_IF_NONE_MATCH", ('"x"', "*", "W/", "\xff")),
    ("HTTP_RANGE", ("bytes=0-1", "bytes=9-1", "x")),
    ("HTTP_REFERER", ("https://kwaad.example/", "//", "http://[", "x" * 9000)),
    ("HTTP_ORIGIN", ("null", "https://kwaad.example", "http://[")),
    ("HTTP_X_REQUESTED_WITH", ("XMLHttpRequest", "x")),
    ("HTTP_X_CSRFTOKEN", ("x", "a" * 64, "\xff")),
    ("HTTP_X_HTTP_METHOD_OVERRIDE", ("DELETE",)),
    ("HTTP_AUTHORIZATION", ("Basic ====", "Bearer x", "Basic \xff")),
    ("REMOTE_ADDR", ("", "x", "::1", "fe80::1%eth0", "999.1.1.1")),
    ("QUERY_STRING", ("%", "&&&=&", "a=%ff", "\xff\xfe", "a" * 9000)),
)
COOKIES = (
    "sessionid=x", "sessionid=" + "a" * 5000, "sessionid=%00", 'sessionid="\\000"',
    "csrftoken=x", "csrftoken=" + "a" * 64, "messages=x", "messages=W1tdXQ",
    'messages="\\"', "=x", ";;;", "\xff", "django_language=en",
    "django_language=../../etc", "django_language=\u202e", "a" * 9000,
    "django_language=" + "x" * 3000, 'a="', "sessionid=a; sessionid=b", "__proto__=x",
)  # fmt: skip


def text(source: random.Random) -> bytes:
    """An odd text, now and then of random bytes."""
    if source.random() < 0.04:
        return source.randbytes(source.randrange(1, 60))
    return source.choice(TEXTS)


def name(source: random.Random) -> bytes:
    """The name of a field that nobody asked for."""
    return source.choice(NAMES)


def odd_path(source: random.Random, path: str) -> str:
    """A path that is like ``path`` and is not quite it; anything odd in it is quoted."""
    odd = quote_from_bytes(text(source)[:2000], safe="")
    cut = source.randrange(1, len(path) + 1)
    changes: tuple[Callable[[], str], ...] = (
        lambda: path[:cut] + odd + path[cut:],
        lambda: path + odd,
        lambda: path + odd + "/",
        lambda: path.rstrip("/"),
        lambda: path.upper(),
        lambda: "/" + path,
        lambda: path.replace("/", "//"),
        lambda: "/" + odd + path,
        lambda: path + "../" * source.randrange(1, 9),
        lambda: path.replace("-", quote("\u2010")),
        lambda: quote(path, safe=""),
        lambda: path[:cut],
        lambda: path + "x" * 3000,
        lambda: path[:cut] + "%" + path[cut:],
    )
    return source.choice(changes)() or "/"


def query(source: random.Random, known: list[str]) -> str:
    """A query string of known and unknown names with odd values."""
    names = [one.encode() for one in known] + list(NAMES)
    pairs = [(source.choice(names), text(source)[:4000]) for _ in range(source.randrange(1, 5))]
    joined = urlencode(pairs)
    return (
        joined if source.random() < 0.9 else joined + source.choice(("&", "%", "&=&", ";a=b"))
    )


def form_body(source: random.Random, fields: list[tuple[str, str]]) -> tuple[bytes, str]:
    """A form with some of its fields odd, left out, twice or new; body and type."""
    pairs: list[tuple[bytes, bytes]] = []
    for field, value in fields:
        chance = source.random()
        if chance < 0.08:
            continue
        odd = chance < 0.35
        pairs.append((field.encode(), text(source) if odd else value.encode()))
        if chance > 0.95:
            pairs.append((field.encode(), text(source)))
    pairs += [(name(source), text(source)) for _ in range(source.choice((0, 0, 0, 1, 2)))]
    if source.random() < 0.01:
        pairs += [(b"x%d" % number, b"1") for number in range(1500)]
    source.shuffle(pairs)
    if source.random() < 0.75:
        return urlencode(pairs).encode(), FORM
    return multipart(source, pairs), MULTIPART


def multipart(source: random.Random, pairs: list[tuple[bytes, bytes]]) -> bytes:
    """A body of parts; now and then cut off, or with odd heads."""
    mark, parts = BOUNDARY.encode(), []
    for field, value in pairs:
        head = b'Content-Disposition: form-data; name="%s"' % field.replace(b'"', b"")
        if source.random() < 0.12:
            head += b'; filename="%s"' % source.choice(
                (b"a.xlsx", b"", b"\x00", b"../../x", b"\xff", b"f" * 500)
            )
        if source.random() < 0.06:
            head += b"\r\n" + source.choice(
                (
                    b"Content-Transfer-Encoding: base64",
                    b"Content-Transfer-Encoding: quoted-printable",
                    b"Content-Type: text/plain; charset=utf-7",
                    b"Content-Type: application/octet-stream; charset=\xff",
                    b"X: " + b"y" * 2000,
                    b"\xff\xfe: x",
                    b"Content-Disposition: x",
                )
            )
        parts.append(b"--" + mark + b"\r\n" + head + b"\r\n\r\n" + value + b"\r\n")
    body = b"".join(parts) + b"--" + mark + b"--\r\n"
    chance = source.random()
    if chance < 0.1:
        return body[: source.randrange(len(body))]
    if chance < 0.15:
        return body.replace(b"\r\n", b"\n")
    return body


def any_body(source: random.Random) -> tuple[bytes, str]:
    """A body that is not a form, or claims to be something else."""
    kinds = (*TYPES, FORM, MULTIPART)
    size = source.choice((0, 1, 10, 1000))
    body = source.choice(
        (text(source), source.randbytes(size), b"&" * 2000, b"=" * 300, b"a=" + text(source))
    )
    if source.random() < 0.003:
        body = b"a=" + b"x" * 6_000_000
    return body, source.choice(kinds)


def headers(source: random.Random) -> dict[str, Any]:
    """Odd headers and cookies, often none."""
    found: dict[str, Any] = {}
    if source.random() < 0.25:
        key, values = source.choice(HEADERS)
        found[key] = _as_sent(source.choice(values))
    if source.random() < 0.12:
        found["HTTP_COOKIE"] = _as_sent(source.choice(COOKIES))
    return found


def _as_sent(words: str) -> str:
    """A header as a web server passes it on: each byte a character, and no NUL."""
    return words.encode("utf-8", "surrogatepass").decode("latin-1")
