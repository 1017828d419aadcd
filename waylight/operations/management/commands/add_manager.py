"""Lets the first manager in: `manage.py add_manager eva@example.org "Eva Example"`. Everybody else is added in the office."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from waylight.accounts import invitations
from waylight.accounts.accounts import EmailTaken, open_account
from waylight.accounts.models import Role


class Command(BaseCommand):
    help = "Opens a manager's account and sends an invitation to set up the second factor."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("name")
        parser.add_argument("--zone", default="Europe/London")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        try:
            user = open_account(
                options["email"], Role.MANAGER, by="worker", name=options["name"], zone=options["zone"]
            )
        except EmailTaken as error:
            raise CommandError(str(error)) from error
        invitations.invite(user, by="worker")
        self.stdout.write("Done. The invitation leaves as soon as the worker runs.")
