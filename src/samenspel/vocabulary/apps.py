"""The words that asking, offering and matching share: one list of each thing."""

from django.apps import AppConfig


class VocabularyConfig(AppConfig):
    name = "samenspel.vocabulary"
