from django.shortcuts import render
from django.urls import path


def page(request):
    return render(request, "base.html")


urlpatterns = [
    path("pengelolaan/opd/", page, name="units"),
    path("pengelolaan/pengguna/", page, name="users"),
    path("pengelolaan/instansi/", page, name="instansi"),
]
