"""Messages to people: outbox, e-mail, letters to print."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "samenspel.notifications"
