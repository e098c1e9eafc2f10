from django.utils.translation import gettext_lazy as _

from nebe.core.privacy.purposes import Basis, Purpose, purposes

from .services import PURPOSE, TEXT_VERSION

purposes.register(
    Purpose(
        key=PURPOSE,
        version=TEXT_VERSION,
        name=_("Stories of people"),
        basis=Basis.CONSENT,
        who=_("People whose story we tell"),
        why=_("To tell your story on this site, as far as you agreed, until the day you chose."),
        data=_(
            "Your name, what you agreed to and how, your e-mail if you gave it. "
            "In public only what stands in the story."
        ),
        recipients=_("The organisation that wrote the story down. The story itself is public."),
        kept=_(
            "Until you take it back: then the story is deleted at once. "
            "What you agreed to: 90 days after it ended."
        ),
        special=_("A story can tell of your flight, your faith or your health, if you want that."),
    )
)
