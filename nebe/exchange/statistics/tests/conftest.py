from nebe.exchange.tests.conftest import *  # noqa: F403 (the same people, towns and kinds of help)
