"""Spreadsheets in."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "samenspel.exchange"
