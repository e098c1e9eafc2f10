import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nebe.config.settings")
application = get_wsgi_application()

from nebe.core.crypto.checks import require_keys  # noqa: E402 needs the apps

require_keys()
