"""How to reach the asker; phone and letter are as good as e-mail."""

from django import forms

from samenspel.people.forms import OwnContactFields


class ContactForm(OwnContactFields):
    """The last step for a visitor."""


class SignedInForm(forms.Form):
    """The last step for someone who is signed in: nothing more to fill in."""
