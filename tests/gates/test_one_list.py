"""Each thing has one list; whatever repeats or completes a list is complete, in its order.

The lists are the enums of ``samenspel.vocabulary``. What cannot be made from them (the engine
knows no framework; data files hold sentences) is compared here, and says what to add where.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from babel.messages.pofile import read_po
from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import override
from tests.support.repository import ROOT

from samenspel.demo.synthetic_people import sentences_of
from samenspel.matching.reads.invitation_heading import heading
from samenspel.needs.forms.kinds_of_help import UNKNOWN_KIND
from samenspel.needs.forms.phone_entry import PhoneForm
from samenspel.needs.forms.wizard_steps import NearForm, WhatForm
from samenspel.portal.forms import WorklistForm
from samenspel.ui.icons import ICONS
from samenspel.vocabulary.boundaries import Boundary
from samenspel.vocabulary.gender_wishes import GenderWish
from samenspel.vocabulary.interests import Interest
from samenspel.vocabulary.kinds_of_help import HelpWords, TaskType
from samenspel.vocabulary.languages import Language
from samenspel.vocabulary.synonyms import synonyms_of
from samenspel.vocabulary.week import ALL_WINDOWS, Daypart, Weekday, windows_of
from samenspel.volunteering.forms.offers import OfferForm
from samenspel_engine import vocabulary as engine
from samenspel_engine.generate import parameters, request_shares
from samenspel_engine.people_columns import OFFER_COLUMNS, REQUEST_COLUMNS
from samenspel_engine.vocabulary import Vocabulary
from samenspel_engine.weekplan.demand import NEEDS as NEEDS_OF_A_WEEK
from samenspel_engine.weekplan.region import TASK_SHARES
from samenspel_engine.weekplan.words import LOAD_PERCENT, WEEK_TASKS

NEEDS = "src/samenspel/needs/forms"
OFFERS = "src/samenspel/volunteering/forms/offers.py"
VOCABULARY = "src/samenspel/vocabulary"
ENGINE = "src/samenspel_engine"
SHARES = f"{ENGINE}/data/parameters.csv"
DUTCH = f"{VOCABULARY}/locale/nl/LC_MESSAGES/django.po"


@dataclass(frozen=True)
class Copy:
    """Where a list is repeated: in which file, what to write there, and its keys."""

    choices: type[TextChoices]
    file: str
    what: str
    keys: Callable[[], Iterable[str]]
    is_ordered: bool = False
    is_counted: bool = False

    @property
    def values(self) -> list[str]:
        """The keys of the list: as screens show them, or as the engine counts them."""
        return counted(self.choices) if self.is_counted else self.choices.values

    @property
    def order(self) -> str:
        """What to do when the copy has the same keys in another order."""
        if self.is_counted and self.choices is TaskType:
            return f"keep the order of the codes in {self.source}; new ones come last"
        return f"keep the order of {self.source}" + "; new ones come last" * self.is_counted

    @property
    def source(self) -> str:
        return f"src/{self.choices.__module__.replace('.', '/')}.py"


def counted(choices: type[TextChoices]) -> list[str]:
    """The keys in the order in which the engine counts them: by code where they have one."""
    return [one.value for one in sorted(choices, key=lambda one: getattr(one, "code", 0))]


def field_keys(form: Any, field: str) -> Callable[[], list[str]]:
    """The keys that one can choose in a field of a form."""
    return lambda: [
        key for key, _ in form.base_fields[field].choices if key not in ("", UNKNOWN_KIND)
    ]


def share_keys(prefix: str) -> Callable[[], list[str]]:
    """The keys that have a share in the synthetic region, of those that are in any list."""
    known = {value for choices in (TaskType, Boundary) for value in choices.values}
    names = [
        name.removeprefix(f"{prefix}_") for name in parameters() if name.startswith(prefix)
    ]
    return lambda: [name for name in names if name in known or prefix == "boundary_share"]


def synonyms(choices: type[TextChoices], stem: str) -> Copy:
    """The file that says how people write each key."""
    return Copy(
        choices,
        f"{VOCABULARY}/data/{stem}.toml",
        "[{key}] with nl = [...] and en = [...], how people write it",
        lambda: synonyms_of(choices),
    )


def engine_words(choices: type[TextChoices], name: str) -> Copy:
    """The engine's list, in which a key is counted by its place."""
    return Copy(
        choices,
        f"{ENGINE}/vocabulary.py",
        f'("{{key}}", Dutch label, English label), last in {name}',
        lambda: getattr(engine, name).keys,
        is_ordered=True,
        is_counted=True,
    )


