from django.urls import include, path

from django.shortcuts import render


def page(request, pk=0):
    return render(request, "base.html")


urlpatterns = [
    path("profil/", page, name="profile"),
    path("akun/", include("allauth.account.urls")),
]
