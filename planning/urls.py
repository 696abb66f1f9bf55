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
]
