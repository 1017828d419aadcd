"""The type of a request behind the sign-in, where `user` is never anonymous."""

from django.http import HttpRequest

from waylight.accounts.models import User


class SignedIn(HttpRequest):
    user: User
