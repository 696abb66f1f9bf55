from django.urls import path

from reports.views import dashboards, jobs, signed, texts, verification, worksheets

urlpatterns = [
    path("penilaian/<int:pk>/", dashboards.assessment, name="assessment"),
    path("penilaian/<int:pk>/laporan/", jobs.reports, name="reports"),
    path("penilaian/<int:pk>/laporan/buat/", jobs.report_request, name="report-request"),
    path("penilaian/<int:pk>/laporan/minta/<slug:kind>/", jobs.document_request, name="document-request"),
    path("penilaian/<int:pk>/laporan/prioritas/", jobs.priorities_report, name="priorities-report"),
    path("penilaian/<int:pk>/laporan/teks/", texts.report_texts, name="report-texts"),
    path("penilaian/<int:pk>/lke/", worksheets.worksheet, name="worksheet"),
    path("penilaian/<int:pk>/lke/unduh/", worksheets.download, name="worksheet-download"),
    path("penilaian/<int:pk>/lke/tabel/<slug:kind>/", worksheets.table, name="worksheet-table"),
    path("lke/<int:pk>/", worksheets.preview, name="worksheet-import"),
    path("lke/<int:pk>/terapkan/", worksheets.confirm, name="worksheet-confirm"),
    path("lke/<int:pk>/ulang/", worksheets.retry, name="worksheet-retry"),
    path("lke/<int:pk>/batal/", worksheets.discard, name="worksheet-discard"),
    path("laporan/<uuid:pk>/", jobs.report_job, name="report-job"),
    path("laporan/<uuid:pk>/ulang/", jobs.report_retry, name="report-retry"),
    path("laporan/<uuid:pk>/batal/", jobs.report_cancel, name="report-cancel"),
    path("laporan/<uuid:pk>/unduh/", jobs.report_download, name="report-download"),
    path("laporan/<uuid:pk>/salinan/", signed.signed_copy_add, name="signed-copy-add"),
    path("laporan/salinan/<int:pk>/", signed.signed_copy, name="signed-copy"),
    path("verifikasi/", verification.verify, name="verify"),
    path("v/<str:code>/", verification.verify_document, name="verify-document"),
]