def chosen(choices: type[TextChoices], file: str, form: Any, field: str) -> Copy:
    """A field of a form in which one chooses from the list."""
    what = f"{{key}} as an option of {form.__name__}.{field}: make them from the list"
    return Copy(choices, file, what, field_keys(form, field), is_ordered=True)


def share(choices: type[TextChoices], prefix: str, of: str) -> Copy:
    """The rows with which the synthetic region is drawn."""
    what = f"a row {prefix}_{{key}}: the share of {of}"
    return Copy(choices, SHARES, what, share_keys(prefix))


COPIES = [
    chosen(TaskType, f"{NEEDS}/wizard_steps.py", WhatForm, "task_types"),
    chosen(TaskType, f"{NEEDS}/phone_entry.py", PhoneForm, "task_types"),
    chosen(TaskType, OFFERS, OfferForm, "task_types"),
    Copy(
        TaskType,
        "src/samenspel/portal/forms.py",
        "{key} as an option of WorklistForm.task_type: make them from the list",
        lambda: [key for key, _ in WorklistForm().fields["task_type"].choices if key],
        is_ordered=True,
    ),
    engine_words(TaskType, "TASKS"),
    share(TaskType, "request_share", "requests; together they make 1"),
    share(TaskType, "offer_share", "helpers who offer it"),
    synonyms(TaskType, "kinds_of_help"),
    Copy(
        TaskType,
        "src/samenspel/demo/data/names.toml",
        "{key} = [...] under [words]: what people who ask for it say",
        lambda: [kind.value for kind in TaskType if sentences_of(kind)],
    ),
    chosen(Language, f"{NEEDS}/wizard_steps.py", NearForm, "languages"),
    chosen(Language, f"{NEEDS}/phone_entry.py", PhoneForm, "languages"),
    chosen(Language, OFFERS, OfferForm, "languages"),
    engine_words(Language, "LANGUAGES"),
    synonyms(Language, "languages"),
    chosen(Interest, f"{NEEDS}/wizard_steps.py", NearForm, "interests"),
    chosen(Interest, f"{NEEDS}/phone_entry.py", PhoneForm, "interests"),
    chosen(Interest, OFFERS, OfferForm, "interests"),
    engine_words(Interest, "INTERESTS"),
    synonyms(Interest, "interests"),
    chosen(Boundary, OFFERS, OfferForm, "limits"),
    engine_words(Boundary, "BOUNDARIES"),
    share(Boundary, "boundary_share", "requests where this is so"),
    synonyms(Boundary, "boundaries"),
    chosen(GenderWish, f"{NEEDS}/wizard_steps.py", NearForm, "gender_wish"),
    chosen(GenderWish, f"{NEEDS}/phone_entry.py", PhoneForm, "gender_wish"),
    synonyms(GenderWish, "gender_wishes"),
]
LISTS = (TaskType, Language, Interest, Boundary, GenderWish)


def differences(values: Sequence[str], copy: Copy) -> list[str]:
    """What to do so that a copy has the same keys as the list."""
    keys = list(copy.keys())
    found = [
        f"{copy.file}: add {copy.what.format(key=value)}"
        for value in values
        if value not in keys
    ]
    found += [
        f"{copy.file}: take {key} out, or add it to {copy.source}"
        for key in keys
        if key not in values
    ]
    if not found and copy.is_ordered and keys != list(values):
        found.append(f"{copy.file}: {copy.order}")
    return found


def name_of_copy(copy: Copy) -> str:
    return f"{copy.choices.__name__}-{copy.file.rpartition('/')[2]}-{copy.what.split()[0]}"


@pytest.mark.parametrize("copy", COPIES, ids=name_of_copy)
def test_a_copy_of_a_list_has_the_same_keys(copy: Copy) -> None:
    found = differences(copy.values, copy)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("copy", COPIES, ids=name_of_copy)
def test_a_forgotten_key_is_named_with_the_file_to_edit(copy: Copy) -> None:
    values = list(copy.keys())  # so that a real fault is told once, by the test above
    [said] = differences([*values, "forgotten"], copy)
    assert said.startswith(f"{copy.file}: add ")
    assert "forgotten" in said
    [said] = differences(values[:-1], copy)
    assert said == f"{copy.file}: take {values[-1]} out, or add it to {copy.source}"
    assert (ROOT / copy.file).is_file()
    assert (ROOT / copy.source).is_file()


