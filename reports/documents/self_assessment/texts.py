"""The words an institution may write itself, and those that stand there until it does."""

from __future__ import annotations

from collections.abc import Mapping

from assessments.models import Assessment
from reports.models import ReportText

DEFAULTS = {
    "intro": (
        "Puji syukur kami panjatkan ke hadirat Tuhan Yang Maha Esa atas selesainya penyusunan Laporan Hasil Penilaian "
        "Mandiri Sistem Pemerintahan Berbasis Elektronik (SPBE) {instansi} Tahun {tahun}.\n\n"
        "Laporan ini menyajikan indeks, nilai domain, nilai aspek, dan tingkat kematangan setiap indikator, beserta "
        "kekuatan, kelemahan, dan rencana tindak lanjutnya. Seluruh angka berasal dari isian perangkat daerah yang "
        "telah diperiksa bersama data dukungnya, sehingga dapat ditelusuri kembali sampai ke setiap indikator.\n\n"
        "Kami menyampaikan terima kasih kepada seluruh perangkat daerah, Tim Asesor Internal, dan Tim Koordinasi SPBE "
        "yang telah bekerja sama. Semoga laporan ini bermanfaat bagi perbaikan layanan kepada masyarakat."
    ),
    "closing": (
        "Demikian laporan ini disusun sebagai gambaran penyelenggaraan SPBE {instansi} Tahun {tahun}. Hasilnya menjadi "
        "bahan evaluasi dan dasar bagi rencana tindak lanjut setiap perangkat daerah pada tahun berikutnya.\n\n"
        "Keberhasilan SPBE memerlukan komitmen pimpinan dan kerja sama seluruh perangkat daerah. Pelaksanaan rencana "
        "tindak lanjut dipantau melalui portal dan dibahas dalam rapat Tim Koordinasi SPBE."
    ),
}


def own_texts(assessment: Assessment) -> dict[str, str]:
    """What the institution wrote itself, by part; one query."""
    return dict(ReportText.objects.filter(instansi=assessment.instansi_id).values_list("part", "text"))


def paragraphs(part: str, own: Mapping[str, str], *, instansi: str, year: int) -> list[str]:
    """A part's paragraphs: the institution's own where it wrote some, with {instansi} and {tahun} filled in."""
    text = (own.get(part) or DEFAULTS[part]).replace("\r\n", "\n")
    text = text.replace("{tahun}", str(year)).replace("{instansi}", instansi)
    return [lines.strip() for lines in text.split("\n\n") if lines.strip()]
