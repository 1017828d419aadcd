"""`manage.py take_bounce`: a mail server gives it what comes to WAYLIGHT_BOUNCES, one at a time, on standard input."""

import os
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from waylight.notifications import bounces, reports
from waylight.notifications.models import Channel, Notification


class Command(BaseCommand):
    help = "Reads a report of delivery (RFC 3464) from standard input, and marks the message that came back."

    def handle(self, **_options: Any) -> None:
        try:
            failed = bounces.failed(sys.stdin.buffer.read(bounces.LARGEST))
        except bounces.NoReport as error:
            # sysexits.h: then the mail server tells whoever wrote that nobody reads mail here.
            raise CommandError(str(error), returncode=os.EX_DATAERR) from error
        emails = Notification.objects.filter(pk__in=failed, channel=Channel.EMAIL)
        self.stdout.write(f"{reports.came_back(emails)} marked as come back")
