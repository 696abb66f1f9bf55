from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "spbe_portal"
    verbose_name = "Portal SPBE"

    def ready(self) -> None:
        from spbe_portal import checks  # noqa: F401, PLC0415 - registers the system checks
