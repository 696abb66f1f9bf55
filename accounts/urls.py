"""Signing in, passwords and one's own profile. Of allauth only what the portal uses has an address."""

from allauth.account import views as allauth
from django.contrib.auth.decorators import login_not_required
from django.urls import path, re_path

from accounts import views

urlpatterns = [
    path("masuk/", allauth.LoginView.as_view(extra_context={"demo_users": views.demo_users}), name="account_login"),
    path("masuk/nonaktif/", allauth.account_inactive, name="account_inactive"),
    path("keluar/", login_not_required(allauth.logout), name="account_logout"),
    path("lupa-sandi/", allauth.password_reset, name="account_reset_password"),
    path("lupa-sandi/terkirim/", allauth.password_reset_done, name="account_reset_password_done"),
    path("lupa-sandi/selesai/", allauth.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    re_path(
        r"^lupa-sandi/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)/$",
        allauth.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("profil/", views.profile, name="profile"),
    path("profil/sandi/", allauth.password_change, name="account_change_password"),
    path("profil/kunci/", views.token_create, name="token-create"),
    path("profil/kunci/<int:pk>/cabut/", views.token_revoke, name="token-revoke"),
]
