"""The form of options of each kind of document that has any: one module each, whose clean data become the options."""

from django import forms

OPTION_FORMS: dict[str, type[forms.Form]] = {}
