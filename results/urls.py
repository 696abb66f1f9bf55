from django.urls import path

from results.views import explaining

urlpatterns = [
    path("penilaian/<int:pk>/nilai/", explaining.explain, name="explain"),
    path("penilaian/<int:pk>/nilai.json", explaining.score_export, name="score-export"),
    path("penilaian/<int:pk>/nilai/<slug:slug>/", explaining.explain_part, name="explain-part"),
    path("penilaian/<int:pk>/jalur/", explaining.tracks, name="tracks"),
]
