"""kill -9 of the database of a running site, thirty times, while visitors write.

Killed are the server as a whole, one of its processes that serves a page, and the server or the
process that recovers while it recovers from an earlier kill. Acknowledged writes are counted
outside the site (recovery_writers.py). Afterwards each must be in the database, a sample is
looked up over HTTP as its visitor would, and after every kill the site must have come back.

``--lose N`` takes N acknowledged drafts away before they are looked up: a control, never met.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import psycopg

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
KILLS, ACKNOWLEDGED, WRITERS, SEED = 30, 5000, 8, 20261121
KINDS = ("server", "backend", "recovery", "server", "recovery-server")
PATIENCE_S, SAMPLE = 90.0, 40
LEFT_OUT = ("DJANGO_SETTINGS_MODULE", "SAMENSPEL_TEST_SERVER", "DATABASE_URL")
BALLAST = "INSERT INTO ballast SELECT repeat('x', 300) FROM generate_series(1, 150000)"


class Site:
    """``samenspel run`` in a folder of its own, and the processes of its database."""

    def __init__(self, folder: Path) -> None:
        server = import_module("samenspel.database.server").LocalServer
        self.database = server(folder / "state")
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port: int = free.getsockname()[1]
        kept = {key: value for key, value in os.environ.items() if key not in LEFT_OUT}
        own = {
            "PYTHONPATH": str(ROOT / "src"),
            "SAMENSPEL_STATE": str(self.database.state),
            "SAMENSPEL_PROXIES": "1",  # so that the writers are many visitors
        }
        self.log = (folder / "site.txt").open("w+")
        command = [sys.executable, "-m", "samenspel", "run", "--no-demo"]
        self.process = subprocess.Popen(
            [*command, "--port", str(self.port)],
            env=kept | own,
            stdout=self.log,
            stderr=subprocess.STDOUT,
        )

    def page(self, path: str = "/", cookie: str = "") -> tuple[int, str]:
        """Return status and text of a page; status 0 when there is no answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request("GET", path, headers={"Cookie": cookie})
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        except (OSError, http.client.HTTPException):
            return 0, ""
        finally:
            connection.close()

    def processes(self) -> dict[int, str]:
        """The processes of the database with what they call themselves."""
        occupants = import_module("samenspel.database.occupants").occupants
        found = {}
        for one in occupants(self.database.cluster.data):
            try:
                title = Path(f"/proc/{one}/cmdline").read_bytes()
            except OSError:
                continue
            found[one] = title.replace(b"\0", b" ").decode(errors="replace").strip()
        return found

    def process_like(self, *words: str) -> int | None:
        """One of these processes: the first whose name holds all the words."""
        for one, title in self.processes().items():
            if all(word in title for word in words):
                return one
        return None

    def stop(self) -> None:
        """Stop it as an operator would."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        self.process.wait(60)
        self.log.close()


def wait_for(condition: Callable[[], Any], seconds: float, every: float = 0.1) -> Any:
    """Return what ``condition`` gave when it gave something, None after ``seconds``."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        found = condition()
        if found:
            return found
        time.sleep(every)
    return None


def kill(site: Site, kind: str) -> str:
    """Kill what ``kind`` says; return what was killed, "" when it was not there to kill."""
    if kind == "backend":
        victim = wait_for(lambda: site.process_like("samenspel_web"), 5, 0.01)
        return kind if victim and _killed(victim) else ""
    if kind.startswith("recovery"):
        with psycopg.connect(site.database.conninfo(), autocommit=True) as connection:
            connection.execute("CREATE TABLE IF NOT EXISTS ballast (words text)")
            connection.execute(BALLAST)
    server = wait_for(lambda: site.process_like("bin/postgres"), 5, 0.01)
    if not server or not _killed(server):
        return ""
    if kind == "server":
        return kind
    recovering = wait_for(lambda: site.process_like("postgres: startup"), 30, 0.001)
    if recovering and kind == "recovery-server":
        recovering = site.process_like("bin/postgres")
    return kind if recovering and _killed(recovering) else ""


def _killed(victim: int) -> bool:
    try:
        os.kill(victim, signal.SIGKILL)
    except ProcessLookupError:
        return False
    return True


def lines(ledger: Path) -> list[tuple[str, str]]:
    """What was acknowledged: names and sessions. A line that is being written is left."""
    whole = ledger.read_text(encoding="utf-8").rpartition("\n")[0]
    return [
        (name, session) for name, session in (one.split("\t") for one in whole.splitlines())
    ]


def lost(site: Site, acknowledged: list[tuple[str, str]]) -> list[str]:
    """The acknowledged names that the database does not have."""
    with psycopg.connect(site.database.conninfo(dbname="samenspel")) as connection:
        rows = connection.execute(
            "SELECT answers->'who'->>'given_name' FROM needs_askdraft"
        ).fetchall()
    kept = {row[0] for row in rows}
    return [name for name, _ in acknowledged if name not in kept]


