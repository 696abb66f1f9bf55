from django.urls import path

from activity import views

urlpatterns = [
    path("pemberitahuan/", views.notifications, name="notifications"),
    path("pemberitahuan/dibaca/", views.read_all, name="notifications-read"),
    path("pemberitahuan/<int:pk>/buka/", views.open_notification, name="notification-open"),
    path("riwayat/", views.history, name="history"),
]
