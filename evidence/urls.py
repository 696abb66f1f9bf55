from django.urls import path

from evidence import tus
from evidence.views import adding, documents, links, sentences

urlpatterns = [
    path("isian/<int:pk>/bukti/tambah/", adding.evidence_add, name="evidence-add"),
    path("isian/<int:pk>/kalimat/", sentences.answer_sentence, name="answer-sentence"),
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
