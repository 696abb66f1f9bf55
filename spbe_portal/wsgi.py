"""What gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

from spbe_portal.celery import app
from spbe_portal.checks import refuse_defaults

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "spbe_portal.settings")
application = get_wsgi_application()
refuse_defaults()

from reports.documents.edition import edition  # noqa: E402 - the models are there only now

# Once, before the server divides, what the first to ask for a document would otherwise wait for in every process.
edition()
app.finalize()
