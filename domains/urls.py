from django.urls import path

from django.shortcuts import render


def page(request, pk=0):
    return render(request, "base.html")


urlpatterns = [
    path("instrumen/", page, name="instruments"),
]
