"""The instrument in the database and in its file give the same questionnaire."""

import pytest

from assessments.questionnaires import questionnaire_of, shipped_questionnaire
from domains.loading import load, shipped, shipped_file
from domains.models import Instrument


@pytest.mark.django_db
@pytest.mark.parametrize("code", [path.stem for path in shipped()])
def test_questionnaire_of_the_loaded_instrument_is_that_of_its_file(code, django_assert_num_queries):
    load([shipped_file(code)])
    instrument = Instrument.objects.get(code=code)

    with django_assert_num_queries(2):
        questionnaire = questionnaire_of(instrument)

    assert questionnaire == shipped_questionnaire(code)
    assert sum(item.weight_units for item in questionnaire.items) == questionnaire.weight_total
