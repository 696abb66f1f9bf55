from django.urls import path

from results.views import explaining

urlpatterns = [
    path("penilaian/<int:pk>/nilai/", explaining.explain, name="explain"),
]
