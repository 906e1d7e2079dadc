"""What every table with an address of its own shares."""

import uuid

from django.db import models


class Identified(models.Model):
    """A row with an id that reveals nothing and cannot be guessed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    class Meta:
        abstract = True
