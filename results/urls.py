from django.urls import path

from results.views import explaining, importing, years

urlpatterns = [
    path("penilaian/<int:pk>/nilai/", explaining.explain, name="explain"),
    path("hasil/", years.years, name="years"),
    path("hasil/impor/", importing.upload, name="results-import"),
    path("hasil/impor/templat-<slug:shape>.csv", importing.template, name="results-import-template"),
    path("hasil/impor/<int:pk>/", importing.preview, name="results-import-preview"),
    path("hasil/impor/<int:pk>/simpan/", importing.confirm, name="results-import-confirm"),
    path("hasil/impor/<int:pk>/batal/", importing.discard, name="results-import-discard"),
    path("hasil/<int:pk>/hapus/", importing.remove, name="past-result-remove"),
]
