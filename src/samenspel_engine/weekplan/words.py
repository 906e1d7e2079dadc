"""The words of the weekly plan: its tasks, its tiers, and what each task asks of a carer.

As in ``vocabulary`` the position of a key is its code and never changes.
"""

from __future__ import annotations

from samenspel_engine.vocabulary import Vocabulary

MINUTES_IN_QUARTER = 15

WEEK_TASKS = Vocabulary(
    "task of the week",
    (
        ("bodily_care", "lichamelijke verzorging", "bodily care"),
        ("nursing", "verpleging en medicijnen", "nursing and medication"),
        ("household", "huishouden", "housekeeping"),
        ("groceries", "boodschappen", "groceries"),
        ("company", "gezelschap", "company"),
        ("transport", "vervoer en meegaan", "transport and going along"),
        ("paperwork", "post en administratie", "post and paperwork"),
        ("respite", "even overnemen van de mantelzorger", "respite for the carer"),
    ),
)

TIERS = Vocabulary(
    "tier",
    (
        ("own", "eigen netwerk", "own network"),
        ("informal", "buren en vrijwilligers", "neighbours and volunteers"),
        ("professional", "beroepskrachten", "professionals"),
    ),
)

OWN = TIERS.code("own")
INFORMAL = TIERS.code("informal")
PROFESSIONAL = TIERS.code("professional")

BODILY_CARE = WEEK_TASKS.code("bodily_care")
NURSING = WEEK_TASKS.code("nursing")

PROFESSIONAL_ONLY = WEEK_TASKS.mask(["nursing"])
"""Tasks that only professionals may do, as bits."""

LOAD_PERCENT = (125, 125, 100, 75, 75, 75, 75, 100)
"""How much an hour of each task takes of a carer's weekly limit, in percent of an hour.

An assumption, to be replaced by what carers say about it: hours spent on someone's body weigh
more than hours spent on errands and company.
"""
