from django.urls import path

from planning.views import prerequisites

urlpatterns = [
    path("prasyarat/", prerequisites.prerequisites, name="prerequisites"),
    path("prasyarat/matikan/", prerequisites.off, name="prerequisite-off"),
    path("prasyarat/<int:pk>/batalkan/", prerequisites.back, name="prerequisite-back"),
from planning.views import scenarios, whatif

urlpatterns = [
    path("penilaian/<int:pk>/andai/", whatif.what_if, name="what-if"),
    path("penilaian/<int:pk>/skenario/", scenarios.scenarios, name="scenarios"),
    path("penilaian/<int:pk>/skenario/baru/", scenarios.scenario_create, name="scenario-create"),
    path("penilaian/<int:pk>/skenario/banding/", scenarios.scenarios_compare, name="scenarios-compare"),
    path("skenario/<int:pk>/", scenarios.scenario, name="scenario"),
    path("skenario/<int:pk>/ubah/", scenarios.scenario_change, name="scenario-change"),
    path("skenario/<int:pk>/hapus/", scenarios.scenario_delete, name="scenario-delete"),
    path("skenario/<int:pk>/pulihkan/", scenarios.scenario_restore, name="scenario-restore"),
from planning.views import actions, plan

urlpatterns = [
    path("rencana/", plan.plan, name="plan"),
    path("rencana/unduh/", plan.download, name="plan-download"),
    path("rencana/kalender/", plan.calendar, name="plan-calendar"),
    path("rencana/<int:year>/hasil/", plan.results, name="plan-results"),
    path("rencana/baru/", actions.create, name="action-create"),
    path("rencana/kegiatan/<int:pk>/", actions.action, name="action"),
    path("rencana/kegiatan/<int:pk>/ubah/", actions.change, name="action-change"),
    path("rencana/kegiatan/<int:pk>/urutan/", actions.order, name="action-order"),
    path("rencana/kegiatan/<int:pk>/<slug:step>/", actions.step, name="action-step"),
]
