from django.urls import path

from evidence import tus
from evidence.views import adding, carrying, documents, links

urlpatterns = [
    path("isian/<int:pk>/bukti/tambah/", adding.evidence_add, name="evidence-add"),
    path("isian/<int:pk>/tahun-lalu/", carrying.carry_overs, name="carry-overs"),
    path("isian/<int:pk>/tahun-lalu/semua/", carrying.carry_overs_all, name="carry-overs-all"),
    path("isian/<int:pk>/tahun-lalu/<int:earlier>/", carrying.carry_over, name="carry-over"),
    path("isian/<int:pk>/unggahan/", tus.uploads, name="uploads"),
    path("unggahan/<uuid:pk>/", tus.upload, name="upload"),
    path("unggahan/<uuid:pk>/batal/", adding.upload_cancel, name="upload-cancel"),
    path("bukti/<int:pk>/lepas/", links.evidence_remove, name="evidence-remove"),
    path("bukti/<int:pk>/kembalikan/", links.evidence_restore, name="evidence-restore"),
    path("bukti/<int:pk>/periksa/", links.evidence_review, name="evidence-review"),
    path("dokumen/", documents.documents, name="documents"),
    path("dokumen/<int:pk>/", documents.document, name="document"),
    path("dokumen/<int:pk>/unduh/", documents.document_download, name="document-download"),
]
