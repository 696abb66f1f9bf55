from django.urls import path

from domains import views

urlpatterns = [
    path("instrumen/", views.instruments, name="instruments"),
    path("instrumen/<slug:code>/", views.instrument, name="instrument"),
    path("instrumen/<slug:code>/<str:indicator>/", views.indicator, name="indicator"),
]