@pytest.mark.parametrize("copy", [copy for copy in COPIES if copy.is_ordered], ids=name_of_copy)
def test_another_order_is_noticed(copy: Copy) -> None:
    assert "keep the order" in differences(list(copy.keys())[::-1], copy)[0]


def wrong_codes(codes: Mapping[str, int]) -> list[str]:
    """What to do when kinds of help share a code, or leave a code out."""
    file, free = (
        f"{VOCABULARY}/kinds_of_help.py",
        sorted({*range(len(codes))} - {*codes.values()}),
    )
    first: dict[int, str] = {}
    found = []
    for key, code in codes.items():
        if first.setdefault(code, key) != key:
            found.append(f"{file}: {key} has code {code} of {first[code]}: give it {free[0]}")
        elif not 0 <= code < len(codes):
            found.append(
                f"{file}: {key} has code {code}: give it {free[0]}, the first free one"
            )
    return found


def test_each_kind_of_help_has_a_code_of_its_own() -> None:
    found = wrong_codes({kind.value: kind.code for kind in TaskType})
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("codes", "said"),
    [
        ({"a": 0, "b": 0, "c": 2}, "b has code 0 of a: give it 1"),
        ({"a": 0, "b": 3, "c": 2}, "b has code 3: give it 1, the first free one"),
        ({"a": -1, "b": 1}, "a has code -1: give it 0, the first free one"),
    ],
)
def test_a_code_that_is_shared_or_too_high_is_noticed(codes: dict[str, int], said: str) -> None:
    assert wrong_codes(codes) == [f"{VOCABULARY}/kinds_of_help.py: {said}"]
    assert wrong_codes({"a": 1, "b": 0}) == []


def test_a_kind_that_moves_on_screen_keeps_its_code() -> None:
    [copy] = [one for one in COPIES if one.is_counted and one.choices is TaskType]
    assert copy.values != TaskType.values, "reading aloud stands beside company on screen"
    said = differences(TaskType.values, copy)
    assert said == [
        f"{ENGINE}/vocabulary.py: keep the order of the codes in {VOCABULARY}/kinds_of_help.py;"
        " new ones come last"
    ]


def test_what_is_asked_about_the_home_is_every_boundary_but_bodily_care() -> None:
    at_home = [one.value for one in Boundary if one is not Boundary.BODILY_CARE]
    for form in (NearForm, PhoneForm):
        said = f"make the options of {form.__name__}.boundaries from Boundary.at_home()"
        assert field_keys(form, "boundaries")() == at_home, said


def texts() -> Iterable[tuple[str, object]]:
    """Every text of the lists, after the key it belongs to."""
    for choices in LISTS:
        for member in choices:
            yield member.value, member.label
    for kind in TaskType:
        yield from ((kind.value, text) for text in (kind.words.asked, kind.words.offered))
        yield kind.value, kind.words.invitation


def untranslated(found: Iterable[tuple[str, object]], dutch: Mapping[str, str]) -> list[str]:
    """What to do with texts that Dutch readers would not get in Dutch."""
    said = []
    for key, text in found:
        with override("en"):
            english = str(text)
        if not isinstance(text, Promise):
            said.append(f"{key}: put the text '{english}' in gettext_lazy")
        elif not dutch.get(english):
            said.append(f"{DUTCH}: `make catalogue`, then translate '{english}' ({key})")
    return said


def test_every_text_of_a_list_is_translated() -> None:
    with (ROOT / DUTCH).open("rb") as file:
        dutch = {message.id: message.string for message in read_po(file)}
    found = untranslated(texts(), dutch)
    assert not found, "\n".join(found)


def test_a_text_without_translation_is_noticed() -> None:
    label = TaskType.PETS.label
    [said] = untranslated([("pets", label)], {})
    assert said == f"{DUTCH}: `make catalogue`, then translate 'Pets' (pets)"
    assert untranslated([("pets", "Pets")], {"Pets": "Dieren"}) == [
        "pets: put the text 'Pets' in gettext_lazy"
    ]
    assert untranslated([("pets", label)], {"Pets": "Dieren"}) == []


def wrong_words(key: str, words: HelpWords) -> list[str]:
    """What to do with an icon that cannot be drawn and a heading without its moment."""
    said = []
    if words.icon not in ICONS:
        said.append(f"{key}: draw '{words.icon}' in src/samenspel/ui/icons.py, or take another")
    for language in ("en", "nl"):
        with override(language):
            if str(words.invitation).count("%(on)s") != 1:
                said.append(f"{key}: put %(on)s in its invitation ({language}), for the moment")
    return said


