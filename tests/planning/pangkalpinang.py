"""An institution that aimed at 2,50 and reached 2,22, with every indicator of Manajemen at 1.

The national results give Pangkalpinang 1,00 for Manajemen; the levels of the indicators are ours, and a test weighs
them. Nothing in them breaks a shipped prerequisite.
"""

from decimal import Decimal

GIVEN = "3323223223" + "2" * 10 + "1" * 11 + "3333222222" + "423433"
LEVELS = {f"I{number}": Decimal(level) for number, level in enumerate(GIVEN, 1)}
MANAJEMEN = range(21, 32)

# For a shell of the portal: the city beside the demo institution, with people, one OPD that is to rise Manajemen, and
# its cycle of 2022 with these levels as final ones; prints the number of the cycle.
CITY = f"""
import datetime
from decimal import Decimal
from django.utils import timezone
from accounts.models import *; from assessments.models import *; from domains.models import Instrument
place = Instansi.objects.create(name="Pemerintah Kota Pangkalpinang", short_name="Kota Pangkalpinang",
    kind=Instansi.Kind.CITY, province="Kepulauan Bangka Belitung")
unit = Unit.objects.create(instansi=place, code="KOMINFO", name="Dinas Kominfo Pangkalpinang", short_name="Kominfo")
password = User.objects.get(username="admin").password
people = {{role: User.objects.create(username=f"pangkalpinang.{{role}}", full_name=f"{{role.title()}} Contoh",
    role=role, instansi=place, password=password, email=f"{{role}}@pangkalpinang.invalid", wants_mail=False)
    for role in (Role.ADMIN, Role.COORDINATOR, Role.ASSESSOR)}}
instrument = Instrument.objects.get(code="spbe-2020")
day = datetime.date(2022, 9, 28)
cycle = Assessment.objects.create(instansi=place, year=2022, instrument=instrument, stage="approval", filling_until=day,
    verification_until=day, scoring_until=day, approval_until=day, created_by=people[Role.ADMIN])
Assignment.objects.bulk_create(Assignment(assessment=cycle, indicator=row, unit=unit)
    for row in instrument.indicators.filter(number__range=({MANAJEMEN[0]}, {MANAJEMEN[-1]})))
Verdict.objects.bulk_create(Verdict(assessment=cycle, indicator=row, final_level=Decimal("{GIVEN}"[row.number - 1]),
    justification="[Contoh]", decided_at=timezone.now(), decided_by=people[Role.ASSESSOR])
    for row in instrument.indicators.all())
print(f"CYCLE {{cycle.pk}}")
"""
