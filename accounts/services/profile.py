"""What a person changes about himself."""

from __future__ import annotations

from django.db import transaction

from accounts.models import User


@transaction.atomic
def change_profile(*, full_name: str, email: str, phone: str, position: str, wants_mail: bool, by: User) -> User:
    """Write one's own details; role, OPD and institution are the admin's to change."""
    person = User.objects.select_for_update(of=("self",)).get(pk=by.pk)
    person.full_name, person.email, person.phone = full_name, email.lower(), phone
    person.position, person.wants_mail = position, wants_mail
    person.full_clean(exclude=["password"])
    person.save(update_fields=["full_name", "email", "phone", "position", "wants_mail"])
    return person
