"""Each model says what becomes of every field, and who may see its rows."""

from django.apps import apps
from django.db import models

from waylight.privacy.declarations import RETENTION, Declaration, NoPersonalData, own_models

# Models of libraries: they cannot declare anything themselves, so each stands here with what becomes of its rows.
OF_LIBRARIES = {
    "auth.Permission": "Django's own table; Waylight's permissions are in code, so it says nothing about anybody",
    "auth.Group": "Django's own table; it stays empty",
    "contenttypes.ContentType": "names of models",
    "sessions.Session": "ends within 14 days, and at sign-out; rows are ids",
    "account.EmailAddress": "goes with the user it belongs to",
    "account.EmailConfirmation": "goes with the e-mail address; codes are kept in the session instead",
    "mfa.Authenticator": "goes with the user it belongs to",
    "usersessions.UserSession": "goes with the user it belongs to",
}
# Rows that no page shows, so nobody's reach needs to be worked out.
SHOWN_TO_NOBODY = {
    "accounts.Pin": "a hash that only signing in compares",
    "privacy.SentForm": "only the engine looks up the key of a form",
}


def personal() -> list[type[models.Model]]:
    return [model for model in own_models() if isinstance(getattr(model, "privacy", None), Declaration)]


def test_every_model_declares_what_it_knows_about_people() -> None:
    declared = (Declaration, NoPersonalData)
    assert [
        m._meta.label for m in own_models() if not isinstance(getattr(m, "privacy", None), declared)
    ] == []


def test_every_field_of_a_personal_model_is_declared() -> None:
    undeclared = {model._meta.label: model.privacy.undeclared(model) for model in personal()}
    assert {label: names for label, names in undeclared.items() if names} == {}


def test_declarations_name_only_fields_that_are_there_and_each_once() -> None:
    wrong = []
    for model in personal():
        kept, blanked = set(model.privacy.kept), set(model.privacy.blanked)
        fields = {field.name for field in model._meta.concrete_fields}
        wrong += [f"{model._meta.label}.{name}" for name in ((kept | blanked) - fields) | (kept & blanked)]
    assert wrong == []


def test_every_personal_row_belongs_to_somebody_and_is_kept_for_a_known_time() -> None:
    attributes = {m: {f.attname for f in m._meta.concrete_fields} | {"pk"} for m in personal()}
    relations = {m: {f.name for f in m._meta.concrete_fields} for m in personal()}
    lost = [
        m._meta.label
        for m in personal()
        if m.privacy.whose.split(".")[0] not in attributes[m] | relations[m]
        or m.privacy.retention not in RETENTION
    ]
    assert lost == []


def test_who_may_see_its_rows_is_said_by_every_personal_model() -> None:
    silent = {m._meta.label for m in personal() if not hasattr(m._default_manager, "visible_to")}
    assert silent == set(SHOWN_TO_NOBODY)


def test_no_library_keeps_rows_that_nobody_thought_of() -> None:
    foreign = {m._meta.label for m in apps.get_models() if not m.__module__.startswith("waylight.")}
    assert foreign == set(OF_LIBRARIES)
