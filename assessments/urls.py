from django.urls import path

from django.shortcuts import render


def page(request, pk=0):
    return render(request, "base.html")


urlpatterns = [
    path("tugas/", page, name="tasks"),
    path("penilaian/", page, name="assessments"),
    path("isian/<int:pk>/", page, name="answer"),
]
