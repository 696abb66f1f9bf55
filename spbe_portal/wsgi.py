"""What gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

from spbe_portal.checks import refuse_defaults

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "spbe_portal.settings")
application = get_wsgi_application()
refuse_defaults()