@pytest.mark.parametrize("kind", TaskType)
def test_a_kind_of_help_can_be_drawn_and_asked(kind: TaskType) -> None:
    found = wrong_words(kind.value, kind.words)
    assert not found, "\n".join(found)
    with override("en"):
        asked, anything = heading([kind.value], "Thursday"), heading([], "Thursday")
    assert asked != anything
    assert " on Thursday" in asked


def in_the_region(share: Mapping[str, float]) -> list[str]:
    """What to do with kinds of help that nobody in the synthetic region asks for or offers."""
    return [
        f"{name}: give it a share above 0 in samenspel_engine/data/parameters.csv"
        for task in engine.TASKS.keys
        for name in (f"request_share_{task}", f"offer_share_{task}")
        if not share.get(name)
    ]


def test_every_kind_of_help_is_asked_and_offered_in_the_region() -> None:
    known = parameters()
    assert not in_the_region(known)
    assert np.isclose(request_shares().sum(), 1)
    # Negative control: nobody offers it.
    wrong = in_the_region(known | {"offer_share_pets": 0.0})
    assert [one.partition(":")[0] for one in wrong] == ["offer_share_pets"]


def test_every_kind_of_help_has_words_that_people_write() -> None:
    without = sorted(kind for kind, words in synonyms_of(TaskType).items() if not words)
    assert not without, (
        f"{without}: say in vocabulary/data/kinds_of_help.toml how people write these"
    )


def test_the_engine_calls_no_two_kinds_the_same() -> None:
    for words in zip(*engine.TASKS.entries, strict=True):
        twice = sorted(word for word, times in Counter(words).items() if times > 1)
        assert not twice, (
            f"{twice}: words of its own for each in samenspel_engine/vocabulary.py"
        )


def test_an_icon_that_is_not_there_and_a_heading_without_moment_are_noticed() -> None:
    words = HelpWords(
        label=TaskType.PETS.label,
        icon="dragon",
        asked=TaskType.PETS.label,
        offered=TaskType.PETS.label,
        invitation=TaskType.PETS.label,
    )
    assert wrong_words("pets", words) == [
        "pets: draw 'dragon' in src/samenspel/ui/icons.py, or take another",
        "pets: put %(on)s in its invitation (en), for the moment",
        "pets: put %(on)s in its invitation (nl), for the moment",
    ]


@pytest.mark.parametrize(
    ("file", "part"),
    [
        ("kinds_of_help.py", '            icon="person",\n'),
        ("kinds_of_help.py", '            label=_("Washing and dressing"),\n'),
        ("gender_wishes.py", ", is_required=True))\n"),
    ],
    ids=["icon", "label", "is_required"],
)
def test_a_list_with_a_part_left_out_cannot_be_imported(file: str, part: str) -> None:
    source = (ROOT / VOCABULARY / file).read_text(encoding="utf-8")
    assert source.count(part) == 1
    exec(compile(source, file, "exec"), {"__name__": __name__})
    less = source.replace(part, "))\n" if part.endswith("))\n") else "")
    with pytest.raises(TypeError, match="missing 1 required keyword-only argument"):
        exec(compile(less, file, "exec"), {"__name__": __name__})


def too_large(columns: Mapping[str, Any]) -> list[str]:
    """The columns of the engine's tables that cannot hold the largest value they allow."""
    return [
        f"{ENGINE}/people_columns.py: give {name} a wider type than {column.dtype.__name__}"
        for name, column in columns.items()
        if np.issubdtype(column.dtype, np.integer) and column.high > np.iinfo(column.dtype).max
    ]


def test_the_tables_of_the_engine_have_a_bit_for_every_key() -> None:
    assert not too_large(REQUEST_COLUMNS) + too_large(OFFER_COLUMNS)


def test_a_list_that_outgrows_its_bits_is_noticed() -> None:
    column = type(OFFER_COLUMNS["tasks"])(np.uint16, 0, 1 << 16)
    assert too_large({"tasks": column}) == [
        f"{ENGINE}/people_columns.py: give tasks a wider type than uint16"
    ]


ONLY_IN_A_WEEK = {"nursing", "household"}
"""Care that is planned by the week and that nobody asks for as a kind of help."""
NOT_IN_A_WEEK = {
    "outdoors", "home_garden", "language", "digital", "pets", "night_watch", "reading_aloud",
}  # fmt: skip
"""Kinds of help that the weekly plan does not have; people agree on these themselves."""
WEEK_WORDS = f"{ENGINE}/weekplan/words.py"


