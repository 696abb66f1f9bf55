from django.urls import path

from evidence import tus, views

urlpatterns = [
    path("isian/<int:pk>/bukti/tambah/", views.evidence_add, name="evidence-add"),
    path("isian/<int:pk>/unggahan/", tus.uploads, name="uploads"),
    path("unggahan/<uuid:pk>/", tus.upload, name="upload"),
    path("unggahan/<uuid:pk>/batal/", views.upload_cancel, name="upload-cancel"),
    path("bukti/<int:pk>/lepas/", views.evidence_remove, name="evidence-remove"),
    path("bukti/<int:pk>/kembalikan/", views.evidence_restore, name="evidence-restore"),
    path("bukti/<int:pk>/periksa/", views.evidence_review, name="evidence-review"),
    path("dokumen/", views.documents, name="documents"),
    path("dokumen/<int:pk>/unduh/", views.document_download, name="document-download"),
]
