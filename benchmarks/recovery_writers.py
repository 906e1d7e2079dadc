"""Visitors who write without stopping, in a process of their own; notes what was acknowledged.

``python benchmarks/recovery_writers.py PORT LEDGER WRITERS SEED``, until its input is closed.
Each write begins a draft with a name that nobody else has. When the site answers that it is
kept, a line with the name and the visitor's session goes to the ledger, a file that neither the
site nor its database knows. The last line of output counts the answers.
"""

import http.client
import json
import random
import re
import sys
import threading
import time
import urllib.parse
from collections import Counter
from typing import TextIO

FORM = "/hulp-vragen/voor-wie/"
KEPT = "/hulp-vragen/bewaard/"
PAUSE_AFTER_A_REFUSAL_S = 0.05
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class Writer:
    """One visitor after another, over one connection for as long as it holds."""

    def __init__(self, port: int, number: int, seed: int) -> None:
        self.answers: Counter[str] = Counter()
        self._port, self._number = port, number
        self._source = random.Random(seed * 100 + number)
        self._connection: http.client.HTTPConnection | None = None
        self._cookie = self._token = ""

    def write(self, name: str) -> str:
        """Begin a draft; return the session that was made for it, "" when it was not kept."""
        try:
            if not self._token and not self._begin():
                return ""
            told = {"for_whom": "other", "given_name": name, "later": "1"}
            told["csrfmiddlewaretoken"] = self._token
            status, head, _ = self._ask("POST", urllib.parse.urlencode(told))
        except (OSError, http.client.HTTPException):
            self.answers["no answer"] += 1
            self._connection = None
            return ""
        self.answers[str(status)] += 1
        session = re.search(r"sessionid=(\w+)", "\n".join(head.get_all("Set-Cookie", [])))
        is_kept = status == 302 and head["Location"].endswith(KEPT) and session
        return session[1] if is_kept and session else ""

    def _begin(self) -> bool:
        status, head, page = self._ask("GET", None)
        token = TOKEN.search(page)
        cookie = re.search(r"csrftoken=\w+", "\n".join(head.get_all("Set-Cookie", [])))
        if status == 200 and token and cookie:
            self._token, self._cookie = token[1], cookie[0]
        else:
            self.answers[f"page {status}"] += 1
        return bool(self._token)

    def _ask(self, method: str, body: str | None) -> tuple[int, http.client.HTTPMessage, str]:
        if self._connection is None:
            self._connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=30)
        address = f"10.{self._source.randrange(256)}.{self._source.randrange(256)}.1"
        headers = {"X-Forwarded-For": address, "Cookie": self._cookie}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self._connection.request(method, FORM, body, headers)
        answer = self._connection.getresponse()
        return answer.status, answer.headers, answer.read().decode()


def keep_writing(
    writer: Writer, number: int, ledger: TextIO, lock: threading.Lock, stop: threading.Event
) -> None:
    """Write until asked to stop."""
    count = 0
    while not stop.is_set():
        count += 1
        name = f"Schrijver {number} nummer {count}"
        session = writer.write(name)
        if session:
            with lock:
                ledger.write(f"{name}\t{session}\n")
                ledger.flush()
        else:
            time.sleep(PAUSE_AFTER_A_REFUSAL_S)


def main(port: str, path: str, writers: str, seed: str) -> None:
    """Write until our input is closed."""
    stop, lock = threading.Event(), threading.Lock()
    made = [Writer(int(port), number, int(seed)) for number in range(int(writers))]
    with open(path, "a", encoding="utf-8") as ledger:
        threads = [
            threading.Thread(target=keep_writing, args=(one, number, ledger, lock, stop))
            for number, one in enumerate(made)
        ]
        for thread in threads:
            thread.start()
        sys.stdin.read()
        stop.set()
        for thread in threads:
            thread.join()
    total: Counter[str] = Counter()
    for one in made:
        total += one.answers
    print(json.dumps(total))


if __name__ == "__main__":
    main(*sys.argv[1:])
