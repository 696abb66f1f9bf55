from django.urls import path

from reports.views import dashboards, jobs

urlpatterns = [
    path("penilaian/<int:pk>/", dashboards.assessment, name="assessment"),
    path("penilaian/<int:pk>/laporan/", jobs.reports, name="reports"),
    path("penilaian/<int:pk>/laporan/buat/", jobs.report_request, name="report-request"),
    path("penilaian/<int:pk>/laporan/prioritas/", jobs.priorities_report, name="priorities-report"),
    path("laporan/<uuid:pk>/", jobs.report_job, name="report-job"),
    path("laporan/<uuid:pk>/ulang/", jobs.report_retry, name="report-retry"),
    path("laporan/<uuid:pk>/unduh/", jobs.report_download, name="report-download"),
]
