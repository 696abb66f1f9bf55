"""What the first sheet tells whoever opens the file."""

from __future__ import annotations

from assessments.scoring import shown
from reports.spreadsheets.values import Worksheet

EDITING = (
    "Isi hanya sel berwarna kuning. Sel lain terkunci agar tidak terhapus tanpa sengaja; perubahan padanya diabaikan.",
    "Simpan tetap sebagai .xlsx, tanpa makro. Jangan mengganti nama lembar dan jangan menghapus kolom.",
    "Unggah berkas ini pada halaman LKE di portal. Portal menampilkan dulu setiap perubahan; "
    "belum ada yang tersimpan sebelum Anda menekan Terapkan.",
    "Bila sebuah baris sudah diubah di portal sejak berkas ini dibuat, kedua isinya ditampilkan dan Anda memilih.",
    "Sel yang akan diimpor harus berisi nilai, bukan rumus. Desimal boleh memakai koma.",
)
COPY = (
    "Berkas ini salinan baca seluruh LKE pada saat dokumen diminta. Isinya tidak mengikuti perubahan sesudah itu.",
    "Untuk mengisi atau memperbaiki, unduh LKE dari halaman LKE di portal. Berkas ini tidak dapat diimpor.",
)


def lines_for(worksheet: Worksheet) -> list[tuple[str, str]]:
    """Kind of line and its text."""
    scale, stamp = worksheet.questionnaire, worksheet.stamp
    low, high, step = shown(scale.scale_min), shown(scale.scale_max), shown(scale.scale_step)
    return [
        ("heading", "Salinan baca" if worksheet.is_copy else "Mengisi dan mengunggah kembali"),
        *(("text", line) for line in (COPY if worksheet.is_copy else EDITING)),
        ("heading", "Isi lembar"),
        *(("text", line) for line in _sheets(worksheet)),
        ("text", f"Tingkat: {low} sampai {high}, langkah {step}. Yang kosong belum bernilai."),
        ("heading", "Asal berkas"),
        ("text", f"{stamp.instansi}, penilaian {stamp.year}, nomor {stamp.assessment}."),
        ("text", f"Instrumen {stamp.instrument}, revisi {stamp.revision}, sidik {stamp.checksum}."),
    ]


def _sheets(worksheet: Worksheet) -> list[str]:
    answers = "Isian: satu baris per indikator dan OPD, dengan Fakta, Analisis, bukti dukung, dan catatan admin."
    if worksheet.summary is None:
        return [answers]
    unanswered = shown(worksheet.questionnaire.unanswered_as)
    return [
        "Rekap: indeks, domain, dan aspek dihitung ulang dengan rumus: jumlah tingkat × bobot dibagi jumlah bobot. "
        f"Yang belum bernilai dihitung {unanswered} dengan pembagi penuh. Kolom Cocok membandingkannya dengan portal.",
        "Indikator: satu baris per indikator, tingkat pada empat jalur: mandiri, verifikasi, final, dan eksternal. "
        "Mandiri dan verifikasi adalah tingkat terendah dari OPD yang menjawab.",
        f"{answers} Draf yang belum diajukan OPD tidak dimuat.",
    ]
