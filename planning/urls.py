from django.urls import path

from planning.views import prerequisites

urlpatterns = [
    path("prasyarat/", prerequisites.prerequisites, name="prerequisites"),
    path("prasyarat/matikan/", prerequisites.off, name="prerequisite-off"),
    path("prasyarat/<int:pk>/batalkan/", prerequisites.back, name="prerequisite-back"),
]
