"""Persons, with and without an account, where they live and who may act for them."""

from datetime import date, datetime
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from samenspel.core.change_history import tracked
from samenspel.core.models import Identified
from samenspel.people.types import (
    LONGEST_FAMILY_NAME,
    LONGEST_GIVEN_NAME,
    LONGEST_PHONE,
    Channel,
    Gender,
    RepresentationKind,
)
from samenspel.vocabulary.languages import Language


def _default_languages() -> list[str]:
    return [Language.NL]


@tracked(
    exclude=(
        "given_name", "family_name", "birth_year", "gender", "email", "phone", "external_id",
    )
)  # fmt: skip
class Person(Identified):
    """Anyone who takes part. No BSN, and a year of birth instead of a date."""

    given_name = models.CharField(max_length=LONGEST_GIVEN_NAME)
    family_name = models.CharField(max_length=LONGEST_FAMILY_NAME, blank=True)
    birth_year = models.PositiveSmallIntegerField(null=True, blank=True)
    gender = models.CharField(max_length=10, choices=Gender.choices, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=LONGEST_PHONE, blank=True)
    channel = models.CharField(max_length=10, choices=Channel.choices, default=Channel.EMAIL)
    languages = ArrayField(
        models.CharField(max_length=5, choices=Language.choices), default=_default_languages
    )
    external_id = models.CharField(max_length=80, blank=True)
    is_synthetic = models.BooleanField(default=False)
    deceased_on = models.DateField(null=True, blank=True)
    forgotten_at = models.DateTimeField(null=True, blank=True)
    recorded_by = models.ForeignKey(
        "people.Person", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(given_name=""), name="person_has_a_name"),
            models.CheckConstraint(
                condition=Q(birth_year__isnull=True) | Q(birth_year__range=(1890, 2100)),
                name="person_birth_year_plausible",
            ),
        ]

    def __str__(self) -> str:
        return f"person {self.pk}"

    @property
    def full_name(self) -> str:
        """Name as written on an envelope."""
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def short_name(self) -> str:
        """Name with the initial of the family name: "Riet T."."""
        return f"{self.given_name} {self.family_name[:1].upper()}.".replace(" .", "")

    @property
    def initials(self) -> str:
        """Two letters for the drawn face."""
        last = self.family_name.split()[-1] if self.family_name else ""
        return (self.given_name[:1] + last[:1]).upper()

    def age_on(self, day: date) -> int | None:
        """Age reached in the year of ``day``, or None when the year of birth is unknown."""
        return day.year - self.birth_year if self.birth_year else None


class AccountQuerySet(models.QuerySet["Account"]):
    """Accounts with their person: every request asks for one and then for the other."""

    def select_for_update(self, *args: Any, **options: Any) -> "AccountQuerySet":
        """Lock the accounts alone; PostgreSQL locks no row that may be missing from a join."""
        alone = self.select_related(None)
        return super(AccountQuerySet, alone).select_for_update(*args, **options)


class AccountManager(BaseUserManager["Account"]):
    """Makes accounts; a password is optional, since people sign in with a code or passkey."""

    def get_queryset(self) -> AccountQuerySet:
        """Return accounts, each read together with its person."""
        return AccountQuerySet(self.model, using=self._db).select_related("person")

    def create_user(self, email: str, password: str | None = None, **extra: Any) -> "Account":
        """Create an account for an e-mail address."""
        account = self.model(email=self.normalize_email(email).lower(), **extra)
        if password:
            account.set_password(password)
        else:
            account.set_unusable_password()
        account.save(using=self._db)
        return account

    def get_by_natural_key(self, username: str | None) -> "Account":
        """Look an account up by its e-mail address, in any case."""
        return self.get(email__iexact=username)


class Account(AbstractBaseUser):
    """The way in for one person. Rights are never tied to it: they come from roles (access)."""

    email = models.EmailField()
    person = models.OneToOneField(
        "people.Person", models.CASCADE, null=True, blank=True, related_name="account"
    )
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[AccountManager] = AccountManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="account_email_once"),
        ]

    def __str__(self) -> str:
        return f"account {self.pk}"


class PostcodeArea(models.Model):
    """A four-digit postcode or a whole place, with the middle of it."""

    code = models.CharField(max_length=8, primary_key=True)
    place = models.CharField(max_length=80)
    municipality = models.CharField(max_length=80, blank=True)
    latitude = models.FloatField()
    longitude = models.FloatField()
    source = models.CharField(max_length=120)

    class Meta:
        indexes = [models.Index(Lower("place"), name="postcodearea_place")]
        constraints = [
            models.CheckConstraint(
                condition=Q(latitude__range=(50.5, 54.0)) & Q(longitude__range=(3.0, 7.5)),
                name="postcode_in_the_netherlands",
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.place}"


@tracked(exclude=("area", "street", "house_number"))
class Address(Identified):
    """Where a person lives; four digits unless the person gave more.

    Two clocks: ``valid_from``/``valid_until`` say when it was true, ``recorded_at`` when we
    knew. Only the area is used for distances; street and number are for a helper with a seat
    and consent.
    """

    person = models.ForeignKey("people.Person", models.CASCADE, related_name="addresses")
    area = models.ForeignKey("people.PostcodeArea", models.PROTECT, related_name="+")
    street = models.CharField(max_length=120, blank=True)
    house_number = models.CharField(max_length=12, blank=True)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="address_dates_in_order",
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(valid_until__isnull=True),
                name="address_one_current",
            ),
        ]

    def __str__(self) -> str:
        return f"address {self.pk}"


class RepresentationQuerySet(models.QuerySet["Representation"]):
    """Chains for representations."""

    def in_force(self, at: datetime) -> "RepresentationQuerySet":
        """Keep those that hold at this moment; what was ended holds no longer."""
        day = at.date()
        return self.filter(
            Q(valid_until__isnull=True) | Q(valid_until__gte=day),
            Q(ended_at__isnull=True) | Q(ended_at__gt=at),
            valid_from__lte=day,
        )


@tracked()
class Representation(Identified):
    """Someone acts for another, on record: who, on what grounds, since when, seen by whom.

    ``valid_until`` is the last day that was foreseen; ``ended_at`` the moment from which it
    holds no longer, whatever was foreseen.
    """

    represented = models.ForeignKey("people.Person", models.CASCADE, related_name="+")
    representative = models.ForeignKey("people.Person", models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20, choices=RepresentationKind.choices)
    relation = models.CharField(max_length=60, blank=True)
    document_seen_on = models.DateField(null=True, blank=True)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    recorded_by = models.ForeignKey(
        "people.Person", models.SET_NULL, null=True, related_name="+"
    )
    recorded_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        "people.Person", models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects: ClassVar[Any] = RepresentationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(represented=F("representative")),
                name="representation_of_another",
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="representation_dates_in_order",
            ),
            models.UniqueConstraint(
                fields=["represented", "representative", "kind"],
                condition=Q(valid_until__isnull=True, ended_at__isnull=True),
                name="representation_once",
            ),
        ]

    def __str__(self) -> str:
        return f"representation {self.pk}: {self.kind}"


class Block(models.Model):
    """ "Not this person": beats every role and every consent, and is never explained."""

    by = models.ForeignKey("people.Person", models.CASCADE, related_name="+")
    about = models.ForeignKey("people.Person", models.CASCADE, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["by", "about"], name="block_once"),
            models.CheckConstraint(condition=~Q(by=F("about")), name="block_of_another"),
        ]

    def __str__(self) -> str:
        return f"block {self.pk}"
