"""The blind indexes by which people are found."""

from nebe.core.crypto import indexes

from .persons import EMAIL, PHONE, email_normal, phone_normal

indexes.register("nebe_people.Person", "email_index", lambda row: (EMAIL, email_normal(row.email)))
indexes.register("nebe_people.Person", "phone_index", lambda row: (PHONE, phone_normal(row.phone)))
indexes.register(
    "nebe_people.Invitation", "email_index", lambda row: (EMAIL, email_normal(row.email))
)
