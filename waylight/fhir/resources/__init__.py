"""The types that can be read. Adding one is adding a module and its line here."""

from waylight.fhir.resources import (
    appointment,
    care_plan,
    client,
    consent,
    goal,
    observation,
    practitioner,
    questionnaire,
    questionnaire_response,
)
from waylight.fhir.resources.kinds import Kind

KINDS: dict[str, Kind] = {
    module.KIND.type: module.KIND
    for module in (
        client,
        practitioner,
        appointment,
        consent,
        care_plan,
        goal,
        observation,
        questionnaire,
        questionnaire_response,
    )
}
