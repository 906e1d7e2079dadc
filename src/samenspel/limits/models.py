"""What is counted, and the cache that all processes share."""

from django.db import models


class CountedUse(models.Model):
    """How often someone did something in a period. It does not tell who that was."""

    key = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveIntegerField()
    ends_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"counted use {self.key[:8]}: {self.count}"


class SharedCacheEntry(models.Model):
    """The table of Django's cache, in which allauth counts; its columns are Django's."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"cache entry {self.cache_key}"
