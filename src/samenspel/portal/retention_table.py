"""What is kept and how long, in words for people.

The rooms register the rule for each table (``core.privacy``); here every table has its line on
the privacy page. A test fails when a table is missing, or a line has no table left.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from samenspel.ui.part_values import Column, Table

TABLES_OF_LINES = (
    ("people.Person", "people.Account"),
    ("people.Address",),
    ("needs.HelpQuestion", "matching.QuestionHold"),
    ("needs.AskDraft",),
    ("volunteering.Offer", "volunteering.TaskRefusal"),
    ("matching.Proposal", "matching.Round", "matching.UnservedQuestion"),
    ("placements.Placement",),
    ("circles.Circle", "circles.Membership"),
    ("circles.RoleAgreement", "circles.AgreementSignature"),
    ("circles.CircleNote",),
    ("consent.Consent",),
    ("access.ReadLogEntry",),
    ("people.Representation",),
    ("people.Block",),
    ("notifications.Message",),
    ("organisations.Employment",),
)
"""The tables that each line of the privacy page is about, in the order of the page."""


def kept_table() -> Table:
    """Return what is kept and how long, one line for each kind of data."""
    return Table(
        caption=_("For each kind of data"),
        columns=(Column(_("What")), Column(_("How long"))),
        rows=(
            (
                _("Your name, how to reach you, year of birth"),
                _("As long as you take part, then two years"),
            ),
            (_("Where you live"), _("The present address; older ones two years")),
            (_("A question for help"), _("Two years after it is closed")),
            (_("A question that you have not finished"), _("Thirty days after you saved it")),
            (_("What you offer, and what you never want"), _("Two years after you stop")),
            (
                _("Proposals of who could help whom"),
                _("Two years; those nobody used, three months"),
            ),
            (_("Who helped whom, and how it went"), _("Two years after it ends")),
            (_("A circle and who was in it"), _("Two years after it ends")),
            (_("Agreements between people"), _("Two years after they end")),
            (_("What you wrote for the circle"), _("Until you take it away")),
            (
                _("What you said yes to, and when you stopped"),
                _("Five years after you stopped, as proof"),
            ),
            (
                _("Who looked at your data"),
                _("At least five years, as the care standard requires"),
            ),
            (_("Who may act in your name"), _("Ten years after it ends")),
            (_("People you shut out"), _("Until you take it back")),
            (_("Messages that we sent"), _("One year")),
            (_("Where someone works, for professionals"), _("Five years after it ends")),
        ),
    )
