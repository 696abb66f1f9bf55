from django.urls import path

from evidence import tus
from evidence.views import adding, carrying, documents, library, links, previews, sentences, versions

urlpatterns = [
    path("isian/<int:pk>/bukti/tambah/", adding.evidence_add, name="evidence-add"),
    path("isian/<int:pk>/kalimat/", sentences.answer_sentence, name="answer-sentence"),
    path("isian/<int:pk>/tahun-lalu/", carrying.carry_overs, name="carry-overs"),
    path("isian/<int:pk>/tahun-lalu/semua/", carrying.carry_overs_all, name="carry-overs-all"),
    path("isian/<int:pk>/tahun-lalu/<int:earlier>/", carrying.carry_over, name="carry-over"),
    path("isian/<int:pk>/unggahan/", tus.uploads, name="uploads"),
    path("unggahan/<uuid:pk>/", tus.upload, name="upload"),
    path("unggahan/<uuid:pk>/batal/", adding.upload_cancel, name="upload-cancel"),
    path("bukti/<int:pk>/ubah/", links.evidence_change, name="evidence-change"),
    path("bukti/<int:pk>/lepas/", links.evidence_remove, name="evidence-remove"),
    path("bukti/<int:pk>/kembalikan/", links.evidence_restore, name="evidence-restore"),
    path("bukti/<int:pk>/periksa/", links.evidence_review, name="evidence-review"),
    path("bukti/<int:pk>/buka/", previews.evidence_open, name="evidence-open"),
    path("bukti/<int:pk>/unduh/", previews.evidence_download, name="evidence-download"),
    path("dokumen/", documents.documents, name="documents"),
    path("dokumen/tambah/", library.document_add, name="document-add"),
    path("dokumen/<int:pk>/", documents.document, name="document"),
    path("dokumen/<int:pk>/unduh/", documents.document_download, name="document-download"),
    path("dokumen/<int:pk>/lihat/", previews.document_view, name="document-view"),
    path(
        "dokumen/<int:pk>/halaman/<int:page>-<int:width>.<slug:extension>", previews.document_page, name="document-page"
    ),
    path("dokumen/<int:pk>/ubah/", library.document_change, name="document-change"),
    path("dokumen/<int:pk>/ganti/", versions.document_replace, name="document-replace"),
    path("dokumen/<int:pk>/cabut/", library.document_revoke, name="document-revoke"),
    path("dokumen/<int:pk>/cabut/batal/", library.document_unrevoke, name="document-unrevoke"),
    path("dokumen/<int:pk>/hapus/", library.document_delete, name="document-delete"),
    path("dokumen/<int:pk>/pulihkan/", library.document_restore, name="document-restore"),
]
