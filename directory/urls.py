from django.urls import path

from directory.views import imports, instansi, letterheads, people, units

urlpatterns = [
    path("pengelolaan/opd/", units.units, name="units"),
    path("pengelolaan/opd/baru/", units.create, name="unit-create"),
    path("pengelolaan/opd/impor/", imports.upload, {"kind": "units"}, name="units-import"),
    path("pengelolaan/opd/impor/tabel.csv", imports.template, {"kind": "units"}, name="units-template"),
    path("pengelolaan/opd/<int:pk>/", units.change, name="unit-change"),
    path("pengelolaan/opd/<int:pk>/status/", units.set_active, name="unit-status"),
    path("pengelolaan/pengguna/", people.users, name="users"),
    path("pengelolaan/pengguna/baru/", people.create, name="user-create"),
    path("pengelolaan/pengguna/impor/", imports.upload, {"kind": "users"}, name="users-import"),
    path("pengelolaan/pengguna/impor/tabel.csv", imports.template, {"kind": "users"}, name="users-template"),
    path("pengelolaan/pengguna/<int:pk>/", people.change, name="user-change"),
    path("pengelolaan/pengguna/<int:pk>/status/", people.set_active, name="user-status"),
    path("pengelolaan/pengguna/<int:pk>/undang/", people.invite, name="user-invite"),
    path("pengelolaan/impor/<int:pk>/", imports.preview, name="import-preview"),
    path("pengelolaan/impor/<int:pk>/terapkan/", imports.confirm, name="import-confirm"),
    path("pengelolaan/impor/<int:pk>/batal/", imports.discard, name="import-discard"),
    path("pengelolaan/instansi/", instansi.instansi, name="instansi"),
    path("pengelolaan/instansi/baru/", instansi.create, name="instansi-create"),
    path("pengelolaan/instansi/<int:pk>/", instansi.change, name="instansi-change"),
    path("pengelolaan/kop/", letterheads.own, name="letterhead-own"),
    path("pengelolaan/instansi/<int:pk>/kop/", letterheads.letterhead, name="letterhead"),
    path("pengelolaan/instansi/<int:pk>/kop/logo/", letterheads.logo, name="letterhead-logo"),
    path("pengelolaan/instansi/<int:pk>/kop/logo/ganti/", letterheads.change_logo, name="letterhead-logo-change"),
    path("pengelolaan/instansi/<int:instansi_pk>/pengguna/baru/", people.create, name="instansi-user-create"),
]
