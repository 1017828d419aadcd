from django.apps import AppConfig


class OperationsConfig(AppConfig):
    name = "waylight.operations"

    def ready(self) -> None:
        from waylight.operations.demo import checks  # noqa: F401 - registers the check
