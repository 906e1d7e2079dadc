"""Write a result as files: proposals, questions that stay open, and the certificate."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from samenspel_engine import arrow
from samenspel_engine.proof import write_proof
from samenspel_engine.reasons import Fit, OpenReason
from samenspel_engine.result import Result
from samenspel_engine.score import PARTS
from samenspel_engine.sentences import fit_sentences, open_sentences
from samenspel_engine.vocabulary import EN, NL

PROPOSAL_COLUMNS = (
    "request_id",
    "offer_id",
    "quality",
    "distance_km",
    *(part.key for part in PARTS),
    "reason_nl",
    "reason_en",
)
OPEN_COLUMNS = ("request_id", "urgency", "code", "suitable_helpers", "reason_nl", "reason_en")


@dataclass(frozen=True)
class Reports:
    """Paths of the files of one result."""

    proposals: Path
    open: Path
    certificate: Path
    proof: Path


def write_reports(
    result: Result, path: Path, tick: Callable[[], object] = lambda: None
) -> Reports:
    """Write the proposals to ``path`` and the other two files beside it.

    Parameters
    ----------
    result : Result
    path : Path
        File of the proposals, such as ``proposals.csv``; beside it go ``proposals-open.csv``,
        ``proposals-certificate.json`` and ``proposals-proof.json``. ``proposals.parquet`` is
        itself the proof, with the CSV files beside it.
    tick : callable
        Called once for every request.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    files = Reports(
        path.with_suffix(".csv") if arrow.is_parquet(path) else path,
        path.with_name(f"{path.stem}-open.csv"),
        path.with_name(f"{path.stem}-certificate.json"),
        path if arrow.is_parquet(path) else path.with_name(f"{path.stem}-proof.json"),
    )
    proposals: list[Sequence[Any]] = []
    still_open: list[Sequence[Any]] = []
    for i in range(len(result.problem.requests)):
        reason = result.explain(i)
        if isinstance(reason, Fit):
            proposals.append(_proposal_row(reason))
        else:
            still_open.append(_open_row(reason, int(result.problem.requests.urgency[i])))
        tick()
    _write(files.proposals, PROPOSAL_COLUMNS, proposals)
    _write(files.open, OPEN_COLUMNS, still_open)
    text = json.dumps(certificate_of(result), indent=1)
    files.certificate.write_text(text + "\n", encoding="utf-8")
    (arrow.write_proof if arrow.is_parquet(path) else write_proof)(result, files.proof)
    return files


def _proposal_row(fit: Fit) -> Sequence[Any]:
    return [
        fit.request_id,
        fit.offer_id,
        fit.quality,
        f"{fit.distance_m / 1000:.1f}",
        *(part.points for part in fit.parts),
        " ".join(fit_sentences(fit, NL)),
        " ".join(fit_sentences(fit, EN)),
    ]


def _open_row(reason: OpenReason, urgency: int) -> Sequence[Any]:
    return [
        reason.request_id,
        urgency,
        reason.code,
        reason.suitable,
        " ".join(open_sentences(reason, NL)),
        " ".join(open_sentences(reason, EN)),
    ]


def certificate_of(result: Result) -> dict[str, Any]:
    """The certificate with the totals it proves, ready for JSON."""
    totals = result.totals
    return {
        "served": totals.served,
        "open": totals.open,
        "quality": totals.quality,
        "served_by_urgency": totals.served_by_urgency,
        "open_by_urgency": totals.open_by_urgency,
        "compatible_pairs": result.pairs,
        **result.certificate.as_dict(),
    }


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
