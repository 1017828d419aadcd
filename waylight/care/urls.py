"""Addresses of this package."""

from django.urls import path

from waylight.care.views import (
    client_plan,
    goals,
    notes,
    plan,
    plan_copies,
    plan_sections,
    plan_sheets,
    relief,
    take_aways,
)

app_name = "care"
urlpatterns = [
    path("desk/notes/<uuid:pk>/", notes.page, name="note"),
    path("desk/notes/<uuid:pk>/draft/", notes.draft, name="draft"),
    path("desk/notes/<uuid:pk>/additions/", notes.additions, name="additions"),
    path("desk/clients/<uuid:pk>/plan/", client_plan.page, name="client_plan"),
    path(
        "desk/clients/<uuid:pk>/plan/parts/<slug:section_id>/",
        plan_sections.of_client,
        name="client_plan_section",
    ),
    path(
        "desk/clients/<uuid:pk>/plan/parts/<slug:section_id>/draft/",
        plan_sections.of_client_draft,
        name="client_plan_section_draft",
    ),
    path("desk/clients/<uuid:pk>/plan/proposal/", client_plan.propose, name="client_plan_propose"),
    path("desk/clients/<uuid:pk>/plan/dates/", client_plan.dates, name="client_plan_dates"),
    path("desk/clients/<uuid:pk>/plan/history/", client_plan.history, name="client_plan_history"),
    path(
        "desk/clients/<uuid:pk>/plan/history/<int:number>/", client_plan.version, name="client_plan_version"
    ),
    path(
        "desk/clients/<uuid:pk>/plan/history/<int:number>/return/",
        client_plan.restore,
        name="client_plan_restore",
    ),
    path("me/plan/", plan.page, name="plan"),
    path("me/plan/parts/", plan.parts, name="plan_parts"),
    path("me/plan/parts/<slug:section_id>/", plan_sections.own, name="plan_section"),
    path("me/plan/parts/<slug:section_id>/draft/", plan_sections.own_draft, name="plan_section_draft"),
    path("me/plan/changes/", plan.changes, name="plan_changes"),
    path("me/plan/approval/", plan.approve, name="plan_approve"),
    path("me/plan/history/", plan.history, name="plan_history"),
    path("me/plan/history/<int:number>/", plan.version, name="plan_version"),
    path("me/plan/history/<int:number>/return/", plan.restore, name="plan_restore"),
    path("me/plan/card/", plan_sheets.card, name="plan_card"),
    path("me/plan/first/", plan_sheets.first_lines, name="plan_first_lines"),
    path("me/plan/phone/", plan_sheets.keep, name="plan_phone"),
    path("me/plan/phone/copy/", plan_sheets.phone_copy, name="plan_phone_copy"),
    path("me/plan/copies/", plan_copies.everyone, name="plan_copies"),
    path("me/plan/copies/new/", plan_copies.new, name="plan_new_copy"),
    path("me/plan/copies/<uuid:pk>/", plan_copies.sheet, name="plan_copy"),
    path("me/plan/copies/<uuid:pk>/renewal/", plan_copies.renew, name="plan_copy_renew"),
    path("me/plan/copies/<uuid:pk>/end/", plan_copies.end, name="plan_copy_end"),
    path("me/goals/", goals.everything, name="goals"),
    path("me/goals/new/", goals.new, name="new_goal"),
    path("me/goals/<uuid:pk>/", goals.page, name="goal"),
    path("me/goals/<uuid:pk>/words/", goals.words, name="goal_words"),
    path("me/goals/<uuid:pk>/rating/", goals.rate, name="goal_rate"),
    path("me/goals/<uuid:pk>/end/", goals.end, name="goal_end"),
    path("me/goals/<uuid:pk>/return/", goals.take_up, name="goal_take_up"),
    path("me/goals/ratings/<uuid:pk>/removal/", goals.take_out, name="goal_take_out"),
    path("me/loop/", relief.own, name="loop"),
    path("me/loop/words/", relief.own_words, name="loop_words"),
    path("me/loop/history/", relief.own_history, name="loop_history"),
    path("desk/clients/<uuid:pk>/loop/", relief.of_client, name="client_loop"),
    path("desk/clients/<uuid:pk>/loop/words/", relief.words_of_client, name="client_loop_words"),
    path("desk/clients/<uuid:pk>/loop/history/", relief.history_of_client, name="client_loop_history"),
    path("me/take-aways/", take_aways.everything, name="take_aways"),
    path("me/take-aways/<uuid:pk>/", take_aways.one, name="take_away"),
]
