"""Who works here: institutions, their units, and people with one role each."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from accounts.lineage import reached


class InstansiQuerySet(models.QuerySet["Instansi"]):
    def visible_to(self, user: User) -> InstansiQuerySet:
        if user.is_technician:
            return self.all()
        return self.filter(pk=user.instansi_id) if user.instansi_id else self.none()

    def matching(self, words: str) -> InstansiQuerySet:
        """Those whose name or province contains the words; all when there are none."""
        return self.filter(Q(name__icontains=words) | Q(short_name__icontains=words) | Q(province__icontains=words))


class Instansi(models.Model):
    """A government institution; the thing an assessment rates."""

    class Kind(models.TextChoices):
        MINISTRY = "ministry", "Kementerian"
        AGENCY = "agency", "Lembaga"
        PROVINCE = "province", "Pemerintah Provinsi"
        REGENCY = "regency", "Pemerintah Kabupaten"
        CITY = "city", "Pemerintah Kota"

    name = models.CharField("nama resmi", max_length=200)
    short_name = models.CharField("nama singkat", max_length=60)
    kind = models.CharField("jenis", max_length=10, choices=Kind)
    province = models.CharField("provinsi", max_length=80, blank=True)
    address = models.CharField("alamat", max_length=300, blank=True)
    is_demo = models.BooleanField("data contoh", default=False)

    objects = InstansiQuerySet.as_manager()

    class Meta:
        verbose_name = "instansi"
        verbose_name_plural = "instansi"
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                name="instansi_name_unique",
                violation_error_message="Instansi dengan nama ini sudah ada.",
            ),
            models.CheckConstraint(condition=~Q(name="") & ~Q(short_name=""), name="instansi_named"),
        ]

    def __str__(self) -> str:
        return self.name


class UnitQuerySet(models.QuerySet["Unit"]):
    def visible_to(self, user: User) -> UnitQuerySet:
        """Units of the user's own institution; a technician sees all, to place people in them."""
        if user.is_technician:
            return self.all()
        return self.filter(instansi_id=user.instansi_id) if user.instansi_id else self.none()

    def active(self) -> UnitQuerySet:
        return self.filter(is_active=True)

    def matching(self, words: str) -> UnitQuerySet:
        """Those whose code or name contains the words; all when there are none."""
        return self.filter(Q(code__icontains=words) | Q(name__icontains=words) | Q(short_name__icontains=words))


