from django.apps import AppConfig


class FhirConfig(AppConfig):
    name = "waylight.fhir"
