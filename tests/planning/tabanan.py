"""Levels with the domain values published for Kabupaten Tabanan in 2021 (2,00, 1,80, 1,18, 2,57): its index 2,07.

The levels themselves were never published; these are ours, and a test weighs them against the published figures.
"""

from decimal import Decimal

GIVEN = "22222222222221222122211111111212324234221332233"
LEVELS = {f"I{number}": Decimal(level) for number, level in enumerate(GIVEN, 1)}

# For a shell of the portal: a cycle of the demo institution with these levels as final ones; prints its number.
CYCLE = f"""
import datetime
from decimal import Decimal
from django.utils import timezone
from accounts.models import *; from assessments.models import *; from domains.models import Instrument
place = Instansi.objects.get(is_demo=True)
people = {{user.username: user for user in User.objects.filter(instansi=place)}}
instrument = Instrument.objects.get(code="spbe-2020")
day = datetime.date(2030, 1, 1)
cycle = Assessment.objects.create(instansi=place, year=YEAR, instrument=instrument, stage="approval", filling_until=day,
    verification_until=day, scoring_until=day, approval_until=day, created_by=people["admin"])
Verdict.objects.bulk_create(Verdict(assessment=cycle, indicator=row, final_level=Decimal("{GIVEN}"[row.number - 1]),
    justification="[Contoh]", decided_at=timezone.now(), decided_by=people["asesor"])
    for row in instrument.indicators.all())
print(f"CYCLE {{cycle.pk}}")
"""
