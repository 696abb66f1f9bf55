from django.urls import path

from planning.views import actions, plan

urlpatterns = [
    path("rencana/", plan.plan, name="plan"),
    path("rencana/kegiatan/<int:pk>/", actions.action, name="action"),
]
