from django.urls import path

from planning.views import priorities, targets

urlpatterns = [
    path("target/", targets.targets, name="targets"),
    path("target/<int:year>/", targets.target_year, name="target-year"),
    path("target/<int:pk>/ubah/", targets.target_change, name="target-change"),
    path("target/<int:pk>/hapus/", targets.target_remove, name="target-remove"),
    path("penilaian/<int:pk>/prioritas/", priorities.priorities, name="priorities"),
    path("penilaian/<int:pk>/prioritas/<str:code>/", priorities.priority_pick, name="priority-pick"),
    path("prioritas/", priorities.my_priorities, name="my-priorities"),
    path("prioritas/<int:pk>/", priorities.priority, name="priority"),
    path("prioritas/<int:pk>/ubah/", priorities.priority_change, name="priority-change"),
    path("prioritas/<int:pk>/<slug:step>/", priorities.priority_step, name="priority-step"),
]
