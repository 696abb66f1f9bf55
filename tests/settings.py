"""The portal's settings, made quick and apart from the data of `make run`."""

import os
import tempfile

os.environ.setdefault("VAR_DIR", tempfile.mkdtemp(prefix="spbe-portal-test-"))
os.environ.setdefault("DEBUG", "false")
os.environ.setdefault("BEHIND_HTTPS", "false")

from spbe_portal.settings import *  # noqa: F403

SECRET_KEY = "a-key-for-tests-only-that-is-long-enough-to-pass-the-check"
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CLAMD_SOCKET = ""  # a test that wants a scanner brings its own
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
if REDIS_URL:  # noqa: F405
    # Each test process empties its own of the server's numbered databases, see tools/servers.py.
    process = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) + 1
    CACHES["default"]["LOCATION"] = f"{REDIS_URL.rpartition('/')[0]}/{process}"  # noqa: F405
else:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
WHITENOISE_AUTOREFRESH = True
