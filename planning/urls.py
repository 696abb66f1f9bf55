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
from planning.views import priorities, targets

urlpatterns = [
    path("target/", targets.targets, name="targets"),
    path("target/<int:year>/", targets.target_year, name="target-year"),
    path("target/<int:pk>/ubah/", targets.target_change, name="target-change"),
    path("target/<int:pk>/hapus/", targets.target_remove, name="target-remove"),
    path("penilaian/<int:pk>/prioritas/", priorities.priorities, name="priorities"),
    path("penilaian/<int:pk>/prioritas/<str:code>/", priorities.priority_pick, name="priority-pick"),
    path("prioritas/", priorities.my_priorities, name="my-priorities"),
    path("prioritas/<int:pk>/", priorities.priority, name="priority"),
    path("prioritas/<int:pk>/ubah/", priorities.priority_change, name="priority-change"),
    path("prioritas/<int:pk>/<slug:step>/", priorities.priority_step, name="priority-step"),
]
