"""How the sign-in library behaves here, and what it says."""

from __future__ import annotations

import logging
from smtplib import SMTPException
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

logger = logging.getLogger(__name__)

WRONG = "Nama pengguna, alamat surel, atau kata sandi tidak cocok. Periksa lagi, termasuk huruf besar dan kecil."


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by an admin; nobody signs up."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": WRONG,
        "username_password_mismatch": WRONG,
        "too_many_login_attempts": (
            "Terlalu banyak percobaan masuk yang gagal. Tunggu 5 menit, lalu coba lagi, "
            "atau buat kata sandi baru lewat “Lupa kata sandi”."
        ),
        "enter_current_password": "Kata sandi sekarang tidak cocok.",
        "invalid_password_reset": "Tautan ini sudah dipakai atau kedaluwarsa.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def format_email_subject(self, subject: str) -> str:
        return f"Portal SPBE: {subject}"

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """A mail server that is down must not undo a changed password nor tell which addresses exist."""
        try:
            super().send_mail(template_prefix, email, context)
        except (SMTPException, OSError):
            logger.exception("mail not sent: %s", template_prefix)