def taken_away(site: Site, acknowledged: list[tuple[str, str]], number: int) -> None:
    """Take some acknowledged drafts away, behind the site's back."""
    with psycopg.connect(site.database.conninfo(dbname="samenspel")) as connection:
        for name, _ in acknowledged[:number]:
            connection.execute(
                "DELETE FROM needs_askdraft WHERE answers->'who'->>'given_name' = %s", [name]
            )


def not_shown(site: Site, sample: list[tuple[str, str]]) -> int:
    """How many of these drafts the site does not show to the visitor who wrote them."""
    pages = (site.page("/hulp-vragen/voor-wie/", f"sessionid={one}") for _, one in sample)
    return sum(
        f'value="{name}"' not in text
        for (name, _), (_, text) in zip(sample, pages, strict=True)
    )


def run(folder: Path, *, kills: int, least: int, lose: int, seed: int) -> dict[str, Any]:
    """Start a site, kill and count; return the figures."""
    source, ledger = random.Random(seed), folder / "ledger.txt"
    ledger.touch()
    site = Site(folder)
    writers = None
    try:
        if not wait_for(lambda: site.page()[0] == 200, 180):
            raise SystemExit(f"the site did not start:\n{Path(site.log.name).read_text()}")
        script = str(ROOT / "benchmarks" / "recovery_writers.py")
        writers = subprocess.Popen(
            [sys.executable, script, str(site.port), str(ledger), str(WRITERS), str(seed)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        done: list[str] = []
        back: list[float] = []
        tries = 0
        while len(done) < kills and tries < 3 * kills:
            kind = KINDS[tries % len(KINDS)]
            tries += 1
            time.sleep(source.uniform(0.5, 2.5))
            killed = kill(site, kind)
            began, before = time.monotonic(), len(lines(ledger))
            is_back = wait_for(
                lambda before=before: site.page()[0] == 200 and len(lines(ledger)) > before,
                PATIENCE_S,
            )
            if killed:
                done.append(killed)
                back += [time.monotonic() - began] if is_back else []
                print(f"{len(done):3} {killed:16} back after {time.monotonic() - began:5.1f} s,"
                      f" {len(lines(ledger))} acknowledged", flush=True)  # fmt: skip
            if site.process.poll() is not None:
                break
        wait_for(lambda: len(lines(ledger)) >= least, 600)
        answers = json.loads(writers.communicate("")[0])
        acknowledged = lines(ledger)
        taken_away(site, acknowledged, lose)
        sample = source.sample(acknowledged, min(SAMPLE, len(acknowledged)))
        return {
            "kills": len(done),
            "kills_by_kind": {kind: done.count(kind) for kind in sorted(set(done))},
            "back": len(back),
            "back_median_s": round(statistics.median(back), 1) if back else None,
            "back_slowest_s": round(max(back), 1) if back else None,
            "acknowledged": len(acknowledged),
            "acknowledged_once": len({name for name, _ in acknowledged}) == len(acknowledged),
            "answers": answers,
            "lost": len(lost(site, acknowledged)),
            "sample": len(sample),
            "sample_not_shown": not_shown(site, sample),
        }
    finally:
        if writers is not None and writers.poll() is None:
            writers.kill()
            writers.wait()
        site.stop()


def main() -> int:
    """Run; print the figures, the last line as JSON."""
    parser = argparse.ArgumentParser(
        description="Kill the database of a site that is written to."
    )
    parser.add_argument("--kills", type=int, default=KILLS)
    parser.add_argument("--acknowledged", type=int, default=ACKNOWLEDGED)
    parser.add_argument("--lose", type=int, default=0, help="take some away: a control")
    parser.add_argument("--seed", type=int, default=SEED)
    asked = parser.parse_args()
    common = import_module("common")
    machine, began = common.machine(), time.monotonic()
    with tempfile.TemporaryDirectory(prefix="ssr-") as folder:  # short: a socket's path
        figures = run(
            Path(folder),
            kills=asked.kills,
            least=asked.acknowledged,
            lose=asked.lose,
            seed=asked.seed,
        )
    broken = sum(n for status, n in figures["answers"].items() if status.endswith("500"))
    met = (
        figures["kills"] >= KILLS
        and figures["back"] == figures["kills"]
        and figures["acknowledged"] >= ACKNOWLEDGED
        and figures["lost"] == figures["sample_not_shown"] == broken == 0
    )
    seconds = round(time.monotonic() - began)
    common.emit("recovery", {**figures, "seconds": seconds, **machine, "met": met})
    return 0


if __name__ == "__main__":
    sys.exit(main())
