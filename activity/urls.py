from django.urls import path

from django.shortcuts import render


def page(request, pk=0):
    return render(request, "base.html")


urlpatterns = [
    path("pemberitahuan/", page, name="notifications"),
    path("riwayat/", page, name="history"),
]
