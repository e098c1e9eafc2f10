from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction

from nebe.core.people.actors import Actor
from nebe.core.people.members import AlreadyInvited, invitation_create
from nebe.core.people.models import Organisation, Role
from nebe.core.people.organisations import slug_free


class Command(BaseCommand):
    help = "On a fresh installation: make the network's office and invite its first admin by mail."

    def add_arguments(self, parser):
        parser.add_argument("--email", required=True, help="where the invitation goes")
        parser.add_argument("--office", default=settings.NETWORK_NAME, help="name of the office")
        parser.add_argument("--language", default="en", choices=dict(settings.LANGUAGES))

    @transaction.atomic
    def handle(self, *args, email, office, language, **options):
        try:
            validate_email(email)
        except ValidationError as error:
            raise CommandError(f"{email!r} is not an e-mail address.") from error
        network = Organisation.objects.filter(is_network=True).first()
        if network is None:
            network = Organisation.objects.create(
                name=office,
                slug=slug_free(office),
                kind=Organisation.Kind.MEMBER,
                status=Organisation.Status.ACTIVE,
                country=settings.COUNTRIES[0],
                is_network=True,
            )
        if network.memberships.filter(role=Role.NETWORK_ADMIN).exists():
            raise CommandError("The network has an admin. They invite others under Members.")
        try:
            invitation_create(
                organisation=network,
                email=email,
                roles=[Role.NETWORK_ADMIN, Role.ORGANISATION_ADMIN],
                language=language,
                actor=Actor.system(),
            )
        except AlreadyInvited as error:
            raise CommandError("This address is invited already; the mail may wait.") from error
        self.stdout.write("The invitation is in the outbox. The worker sends it.")
