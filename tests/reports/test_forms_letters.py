"""What is chosen when a letter is asked for becomes plain JSON, or is refused with what to do."""

import json

import pytest

from reports.forms.letters import LetterForm, MeetingForm
from tests.reports.letters import MEETING

HEADING = {"title": "Rapat", "date": "2026-11-12"}


def test_letter_choices_are_json_and_may_all_be_empty():
    chosen = {"number": "045", "date": "2026-11-12", "place": "Tabanan"}
    for given in (chosen, dict.fromkeys(chosen, "")):
        form = LetterForm(given)
        assert form.is_valid()
        assert json.loads(json.dumps(form.cleaned_data)) == given


def test_meeting_choices_are_json():
    form = MeetingForm(MEETING)
    assert form.is_valid()
    assert json.loads(json.dumps(form.cleaned_data)) == MEETING | {"participants": MEETING["participants"].strip()}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": ""}, "title"), ({"title": "x" * 201}, "title"), ({"date": ""}, "date"),
        ({"date": "31-02-2026"}, "date"), ({"discussion": "x" * 30_001}, "discussion"),
        ({"participants": "nama\n" * 201}, "participants"), ({"decisions": "a | b | c | d"}, "decisions"),
        ({"chair": "a\x00b"}, "chair"),
    ],
)  # fmt: skip
def test_meeting_refuses_and_keeps_what_was_typed(changes, field):
    form = MeetingForm(HEADING | {"place": "Ruang Rapat"} | changes)
    assert list(form.errors) == [field]
    assert form["place"].value() == "Ruang Rapat"
    assert form[field].value() == changes[field]


def test_refusals_say_what_to_do():
    form = MeetingForm(HEADING | {"participants": "nama\n" * 201, "decisions": "satu\na | b | c | d"})
    assert form.errors == {
        "participants": ["Paling banyak 200 baris; ini 201. Ringkas, atau buat dua notulen."],
        "decisions": ["Keputusan ke-2 memuat lebih dari dua tanda |. Tulis: keputusan | OPD | tenggat."],
    }


def test_date_of_an_edited_form_is_shown_again_as_the_browser_wants_it():
    assert 'value="2026-11-12"' in str(LetterForm({"date": "2026-11-12"})["date"])
    assert 'type="date"' in str(LetterForm()["date"])
