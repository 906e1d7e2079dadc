"""What each column of the questions and the helpers may hold, and its default.

``problem`` says what the columns mean. They go into files, proofs and hashes in this order: new
ones come last.
"""

from __future__ import annotations

import numpy as np

from samenspel_engine.columns import Column
from samenspel_engine.vocabulary import BOUNDARIES, LANGUAGES, SKILLS, TASKS, WINDOWS

FAR_M = 2.0e7
HOURS_IN_WEEK = 168.0

REQUEST_COLUMNS = {
    "x_m": Column(np.float64, -FAR_M, FAR_M),
    "y_m": Column(np.float64, -FAR_M, FAR_M),
    "task": Column(np.uint8, 0, len(TASKS) - 1),
    "windows": Column(np.uint32, 1, WINDOWS.all_bits),
    "overlap_needed": Column(np.uint8, 1, len(WINDOWS), 1),
    "hours_per_week": Column(np.float64, 0, HOURS_IN_WEEK, 0),
    "languages": Column(np.uint16, 1, LANGUAGES.all_bits, 1),
    "boundaries": Column(np.uint16, 0, BOUNDARIES.all_bits, 0),
    "gender_wish": Column(np.uint8, 0, 3, 0),
    "gender_required": Column(np.bool_, 0, 1, 0),
    "skills_needed": Column(np.uint16, 0, SKILLS.all_bits, 0),
    "vog_needed": Column(np.bool_, 0, 1, 0),
    "bodily_comfortable": Column(np.bool_, 0, 1, 0),
    "urgency": Column(np.uint8, 1, 5, 3),
    "interests": Column(np.uint32, 0, 2**32 - 1, 0),
}

OFFER_COLUMNS = {
    "x_m": Column(np.float64, -FAR_M, FAR_M),
    "y_m": Column(np.float64, -FAR_M, FAR_M),
    "tasks": Column(np.uint16, 0, TASKS.all_bits),
    "windows": Column(np.uint32, 0, WINDOWS.all_bits),
    "hours_per_week": Column(np.float64, 0, HOURS_IN_WEEK, HOURS_IN_WEEK),
    "languages": Column(np.uint16, 0, LANGUAGES.all_bits, 1),
    "refused": Column(np.uint16, 0, BOUNDARIES.all_bits, 0),
    "gender": Column(np.uint8, 0, 3, 0),
    "skills": Column(np.uint16, 0, SKILLS.all_bits, 0),
    "vog_seen": Column(np.bool_, 0, 1, 0),
    "bodily_willing": Column(np.bool_, 0, 1, 0),
    "bodily_trained": Column(np.bool_, 0, 1, 0),
    "bodily_allowed": Column(np.bool_, 0, 1, 0),
    "radius_m": Column(np.float64, 0, FAR_M),
    "capacity": Column(np.int32, 0, 10_000, 1),
    "interests": Column(np.uint32, 0, 2**32 - 1, 0),
    "idle_weeks": Column(np.int32, 0, 100_000, 0),
}
