from django.urls import path

from planning.views import actions, plan

urlpatterns = [
    path("rencana/", plan.plan, name="plan"),
    path("rencana/unduh/", plan.download, name="plan-download"),
    path("rencana/kalender/", plan.calendar, name="plan-calendar"),
    path("rencana/<int:year>/hasil/", plan.results, name="plan-results"),
    path("rencana/baru/", actions.create, name="action-create"),
    path("rencana/kegiatan/<int:pk>/", actions.action, name="action"),
    path("rencana/kegiatan/<int:pk>/ubah/", actions.change, name="action-change"),
    path("rencana/kegiatan/<int:pk>/urutan/", actions.order, name="action-order"),
    path("rencana/kegiatan/<int:pk>/<slug:step>/", actions.step, name="action-step"),
]
