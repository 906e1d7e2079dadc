"""The parts: markup that a strict parser accepts, and the words people need."""

import re
from collections.abc import Iterator
from pathlib import Path

import html5lib
import pytest
from django import forms
from django.template import TemplateSyntaxError
from tests.ui.rendering import PAGES, VISITOR, page, part

from samenspel import ui
from samenspel.ui.icons import ICONS
from samenspel.ui.style_guide_samples import empty_form, wrong_form

TEMPLATES = Path(ui.__file__).parent / "templates"
NAMED_ICON = re.compile(r"""\{%-?\s*icon\s+"([^"]+)"|icon="([^"]+)\"""")
WHOLE_PAGES = ["front.html", "ask.html", "match.html", "ui/styleguide.html"]
SORRY_PAGES = ["400.html", "403.html", "403_csrf.html", "404.html"]
SORRY_PAGES += ["405.html", "429.html", "500.html", "503.html"]


def parse(html: str) -> html5lib.treebuilders.base.Node:
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(html)


def fragment(html: str) -> html5lib.treebuilders.base.Node:
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parseFragment(html)


@pytest.mark.parametrize("name", WHOLE_PAGES + SORRY_PAGES)
def test_a_page_parses_without_a_single_error(name: str) -> None:
    parse(page(name))


def test_the_parser_would_have_complained() -> None:
    with pytest.raises(html5lib.html5parser.ParseError):
        parse(page("404.html").replace("</main>", "</section>"))


@pytest.mark.parametrize("name", WHOLE_PAGES)
def test_ids_are_unique_and_every_reference_exists(name: str) -> None:
    tree = parse(page(name))
    ids = [node.get("id") for node in tree.iter() if node.get("id")]
    assert len(ids) == len(set(ids))
    for node in tree.iter():
        for attribute in ("for", "aria-labelledby", "aria-describedby"):
            assert set((node.get(attribute) or "").split()) <= set(ids)
        href = node.get("href") or ""
        if re.match(r"#(empty|wrong)_", href):
            assert href[1:] in ids


@pytest.mark.parametrize("name", WHOLE_PAGES + SORRY_PAGES)
def test_nothing_inline_that_a_strict_policy_forbids(name: str) -> None:
    tree = parse(page(name))
    for node in tree.iter():
        assert node.tag != "style"
        assert node.tag != "script" or node.get("src")
        assert not [key for key in node.attrib if key == "style" or key.startswith("on")]


@pytest.mark.parametrize("name", WHOLE_PAGES + SORRY_PAGES)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_page_says_what_to_do_when_it_is_unsafe(name: str, language: str) -> None:
    html = page(name, language=language)
    assert 'href="tel:112"' in html
    assert 'href="tel:08002000"' in html


@pytest.mark.parametrize("name", SORRY_PAGES)
def test_every_page_that_says_sorry_has_a_way_on(name: str) -> None:
    main = parse(page(name)).find(".//main")
    ways = [node.get("href") or "" for node in main.iter("a")]
    assert [way for way in ways if not way.startswith("tel:")]


def test_nobody_is_told_to_reload_what_they_just_wrote() -> None:
    """Back asks for the page anew, and the browser fills in what was written; reloading that
    page throws it away."""
    html = page("403_csrf.html")
    assert "Verstuur het daar nog eens" in html
    assert html.index("Kopieer eerst wat u schreef") < html.index("Ververs daarna de pagina")


@pytest.mark.parametrize(
    "source",
    [
        "{{ note }}",
        "{% alert title=note %}{{ note }}{% endalert %}",
        "{% card title=note %}{{ note }}{% endcard %}",
        "{% more note context=note %}{{ note }}{% endmore %}",
        "{% button note %}{% button_link note '/' %}{% link note '/' context=note %}",
        "{% badge note %}{% face note %}{% meter 3 note %}{% call note 'tel:0' label=note %}",
    ],
)
def test_what_a_person_wrote_comes_out_as_words(source: str) -> None:
    html = part(source, note='<script>alert("1")</script>')
    assert "&lt;script&gt;" in html
    assert "<script" not in html


def test_a_visitor_may_sign_in_and_has_nothing_to_sign_out_of() -> None:
    html = page("front.html", VISITOR)
    assert "Inloggen" in html
    assert "Uitloggen" not in html
    assert "Kies een rol" in html


def test_the_trial_bar_names_the_person_one_looks_as() -> None:
    assert "U kijkt als Anja Testerink, dochter." in page("ask.html")


