"""Two scenarios on the newest published result, so that there is something to look at and to compare."""

from __future__ import annotations

from accounts.models import Instansi, User
from assessments.models import Assessment, Stage
from planning.imagining import imagine
from planning.services.scenarios import keep_scenario
from planning.ways import find_way
from results.summaries import summarise

ASKED = {"cari": "1", "tujuan": "sangat-baik", "prasyarat": "1"}
KEPT = {
    "Sangat Baik dengan usaha paling sedikit": ASKED,
    "Sangat Baik, paling jauh naik satu tingkat": {**ASKED, "langkah": "1"},
}


def create(instansi: Instansi, *, by: User) -> None:
    newest = Assessment.objects.in_full().filter(instansi=instansi, stage=Stage.FINAL, source__gt="").latest("year")
    summary = summarise(newest)
    for name, params in KEPT.items():
        asked = imagine(summary, params)
        way = find_way(asked, instansi)
        if way is None:
            continue
        levels = {each.row.code: str(each.step.to_level) for each in way.steps}
        imagined = imagine(summary, {**params, **levels})
        keep_scenario(
            newest, imagined=imagined, seen=imagined.seen, name=name, note="[Contoh] Dicari oleh portal.",
            search=asked.search, by=by,
        )  # fmt: skip
