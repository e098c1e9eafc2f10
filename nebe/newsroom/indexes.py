"""The blind index of subscribers, for when its key is changed."""

from nebe.core.crypto import indexes
from nebe.core.people.persons import EMAIL, email_normal

indexes.register(
    "nebe_newsroom.Subscriber", "email_index", lambda row: (EMAIL, email_normal(row.email))
)