def test_pages_come_in_english_too() -> None:
    html = page("404.html", language="en")
    assert '<html lang="en">' in html
    assert "This page is not here" in html


def used_icons() -> Iterator[str]:
    for path in [*TEMPLATES.rglob("*.html"), *PAGES.glob("*.html")]:
        for match in NAMED_ICON.finditer(path.read_text()):
            yield match.group(1) or match.group(2)


def test_every_icon_a_template_names_exists() -> None:
    names = set(used_icons())
    assert names
    assert names <= set(ICONS)


def test_an_unknown_icon_is_refused() -> None:
    with pytest.raises(ValueError, match="no icon"):
        part('{% icon "unicorn" %}')


@pytest.mark.parametrize("name", list(ICONS))
def test_an_icon_is_decoration(name: str) -> None:
    html = part('{% icon "' + name + '" %}')
    fragment(html)
    assert 'aria-hidden="true"' in html


def test_a_button_refuses_an_option_it_does_not_know() -> None:
    with pytest.raises((TypeError, TemplateSyntaxError)):
        part('{% button "Go" colour="red" %}')


def test_a_link_says_where_it_leads() -> None:
    html = part("{% link 'All agreements' '/afspraken/' context='of Riet' key='a' %}")
    (link,) = fragment(html).iter("a")
    assert link.get("href") == "/afspraken/"
    assert "All agreements" in "".join(link.itertext())
    assert "of Riet" in "".join(link.itertext())


def test_words_are_escaped() -> None:
    html = part("{% button label %}{% badge label %}{% see may %}", label="<b>", may=["<i>"])
    assert "<b>" not in html
    assert "<i>" not in html


@pytest.mark.parametrize("field", list(empty_form().fields))
def test_a_field_has_a_label_a_description_and_no_error(field: str) -> None:
    form = empty_form()
    html = part("{% field bound %}", bound=form[field])
    fragment(html)
    bound = form[field]
    if bound.is_hidden:
        assert "<label" not in html
        return
    assert str(bound.label) in html
    assert (f'id="{bound.auto_id}_helptext"' in html) == bool(bound.help_text)
    assert 'aria-invalid="true"' not in html
    is_marked = bound.field.required or isinstance(bound.field, forms.BooleanField)
    assert ("niet verplicht" in html) != is_marked


@pytest.mark.parametrize("field", ["knowers", "name", "email", "hours", "district", "agreed"])
def test_a_wrong_field_says_so_beside_the_control(field: str) -> None:
    bound = wrong_form()[field]
    html = part("{% field bound %}", bound=bound)
    fragment(html)
    error = f"{bound.auto_id}_error"
    assert f'id="{error}"' in html
    assert re.search(rf'aria-describedby="[^"]*{error}', html)
    assert field == "knowers" or 'aria-invalid="true"' in html


def test_what_was_filled_in_is_still_there() -> None:
    form = wrong_form()
    assert "Mijn moeder zit op donderdag alleen." in part("{% field f %}", f=form["words"])
    assert "checked" in part("{% field f %}", f=form["kinds"])
    assert "geen adres" in part("{% field f %}", f=form["email"])


def test_the_summary_leads_to_every_wrong_field() -> None:
    form = wrong_form()
    html = part("{% error_summary form %}", form=form)
    for name in form.errors:
        assert f'href="#{form[name].auto_id}' in html
    assert part("{% error_summary form %}", form=empty_form()).strip() == ""


def test_dates_use_the_picker_of_the_browser() -> None:
    assert 'type="date"' in part("{% field f %}", f=empty_form()["starts_on"])
    assert 'type="time"' in part("{% field f %}", f=empty_form()["starts_at"])


def test_a_table_has_its_caption_headings_and_an_empty_state() -> None:
    html = part("{% data_table table %}")
    fragment(html)
    assert 'tabindex="0"' in html
    assert html.count('scope="col"') == 2
    assert html.count('scope="row"') == 3
    assert "niemand te bellen" in part("{% data_table empty_table %}")


def test_who_may_see_is_said_in_words() -> None:
    html = part("{% see may=may may_not=may_not %}")
    assert "niet: geldzaken" in html
    assert 'aria-label="Mag zien"' in html


def test_keys_are_announced_and_may_ask_for_a_second_press() -> None:
    html = part('{% button "Leg voor" key="1" key_mode="focus" %}')
    assert 'data-key="1"' in html
    assert 'aria-keyshortcuts="1"' in html
    assert 'data-key-mode="focus"' in html
