"""Made-up people and things for the style guide and the tests of the parts."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms

from samenspel.ui.ecogram import Ecogram, EcoPerson
from samenspel.ui.option_fields import OptionField, OptionsField
from samenspel.ui.part_values import (
    Column,
    Day,
    Fact,
    Moment,
    Option,
    Rung,
    Step,
    Table,
    WorkItem,
)

KINDS = (
    Option("company", "Gezelschap", "een kop koffie, een praatje", "cup"),
    Option("outside", "Samen naar buiten", "wandelen, markt, kerk of moskee", "walk"),
    Option("groceries", "Boodschappen", "samen of voor u", "cart"),
    Option("transport", "Vervoer", "naar het ziekenhuis of naar familie", "car"),
    Option("home", "Huis en tuin", "een lamp, gras, een vuilnisbak", "tools"),
    Option("paper", "Papieren", "post, formulieren, geldzaken", "document"),
    Option("respite", "Even iemand anders", "zodat wie voor u zorgt kan uitrusten", "moon"),
    Option("unsure", "Ik weet het nog niet", "we zoeken het samen uit", "question"),
)
KNOWERS = (
    Option(
        "broker", "Alleen Noor, de coördinator", "Zij belt u voordat iemand anders iets leest."
    ),
    Option("circle", "Noor en onze kring", "De zes mensen in de kring lezen uw vraag."),
    Option(
        "near", "Ook vrijwilligers in de buurt", "Geen naam, geen adres, niets over ziekte."
    ),
)


class SampleForm(forms.Form):
    """One field of every kind."""

    words = forms.CharField(
        label="Vertel het in uw eigen woorden",
        help_text="Een paar zinnen is genoeg. Fouten geven niet.",
        widget=forms.Textarea,
    )
    kinds = OptionsField(
        label="Waar lijkt het op?",
        help_text="Kies er een of meer. U kunt dit ook overslaan.",
        options=KINDS,
        required=False,
    )
    knowers = OptionField(
        label="Wie mag dit weten?",
        help_text="U kunt dit elke dag veranderen.",
        options=KNOWERS,
    )
    name = forms.CharField(
        label="Uw naam", widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = forms.EmailField(
        label="E-mailadres", help_text="Heeft u geen e-mail? Dan bellen wij.", required=False
    )
    phone = forms.CharField(
        label="Telefoonnummer", widget=forms.TextInput(attrs={"type": "tel"}), required=False
    )
    hours = forms.IntegerField(label="Hoeveel uur per week?", min_value=0, required=False)
    starts_on = forms.DateField(label="Vanaf welke dag?", required=False)
    starts_at = forms.TimeField(label="Hoe laat?", required=False)
    district = forms.ChoiceField(
        label="Waar?", choices=[("", "Kies een wijk"), ("z", "Zuilen"), ("o", "Overvecht")]
    )
    agreed = forms.BooleanField(label="Mijn moeder weet dat ik dit vraag")
    step = forms.CharField(widget=forms.HiddenInput, initial="2")


def empty_form() -> SampleForm:
    """A form as it first appears."""
    return SampleForm(auto_id="empty_%s")


def wrong_form() -> SampleForm:
    """The same form after sending too little; what was filled in is still there."""
    data = {"words": "Mijn moeder zit op donderdag alleen.", "kinds": ["company"], "step": "2"}
    return SampleForm({**data, "email": "geen adres", "hours": "-1"}, auto_id="wrong_%s")


PEOPLE = (
    EcoPerson("AT", "Anja (u)", "own", 1, 3),
    EcoPerson("KT", "Kees", "own", 2, 1),
    EcoPerson("?", "Donderdag?", "own", 3, 1, is_open=True),
    EcoPerson("JV", "Joop", "vol", 2, 2),
    EcoPerson("RV", "Ravi", "vol", 2, 2),
    EcoPerson("IM", "Ilse", "pro", 3, 2),
    EcoPerson("DM", "Dr. Modelman", "pro", 3, 1),
)
ECO = Ecogram(
    "Ecogram van de kring van Riet",
    "Dicht bij Riet: Anja. Daaromheen Kees, Joop en Ravi. In de buitenste ring Ilse en dokter "
    "Modelman. De plek op donderdag is nog open. De lijst zegt hetzelfde.",
    "Riet",
    PEOPLE,
)
CROWDED = Ecogram(
    "Ecogram van een volle kring",
    "Veertien mensen om Riet heen, van dichtbij naar verder weg.",
    "Riet",
    (
        *PEOPLE,
        EcoPerson("FT", "Fatma Testoğlu", "own", 1, 2),
        EcoPerson("LT", "Lot", "own", 1, 2),
        EcoPerson("MS", "Mieke Schaduwberg", "vol", 2, 1),
        EcoPerson("HF", "Henk", "vol", 3, 1),
        EcoPerson("SP", "Samira", "vol", 3, 2),
        EcoPerson("BN", "Bo Namaak", "pro", 2, 2),
        EcoPerson("NT", "Noor", "pro", 3, 1),
    ),
    key="crowded",
)

STEPS = (
    Step("Voor wie", "done", "#for"),
    Step("Wat is er nodig", "current"),
    Step("Wanneer"),
    Step("Wie dichtbij"),
    Step("Nakijken"),
)
RUNGS = (
    Rung("Eigen netwerk", "Kees en Joop zijn gevraagd en kunnen donderdag niet", "done"),
    Rung("Buren en vrijwilligers", "3 voorstellen", "current"),
    Rung("Beroepskrachten", "niet nodig voor deze vraag"),
)
TABLE = Table(
    "Uren zorg per week, door u opgeschreven",
    (Column("Week"), Column("Uren", is_number=True)),
    (("week 9", "15"), ("week 10", "14"), ("week 11", "16")),
)
FOLDED_TABLE = replace(TABLE, caption="Dezelfde uren, ingeklapt")
EMPTY_TABLE = Table(
    "Gesprekken vandaag",
    (Column("Wie"), Column("Hoe laat")),
    (),
    empty="Vandaag hoeft u niemand te bellen.",
)
WEEK = (
    Day("ma", "maandag", 13, (Moment("10.00", "Anja", "douchen en koffie", "own"),)),
    Day(
        "di",
        "dinsdag",
        14,
        (
            Moment("9.30", "Joop", "boodschappen", "vol"),
            Moment("11.00", "Ilse", "medicijnen", "pro"),
        ),
        is_today=True,
    ),
    Day("wo", "woensdag", 15, (Moment("13.00", "Kees", "belt uit Zwolle", "own"),)),
    Day(
        "do",
        "donderdag",
        16,
        (
            Moment(
                "14.00",
                "Nog niemand",
                "gezelschap",
                "open",
                "#take",
                "Ik kan",
                "op donderdag 16 maart om 14.00 uur",
            ),
        ),
    ),
    Day("vr", "vrijdag", 17, (Moment("10.30", "Ravi", "zingen in het buurthuis", "vol"),)),
    Day("za", "zaterdag", 18, (Moment("11.00", "Anja", "wassen en winkelen", "own"),)),
    Day("zo", "zondag", 19),
)
FACTS = (
    Fact("calendar", "Wanneer", "Donderdag, 14.00 tot 16.00 uur, elke week"),
    Fact("bicycle", "Hoe ver", "1,8 kilometer van u, 7 minuten fietsen"),
    Fact("clock", "Hoe lang", "Eerst vier keer op proef, vanaf 16 maart"),
)
WORK = (
    WorkItem(
        "9",
        "dagen",
        "Gezelschap op donderdagmiddag",
        "#work-1",
        "Riet T., Zuilen, gevraagd door haar dochter",
        "3 goede voorstellen liggen klaar",
        "Bekijk voorstellen",
        is_late=True,
        is_current=True,
    ),
    WorkItem(
        "6",
        "dagen",
        "Vervoer naar de dialyse, 3 keer per week",
        "#work-2",
        "Dhr. Mockema, Kanaleneiland",
        "2 keer nee, past bij niemand alleen",
        "Verdeel over twee",
        is_late=True,
    ),
    WorkItem(
        "3",
        "dagen",
        "Een avond per week even weg kunnen",
        "#work-3",
        "Anja T., zorgt voor haar moeder",
        "nog niet bekeken",
        "Bekijk",
    ),
)


def everything() -> dict[str, Any]:
    """The context of the style guide."""
    return {
        "empty": empty_form(),
        "wrong": wrong_form(),
        "eco": ECO,
        "crowded": CROWDED,
        "steps": STEPS,
        "rungs": RUNGS,
        "table": TABLE,
        "folded_table": FOLDED_TABLE,
        "empty_table": EMPTY_TABLE,
        "week": WEEK,
        "facts": FACTS,
        "work": WORK,
        "reasons": ("U kunt op donderdagmiddag en u wandelt graag.", "U zingt allebei."),
        "limits": ("Wassen, aankleden of helpen op de wc.", "Medicijnen geven."),
        "may": ("agenda", "logboek", "gezondheid, tot 1 juni"),
        "may_not": ("geldzaken",),
        "pairs": (
            ("Ronde", "dinsdag 14 maart, 7.30 uur"),
            ("Vragen geholpen", "37 van 41, meer kan niet"),
        ),
        "keys": (("J K", "volgende, vorige"), ("Enter", "open"), ("/", "zoek")),
    }