class Unit(models.Model):
    """An OPD or unit kerja; it answers indicators and owns documents."""

    instansi = models.ForeignKey(Instansi, models.PROTECT, related_name="units")
    code = models.CharField("kode", max_length=30)
    name = models.CharField("nama OPD", max_length=200)
    short_name = models.CharField("nama singkat", max_length=60)
    predecessors = models.ManyToManyField(
        "self", through="Succession", symmetrical=False, blank=True, related_name="successors",
        verbose_name="kelanjutan dari",
    )  # fmt: skip
    is_active = models.BooleanField("aktif", default=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = "OPD"
        verbose_name_plural = "OPD"
        constraints = [
            models.UniqueConstraint(
                "instansi",
                Lower("code"),
                name="unit_code_unique",
                violation_error_message="Kode OPD ini sudah dipakai.",
            ),
            models.UniqueConstraint(
                "instansi", Lower("name"), name="unit_name_unique", violation_error_message="Nama OPD ini sudah ada."
            ),
            models.CheckConstraint(condition=~Q(code="") & ~Q(name="") & ~Q(short_name=""), name="unit_named"),
        ]

    def __str__(self) -> str:
        return self.name

    def lineage(self) -> set[int]:
        """Its own key, and those of all OPD that it continues over any number of mergers and splits; one query."""
        return reached([self.pk], Succession.objects.within(self.instansi_id))


class SuccessionQuerySet(models.QuerySet["Succession"]):
    def within(self, instansi_id: int) -> dict[int, set[int]]:
        """The predecessors of every OPD of an institution that has any, by key; one query."""
        found: dict[int, set[int]] = defaultdict(set)
        for unit, predecessor in self.filter(unit__instansi=instansi_id).values_list("unit_id", "predecessor_id"):
            found[unit].add(predecessor)
        return found


class Succession(models.Model):
    """One OPD continues another: a merger has several predecessors, a split several OPD with the same one."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    predecessor = models.ForeignKey(Unit, models.PROTECT, related_name="+")

    objects = SuccessionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "predecessor"], name="succession_once"),
            models.CheckConstraint(condition=~Q(unit=models.F("predecessor")), name="succession_not_of_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.unit} melanjutkan {self.predecessor}"


class Role(models.TextChoices):
    OPERATOR = "operator", "Operator OPD"
    ADMIN = "admin", "Admin Diskominfo"
    ASSESSOR = "assessor", "Asesor internal"
    COORDINATOR = "coordinator", "Koordinator SPBE"
    TECHNICIAN = "technician", "Pengelola sistem"


class UserQuerySet(models.QuerySet["User"]):
    def visible_to(self, user: User) -> UserQuerySet:
        if user.is_technician:
            return self.all()
        return self.filter(instansi_id=user.instansi_id) if user.instansi_id else self.none()

    def active(self) -> UserQuerySet:
        return self.filter(is_active=True)

    def with_role(self, *roles: str) -> UserQuerySet:
        return self.filter(role__in=roles)

    def operators_of(self, units: Iterable[int]) -> UserQuerySet:
        """Who may answer for these OPD now, by name."""
        return self.active().with_role(Role.OPERATOR).filter(unit__in=list(units)).order_by("full_name")

    def matching(self, words: str) -> UserQuerySet:
        """Those whose name, user name or address contains the words; all when there are none."""
        return self.filter(Q(full_name__icontains=words) | Q(username__icontains=words) | Q(email__icontains=words))


class PortalUserManager(UserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    """Django's manager with our sentences; a person always comes with institution and unit, which every page shows."""

    def get_queryset(self) -> UserQuerySet:
        return super().get_queryset().select_related("instansi", "unit")

    def create_superuser(
        self, username: str, email: str | None = None, password: str | None = None, **fields: Any
    ) -> User:
        """The first technician of a new portal, made with `manage.py createsuperuser`; institutions come after."""
        return super().create_superuser(username, email, password, role=Role.TECHNICIAN, **fields)


class User(AbstractUser):
    """A person: one institution, one role, and for operators one unit."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    full_name = models.CharField("nama lengkap", max_length=150)
    email = models.EmailField("alamat surel", blank=True)
    position = models.CharField("jabatan", max_length=150, blank=True)
    phone = models.CharField("nomor telepon", max_length=30, blank=True)
    role = models.CharField("peran", max_length=12, choices=Role, default=Role.OPERATOR)
    instansi = models.ForeignKey(Instansi, models.PROTECT, null=True, blank=True, related_name="users")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="users", verbose_name="OPD")
    wants_mail = models.BooleanField("kirim notifikasi lewat surel", default=True)

    REQUIRED_FIELDS = ["email", "full_name"]
    objects: ClassVar[PortalUserManager] = PortalUserManager()

    class Meta:
        verbose_name = "pengguna"
        verbose_name_plural = "pengguna"
        constraints = [
            models.UniqueConstraint(
                Lower("username"),
                name="user_username_unique_ci",
                violation_error_message="Nama pengguna ini sudah dipakai.",
            ),
            models.UniqueConstraint(
                Lower("email"),
                condition=~Q(email=""),
                name="user_email_unique_ci",
                violation_error_message="Alamat surel ini sudah dipakai.",
            ),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="user_role_known"),
            models.CheckConstraint(
                condition=Q(role="technician", instansi=None) | (~Q(role="technician") & ~Q(instansi=None)),
                name="user_has_instansi_unless_technician",
                violation_error_message="Pengguna selain pengelola sistem harus punya instansi.",
            ),
            models.CheckConstraint(
                condition=~Q(role="operator") | ~Q(unit=None),
                name="user_operator_has_unit",
                violation_error_message="Operator harus punya OPD.",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name or self.username

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.full_name.split(" ")[0] if self.full_name else self.username

    @property
    def initials(self) -> str:
        words = [w for w in self.full_name.split() if w[0].isalpha()]
        return "".join(w[0] for w in (words[:1] + words[-1:] if len(words) > 1 else words)).upper() or "?"

    @property
    def is_operator(self) -> bool:
        return self.role == Role.OPERATOR

    @property
    def is_admin(self) -> bool:
        return self.role == Role.ADMIN

    @property
    def is_assessor(self) -> bool:
        return self.role == Role.ASSESSOR

    @property
    def is_coordinator(self) -> bool:
        return self.role == Role.COORDINATOR

    @property
    def is_technician(self) -> bool:
        return self.role == Role.TECHNICIAN


class AccessTokenQuerySet(models.QuerySet["AccessToken"]):
    def visible_to(self, user: User) -> AccessTokenQuerySet:
        return self.filter(user=user)

    def usable(self, now: datetime.datetime | None = None) -> AccessTokenQuerySet:
        return self.filter(revoked_at=None, expires_at__gt=now or timezone.now(), user__is_active=True)


class AccessToken(models.Model):
    """A personal key for the API. Only its SHA-256 is kept; the key itself is shown once."""

    user = models.ForeignKey(User, models.CASCADE, related_name="access_tokens")
    name = models.CharField("nama", max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField("berlaku sampai")
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = AccessTokenQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=models.F("created_at")), name="access_token_expires_later"
            ),
            models.CheckConstraint(condition=Q(digest__regex=r"^[0-9a-f]{64}$"), name="access_token_digest_is_sha256"),
        ]

    def __str__(self) -> str:
        return self.name
