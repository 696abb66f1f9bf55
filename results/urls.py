from django.urls import path

from results.views import comparison, comparison_table, explaining, hosting, importing, peers, years

urlpatterns = [
    path("penilaian/<int:pk>/nilai/", explaining.explain, name="explain"),
    path("penilaian/<int:pk>/nilai.json", explaining.score_export, name="score-export"),
    path("penilaian/<int:pk>/nilai/<slug:slug>/", explaining.explain_part, name="explain-part"),
    path("penilaian/<int:pk>/jalur/", explaining.tracks, name="tracks"),
    path("hasil/", years.years, name="years"),
    path("hasil/impor/", importing.upload, name="results-import"),
    path("hasil/impor/templat-<slug:shape>.csv", importing.template, name="results-import-template"),
    path("hasil/impor/<int:pk>/", importing.preview, name="results-import-preview"),
    path("hasil/impor/<int:pk>/simpan/", importing.confirm, name="results-import-confirm"),
    path("hasil/impor/<int:pk>/batal/", importing.discard, name="results-import-discard"),
    path("hasil/<int:pk>/hapus/", importing.remove, name="past-result-remove"),
    path("hasil/banding/", comparison.comparison, name="comparison"),
    path("hasil/banding/nama/<int:pk>/", comparison.match, name="comparison-match"),
    path("hasil/banding/tabel/", comparison_table.table, name="comparison-table"),
    path("hasil/banding/tabel/unduh/", comparison_table.download, name="comparison-download"),
    path("hasil/banding/peserta/", peers.peers, name="comparison-peers"),
    path("hasil/banding/persetujuan/<slug:step>/", peers.consent, name="comparison-consent"),
    path("pengelolaan/hasil/", hosting.host_results, name="host-results"),
    path("pengelolaan/hasil/tabel.csv", hosting.host_results_table, name="host-results-table"),
]
