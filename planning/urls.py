from django.urls import path

from planning.views import targets

urlpatterns = [
    path("target/", targets.targets, name="targets"),
    path("target/<int:year>/", targets.target_year, name="target-year"),
    path("target/<int:pk>/ubah/", targets.target_change, name="target-change"),
    path("target/<int:pk>/hapus/", targets.target_remove, name="target-remove"),
]
