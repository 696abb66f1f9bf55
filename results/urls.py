from django.urls import path

from results.views import explaining, hosting

urlpatterns = [
    path("penilaian/<int:pk>/nilai/", explaining.explain, name="explain"),
    path("pengelolaan/hasil/", hosting.host_results, name="host-results"),
    path("pengelolaan/hasil/tabel.csv", hosting.host_results_table, name="host-results-table"),
]