def week_differences(kinds: Vocabulary, week: Vocabulary) -> list[str]:
    """What to do so that the tasks of the week and the kinds of help belong together."""
    said = [
        f"{WEEK_WORDS}: add {key} to WEEK_TASKS, last; or add it to NOT_IN_A_WEEK in"
        " tests/gates/test_one_list.py when no weekly plan has it"
        for key in kinds.keys
        if key not in week.keys and key not in NOT_IN_A_WEEK
    ]
    said += [
        f"tests/gates/test_one_list.py: take {key} out of NOT_IN_A_WEEK; WEEK_TASKS has it"
        for key in week.keys
        if key in NOT_IN_A_WEEK
    ]
    said += [
        f"{WEEK_WORDS}: {key} is not in TASKS of {ENGINE}/vocabulary.py; write it as there, or"
        " add it to ONLY_IN_A_WEEK in tests/gates/test_one_list.py"
        for key in week.keys
        if key not in kinds.keys and key not in ONLY_IN_A_WEEK
    ]
    words = {key: labels for key, *labels in kinds.entries}
    said += [
        f"{WEEK_WORDS}: call {key} {words[key]}, as {ENGINE}/vocabulary.py does"
        for key, *labels in week.entries
        if key in words and labels != words[key]
    ]
    return said


def test_the_tasks_of_the_week_are_the_kinds_of_help_or_said_to_be_others() -> None:
    found = week_differences(engine.TASKS, WEEK_TASKS)
    found += [
        f"tests/gates/test_one_list.py: {key} is no kind of help; take it out of NOT_IN_A_WEEK"
        for key in sorted(NOT_IN_A_WEEK - set(TaskType.values))
    ]
    assert not found, "\n".join(found)


def test_a_task_of_the_week_that_differs_is_named_with_what_to_do() -> None:
    def tasks(*entries: tuple[str, str, str]) -> Vocabulary:
        return Vocabulary("task", entries)

    moon = ("moon", "maan", "moon")
    [said] = week_differences(tasks(moon), tasks())
    assert said.startswith(f"{WEEK_WORDS}: add moon to WEEK_TASKS, last; or add it to NOT_IN")
    [said] = week_differences(tasks(), tasks(moon))
    assert said.startswith(f"{WEEK_WORDS}: moon is not in TASKS of {ENGINE}/vocabulary.py")
    [said] = week_differences(tasks(moon), tasks(("moon", "maan", "full moon")))
    assert said == f"{WEEK_WORDS}: call moon ['maan', 'moon'], as {ENGINE}/vocabulary.py does"
    pets = ("pets", "dieren", "pets")
    [said] = week_differences(tasks(pets), tasks(pets))
    assert "take pets out of NOT_IN_A_WEEK" in said
    assert week_differences(tasks(moon), tasks(moon)) == []


def test_what_is_told_of_each_task_of_the_week_is_told_of_all() -> None:
    keys = WEEK_TASKS.keys
    said = f"{ENGINE}/weekplan/demand.py: give NEEDS the tasks of {WEEK_WORDS}, in their order"
    assert tuple(NEEDS_OF_A_WEEK) == keys, said
    said = f"{WEEK_WORDS}: give LOAD_PERCENT one number for each of WEEK_TASKS"
    assert len(LOAD_PERCENT) == len(keys), said
    said = f"{ENGINE}/weekplan/region.py: give TASK_SHARES one share for each task, per tier"
    assert {len(shares) for shares in TASK_SHARES} == {len(keys)}, said


def test_the_engine_knows_whom_one_can_wish_for() -> None:
    unknown = {wish.meaning.gender for wish in GenderWish} - set(engine.GENDERS.keys)
    assert not unknown, f"{ENGINE}/vocabulary.py: add {sorted(unknown)} to GENDERS, last"


def test_a_wish_is_found_by_what_it_means() -> None:
    for wish in GenderWish:
        assert GenderWish.of(wish.meaning.gender, is_required=wish.meaning.is_required) is wish
    assert GenderWish.of("other", is_required=True) is GenderWish.NONE


def test_windows_count_the_same_way() -> None:
    assert engine.WINDOWS.all_bits == ALL_WINDOWS
    bit = windows_of([(Weekday.THURSDAY, Daypart.AFTERNOON)])
    assert engine.WINDOWS.keys_in(bit) == ("thu-afternoon",)
