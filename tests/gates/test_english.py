"""English that reads word for word from Dutch: "for who is ill", "Who was called is left out".

Dutch "wie" opens a clause by itself; English asks for "whoever", "people who" or "the one who".
"""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.support.repository import ROOT, files, name_of

PREPOSITION = r"(?:for|to|of|by|from|with|than|at|about)"
# "from who people are", "of who could help whom": a question within a sentence is good English.
ASKED = (
    r"(?!(?:they|he|she|it|you|we|people|someone|somebody|everyone|one)\b"
    r"|(?:\w+\s+){1,4}(?:whom|what|when|where|which)\b)"
)
# So it is after a word for what is known or written down.
KNOWN = r"(?<!log )(?<!record )(?<!list )(?<!idea )(?<!question )"
AFTER_PREPOSITION = re.compile(rf"\b{KNOWN}{PREPOSITION} who {ASKED}[a-z]\w*", re.IGNORECASE)
WHOM = re.compile(r"^Whom (?!to\b)[^?]*$")
FINITE = (
    r"(?:is|are|was|were|has|have|had|can|may|must|will|would|does|do|gets?|reads?|sees?"
    r"|hears?|keeps?|stays?|gives?|says?|comes?|goes|loses?|becomes?|remains?|waits?|asks?"
    r"|counts?|finds?|needs?|receives?|belongs?)"
)
# A word after which a verb belongs to another clause, or to a list.
JOINS = {
    "who", "whom", "what", "which", "that", "when", "where", "how", "and", "or", "but", "if",
    "to", "they", "it", "he", "she", "we", "you", "i", "one", "not", "as", "than", "there",
}  # fmt: skip
QUESTIONS = {"who", "whom", "which", "what"}
# "Who may do so is decided elsewhere": there the question itself is what is decided.
ABOUT_THE_QUESTION = re.compile(r"(?:is|are|was)\s+(?:decided|known|shown|told|checked|listed)")
# Other constructions that Dutch has and English does not, each a whole phrase.
PHRASES = re.compile(
    r"\bone (?!or\b|and\b)\w+ more\b(?! than)"  # "één helper meer": one more helper
    r"|\bthe own \w+"  # "het eigen netwerk": their own network
    # "de prijs van nu": the current price
    r"|(?<!\bas )\bof (?:now|the moment)\b(?! (?:a|he|it|of|she|that|the|they|we|when|you)\b)"
    r"|\bfall(?:s|ing)? free\b"  # "vrijvallen": become free
    r"|\bleft out of account\b"  # "buiten beschouwing": not counted
    # "wat geen getal is": what is not a number
    r"|\b(?:that|what|which|who) (?:is|are) no (?!longer\b|more\b|less\b|fewer\b|other\b"
    r"|different\b|better\b|worse\b|higher\b|lower\b|one\b)\w+"
    r"|[,;:] also (?:when|if|without|after|where|those)\b"  # "ook als": even when
    r"|\b(?:for|in|with|of|after|within) so (?:many|much)\b(?! words)"  # "zoveel": that many
    r"|(?:^|(?<=[.!?;:] ))(?:Asked|Needed|Wanted|Sought|Meant) (?:is|are)\b",  # verb first
    re.IGNORECASE,
)
SENTENCE = re.compile(r"(?<=[.!?;:])\s+|\n\s*\n")
READ = ("src/", "tests/", "docs/", "tools/", "benchmarks/")
NOT_READ = ("docs/handleiding", "LICENSES/", "frontend/", "docs/reference/engine-api")


def hits(text: str) -> list[str]:
    """The passages of an English text that read like Dutch."""
    flat = " ".join(text.split())
    found = [match[0] for match in AFTER_PREPOSITION.finditer(flat)]
    found += [match[0] for match in PHRASES.finditer(flat)]
    for sentence in SENTENCE.split(text):
        words = " ".join(sentence.split()).strip("\"'`*#-> ")
        if WHOM.match(words) or has_two_verbs(words):
            found.append(words)
    return found


def has_two_verbs(sentence: str) -> bool:
    """Whether a sentence that opens with Who has a verb for that clause and one for itself."""
    if not sentence.startswith("Who ") or "?" in sentence:
        return False
    words = re.findall(r"[\w'-]+|,", sentence)
    for place in range(2, len(words)):
        before, word = words[place - 1].lower(), words[place]
        if word in QUESTIONS:
            return False  # "Who fits which question": a question within a sentence
        if place > 2 and before not in JOINS and re.fullmatch(FINITE, word):
            return not ABOUT_THE_QUESTION.match(" ".join(words[place:]))
    return False


