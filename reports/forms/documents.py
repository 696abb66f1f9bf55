"""The form of options of each kind of document that has any: one module each, whose clean data become the options."""

from django import forms

from reports.forms.bundle import BundleForm
from reports.forms.open_data import OpenDataForm
from reports.models import ReportJob

OPTION_FORMS: dict[str, type[forms.Form]] = {
    ReportJob.Kind.BUNDLE: BundleForm,
    ReportJob.Kind.OPEN_DATA: OpenDataForm,
}
