from django.conf import settings
from django.urls import include, path

from spbe_portal import api, views

urlpatterns = [
    path("", views.home, name="home"),
    path("", include("accounts.urls")),
    path("", include("activity.urls")),
    path("", include("directory.urls")),
    path("", include("domains.urls")),
    path("", include("assessments.urls")),
    path("", include("evidence.urls")),
    path("", include("results.urls")),
    path("", include("planning.urls")),
    path("", include("reports.urls")),
    path("api/v1/", include(api.urlpatterns)),
    path("sehat/", views.health, name="health"),
]
if settings.DEBUG:
    urlpatterns += [path("komponen/", views.components, name="components")]

handler400 = "spbe_portal.views.bad_request"
handler403 = "spbe_portal.views.forbidden"
handler404 = "spbe_portal.views.not_found"
handler500 = "spbe_portal.views.server_error"
