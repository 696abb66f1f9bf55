from django.urls import path

from django.shortcuts import render


def page(request, pk=0):
    return render(request, "base.html")


urlpatterns = [
    path("penilaian/<int:pk>/", page, name="assessment"),
]
