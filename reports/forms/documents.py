"""The form of options of each kind of document that has any: one module each, whose clean data become the options."""

from django import forms

from reports.forms.bundle import BundleForm
from reports.forms.letters import LetterForm, MeetingForm
from reports.forms.open_data import OpenDataForm
from reports.forms.self_assessment import SelfAssessmentForm
from reports.models import ReportJob

OPTION_FORMS: dict[str, type[forms.Form]] = {
    ReportJob.Kind.SELF_ASSESSMENT: SelfAssessmentForm,
    ReportJob.Kind.STATEMENT: LetterForm,
    ReportJob.Kind.PUBLICATION: LetterForm,
    ReportJob.Kind.MEETING: MeetingForm,
    ReportJob.Kind.BUNDLE: BundleForm,
    ReportJob.Kind.OPEN_DATA: OpenDataForm,
}
