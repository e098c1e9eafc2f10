"""The blind index of followers' e-mail addresses, for when its key is changed."""

from nebe.core.crypto import indexes
from nebe.core.people.persons import EMAIL, email_normal

indexes.register(
    "nebe_projects.CallFollower", "email_index", lambda row: (EMAIL, email_normal(row.email))
)
