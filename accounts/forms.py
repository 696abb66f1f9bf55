"""What people type about themselves: signing in, passwords, profile, keys for the API."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import ChangePasswordForm, LoginForm, ResetPasswordForm, ResetPasswordKeyForm
from django import forms
from django.http import HttpRequest

from accounts.models import User
from accounts.services.tokens import MAX_DAYS

RULES = (
    "Paling sedikit 10 karakter, tidak hanya angka, bukan kata sandi yang umum, dan tidak mirip nama atau surel Anda."
)


def _word(field: forms.Field, label: str, help_text: str = "", **attributes: str) -> None:
    """Give a field of the library our words; a placeholder is no label, so it goes."""
    field.label, field.help_text = label, help_text
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs.update(attributes)


class SignInForm(LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self.fields["login"], "Nama pengguna atau alamat surel", autocomplete="username", autocapitalize="none")
        _word(self.fields["password"], "Kata sandi")


class ForgottenPasswordForm(ResetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self.fields["email"], "Alamat surel", "Alamat yang terdaftar pada akun Anda.")

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        """An unknown address gets a mail too, so that neither the page nor its speed tells who has an account."""
        if self.users:
            return super().save(request, **kwargs)
        address = self.cleaned_data["email"]
        get_adapter(request).send_mail("account/email/unknown_account", address, {})
        return address


class NewPasswordForm(ResetPasswordKeyForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self.fields["password1"], "Kata sandi baru", RULES)
        _word(self.fields["password2"], "Ulangi kata sandi baru")


class OwnPasswordForm(ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self.fields["oldpassword"], "Kata sandi sekarang")
        _word(self.fields["password1"], "Kata sandi baru", RULES)
        _word(self.fields["password2"], "Ulangi kata sandi baru")


class ProfileForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["full_name", "email", "phone", "position", "wants_mail"]
        help_texts = {
            "email": "Dipakai untuk masuk, pemberitahuan, dan kata sandi yang terlupa.",
            "position": "Seperti tercetak di laporan.",
        }
        widgets = {
            "full_name": forms.TextInput(attrs={"autocomplete": "name"}),
            "email": forms.EmailInput(attrs={"autocomplete": "email"}),
            "phone": forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
            "position": forms.TextInput(attrs={"autocomplete": "organization-title"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].required = True

    def clean_email(self) -> str:
        return free_email(self.cleaned_data["email"], self.instance)


class TokenForm(forms.Form):
    name = forms.CharField(
        label="Nama kunci", max_length=80, help_text="Untuk apa kunci ini, misalnya “skrip rekap bulanan”."
    )
    days = forms.IntegerField(
        label="Masa berlaku (hari)", min_value=1, max_value=MAX_DAYS, initial=90, help_text="Antara 1 dan 365 hari."
    )


def free_email(address: str, person: User) -> str:
    """The address in small letters, as it is stored and looked up; refused when somebody else has it."""
    address = address.lower()
    if User.objects.filter(email__iexact=address).exclude(pk=person.pk).exists():
        raise forms.ValidationError("Alamat surel ini sudah dipakai.")
    return address
