"""What people send from the page with their own data."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from samenspel.consent.types import Grantee


class PersonForm(forms.Form):
    """One person, chosen by a button or from a list."""

    person = forms.UUIDField()

    def person_id(self) -> UUID:
        """Return who was chosen."""
        chosen: UUID = self.cleaned_data["person"]
        return chosen


class ProposalForm(forms.Form):
    """One proposal, chosen by a button."""

    proposal = forms.UUIDField()


class GranteeForm(forms.Form):
    """A person or an organisation, chosen by a button."""

    person = forms.UUIDField(required=False)
    organisation = forms.UUIDField(required=False)

    def clean(self) -> dict[str, UUID | None]:
        """Ask for one of the two."""
        given = self.cleaned_data
        if bool(given.get("person")) == bool(given.get("organisation")):
            raise forms.ValidationError(_("Choose one person or one organisation."))
        return given

    def grantee(self) -> Grantee:
        """Return who may no longer see anything."""
        return Grantee(self.cleaned_data["person"], self.cleaned_data["organisation"])


class ForgetForm(forms.Form):
    """The last question before everything goes."""

    sure = forms.BooleanField(
        label=_("Yes, I want to be forgotten"),
        help_text=_(
            "This cannot be undone. Take your data along first if you want to keep it."
        ),
        error_messages={"required": _("Tick this if you are sure. Nothing has been removed.")},
    )
