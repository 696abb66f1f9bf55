from django.urls import path

from assessments.views import answers, cycles, verdicts

urlpatterns = [
    path("tugas/", answers.tasks, name="tasks"),
    path("isian/<int:pk>/", answers.answer, name="answer"),
    path("isian/<int:pk>/riwayat/", answers.answer_history, name="answer-history"),
    path("isian/<int:pk>/langkah/<slug:step>/", answers.step, name="answer-step"),
    path("penugasan/<int:pk>/penanggung-jawab/", verdicts.person, name="assignment-person"),
    path("penilaian/", cycles.assessments, name="assessments"),
    path("penilaian/baru/", cycles.create, name="assessment-create"),
    path("penilaian/<int:pk>/pengaturan/", cycles.settings, name="assessment-settings"),
    path("penilaian/<int:pk>/penugasan/", cycles.assignment_matrix, name="assignment-matrix"),
    path("penilaian/<int:pk>/tahap/<slug:step>/", cycles.stage_step, name="stage-step"),
    path("penilaian/<int:pk>/indikator/", verdicts.indicators, name="assessment-indicators"),
    path("penilaian/<int:pk>/indikator/<slug:code>/", verdicts.indicator, name="assessment-indicator"),
]
