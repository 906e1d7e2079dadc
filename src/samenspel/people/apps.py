"""Persons, accounts, addresses, representation."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "samenspel.people"
