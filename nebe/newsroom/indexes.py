"""The blind indexes of e-mail addresses, for when their key is changed."""

from nebe.core.crypto import indexes
from nebe.core.people.persons import EMAIL, email_normal

for name in ("ExpertMessage", "JobApplication", "LawFollower", "Subscriber"):
    indexes.register(
        f"nebe_newsroom.{name}", "email_index", lambda row: (EMAIL, email_normal(row.email))
    )