def texts(path: Path) -> Iterator[str]:
    """What people read in a file: all of a document, the comments and strings of code."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        yield from texts_of_python(text)
    elif path.suffix == ".md":
        yield re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE)
    else:
        yield from re.findall(r"\{%-?\s*translate\s+[\"'](.*?)[\"']", text)
        yield from re.findall(r"\{%-?\s*blocktranslate.*?%\}(.*?)\{%", text, re.DOTALL)
        yield from re.findall(r"\{%-?\s*comment.*?%\}(.*?)\{%", text, re.DOTALL)
        yield from re.findall(r"\{#(.*?)#\}", text)


def texts_of_python(text: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
    lines = [""]
    last = 0
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            if token.start[0] > last + 1:
                lines.append("")
            last = token.start[0]
            lines[-1] += f"{token.string.lstrip('# ')} "
    yield from lines


def read_files() -> Iterator[Path]:
    """The files whose texts are read: code, tests, documents and templates."""
    for path in files(".py", ".md", ".html", ".txt"):
        name = name_of(path)
        inside = name.startswith(READ) or "/" not in name
        kind = path.suffix in {".py", ".md"} or "templates" in path.parts
        left_out = name.startswith(NOT_READ) or "migrations" in path.parts
        if inside and kind and not left_out and path != Path(__file__):
            yield path


def in_repository() -> dict[str, list[str]]:
    """The passages that read like Dutch, by file."""
    found = {
        name_of(path): [one for text in texts(path) for one in hits(text)]
        for path in read_files()
    }
    return {name: passages for name, passages in found.items() if passages}


def test_the_repository_reads_as_english() -> None:
    found = in_repository()
    told = "\n".join(f"{name}: {one}" for name, passages in found.items() for one in passages)
    assert not found, (
        'This reads word for word from Dutch. Write "whoever", "people who", "the one who", or '
        f"name them (the caller, the coordinator), then run make catalogue:\n{told}"
    )


@pytest.mark.parametrize(
    "text",
    [
        "Nothing goes to who has died.",
        "For who cannot read, a letter.",
        "Return it for who\nmay see it.",
        "Raises NotFoundError for who coordinates nowhere.",
        "The introduction for who asked.",
        "Extra words for who listens, in full.",
        "Who was called in the last day is left out.",
        "Who was called in the last day, or said no, is left out.",
        "Who is in the circle can say: I can.",
        "Look. Who has no address gets a letter.",
        "Who is in the circle reads the question.",
        "Whom the person calls first.",
        "What one helper more would do.",
        "They are from the own network.",
        "Cost of each plan at the price of now.",
        "In the language of the moment, as chosen.",
        "A place that falls free looks for a question.",
        "Trust and vetoes are left out of account.",
        "What is no model is refused.",
        "Rows that are no helpers.",
        "Every gate runs, also after a failure.",
        "Noticed; also when the hash was made to fit.",
        "It ends after so much time.",
        "No helper fits now. Wanted is someone who speaks Dutch.",
        "Asked are the people nearby.",
    ],
)
def test_word_for_word_dutch_is_seen(text: str) -> None:
    assert len(hits(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Who is in the circle?",
        "Whom do you want to call?",
        "Whom to ask for one question, in order.",
        "Who keeps the overview, and who is called first.",
        "Who works where, and which organisation takes a question.",
        "Who may do so for whom is decided by the room that calls.",
        "Who must be called today about a match, and of whom nothing was heard.",
        "Never learned from who people are.",
        "It is part of who comes when.",
        "Proposals of who could help whom.",
        "A log of who looked.",
        "Who fills which place is an assignment.",
        "A letter for people who have no address.",
        "Whoever has died gets nothing.",
        "Someone for whom we looked.",
        "One more helper, at one more place.",
        "It is worth one point more than the other.",
        "They are from their own network.",
        "As of now, the price stands.",
        "Think of the moment when it began.",
        "The argument falls. Free places stay.",
        "A rule that is no longer kept, which is no worse.",
        "It is also when most people call.",
        "In so many words.",
        "What people asked is kept.",
    ],
)
def test_english_is_left_alone(text: str) -> None:
    assert not hits(text)


def test_strings_comments_and_templates_are_read(tmp_path: Path) -> None:
    code = tmp_path / "a.py"
    code.write_text('"""For who asks."""\n# Sent to who\n# has none.\nx = _("of who calls")\n')
    assert len([one for text in texts(code) for one in hits(text)]) == 3
    page = tmp_path / "a.html"
    page.write_text("{# for who asks #}{% translate \"by who calls\" %}<p class='for who is'>")
    assert len([one for text in texts(page) for one in hits(text)]) == 2


def test_every_folder_is_read() -> None:
    tops = {name_of(path).split("/")[0] for path in read_files()}
    assert {"src", "tests", "docs", "tools", "benchmarks", "README.md"} <= tops
    assert (ROOT / "src" / "samenspel" / "cli.py") in set(read_files())
