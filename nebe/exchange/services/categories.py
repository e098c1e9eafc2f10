"""Writes to the kinds of help and their questions, by the network's admin."""

from copy import copy
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from nebe.core.people.actors import Actor
from nebe.core.privacy.audit import audit
from nebe.core.texts.translated import text_of

from ..models import Category, Question
from ..selectors.categories import is_more_open, offers_opened_by, question_use
from ..tasks import category_count_job, category_settle_job

SLUG_MAX = 50
RULES = ("openness", "open_when_remote", "licence_required")
CHOICES = (Question.Kind.ONE, Question.Kind.SEVERAL)


class OpeningNotConfirmed(Exception):
    """The change would show offers that are held back now; `count` of them at once."""

    def __init__(self, count: int):
        self.count = count
        super().__init__(str(count))


class QuestionInUse(Exception):
    """Answers hang on what would change: `field` (None: the options) and what to do instead."""

    def __init__(self, field: str | None, message):
        self.field, self.message = field, message
        super().__init__(str(message))


@dataclass(frozen=True)
class CategoryDraft:
    """What the admin says of a kind of help. Texts: language → text, or list of words."""

    name: dict
    description: dict
    synonyms: dict
    icon: str
    openness: str
    open_when_remote: bool
    licence_required: bool
    needs_may_be_public: bool
    divisible: bool
    has_destination: bool
    checks: list[str]
    position: int
    active: bool
    ask_again_days: int | None = None


@dataclass(frozen=True)
class QuestionDraft:
    """What the admin says of a question; an option without a `value` is new."""

    label: dict
    help: dict
    kind: str
    required: bool
    public: bool
    position: int
    active: bool
    need_label: dict
    meets: str
    weight: int
    days: int
    counts: bool
    options: list[dict] = field(default_factory=list)


@transaction.atomic
def category_add(*, draft: CategoryDraft, actor: Actor) -> Category:
    """A new kind of help; the same one sent twice is added once."""
    if known := Category.objects.filter(**vars(draft)).first():
        return known
    taken = set(Category.objects.values_list("pk", flat=True))
    slug = _free_slug(text_of(draft.name["en"]), taken, "category")
    category = Category.objects.create(slug=slug, **vars(draft))
    audit(action="category.add", actor=actor, row=category, reason=category.openness)
    return category


@transaction.atomic
def category_save(
    *, category: Category, draft: CategoryDraft, opening_confirmed: bool = False, actor: Actor
) -> None:
    """Change a kind of help; its offers follow the new openness in a job.

    Raises `OpeningNotConfirmed` where offers may become public and nobody agreed to that.
    """
    before = copy(category)
    after = copy(category)
    for name, value in vars(draft).items():
        setattr(after, name, value)
    if is_more_open(before, after) and not opening_confirmed:
        raise OpeningNotConfirmed(offers_opened_by(after))
    after.save()  # the words that the search knows follow by a signal
    changed = [name for name in RULES if getattr(before, name) != getattr(after, name)]
    rules = ", ".join(f"{name}: {getattr(after, name)}" for name in changed)
    audit(action="category.save", actor=actor, row=after, reason=rules)
    if changed:
        category_settle_job.enqueue(category.pk, 0)


@transaction.atomic
def question_add(*, category: Category, draft: QuestionDraft, actor: Actor) -> Question:
    """A new question; the same one sent twice is added once."""
    said = {name: value for name, value in vars(draft).items() if name != "options"}
    if known := category.questions.filter(**said).first():
        return known
    taken = set(category.questions.values_list("key", flat=True))
    key = _free_slug(text_of(draft.label["en"]), taken, "question")
    question = Question.objects.create(category=category, key=key, options=_options(draft), **said)
    audit(action="question.add", actor=actor, row=question)
    if question.counts:
        category_count_job.enqueue(category.pk, 0)
    return question


@transaction.atomic
def question_save(*, question: Question, draft: QuestionDraft, actor: Actor) -> None:
    """Change a question. Raises `QuestionInUse` where given answers would lose their meaning."""
    after = question_drafted(question, draft)
    _refuse_breaking(question, draft, {option["value"] for option in after.options})
    after.save()
    audit(action="question.save", actor=actor, row=after)
    if (question.counts, question.active) != (after.counts, after.active):
        category_count_job.enqueue(after.category_id, 0)


def question_drafted(question: Question, draft: QuestionDraft) -> Question:
    """The question as it would be, not saved."""
    after = copy(question)
    for name, value in (vars(draft) | {"options": _options(draft)}).items():
        setattr(after, name, value)
    return after


def _refuse_breaking(question: Question, draft: QuestionDraft, values: set[str]) -> None:
    lost = {option["value"] for option in question.options} - values
    if draft.kind == question.kind and draft.public == question.public and not lost:
        return
    use = question_use(question)
    instead = _("Offers answer this already. Switch this question off and add a new one.")
    if use.answered and draft.kind != question.kind:
        raise QuestionInUse("kind", instead)
    if use.answered and draft.public != question.public:
        raise QuestionInUse("public", instead)
    if lost & use.values or (lost and use.answered and not question.public):
        raise QuestionInUse(None, instead)


def _options(draft: QuestionDraft) -> list[dict]:
    """The options as they are stored; a new one gets its value from its English label."""
    if draft.kind not in CHOICES:
        return []
    taken = {option["value"] for option in draft.options if option["value"]}
    options = []
    for option in draft.options:
        value = option["value"] or _free_slug(text_of(option["label"]["en"]), taken, "option")
        taken.add(value)
        options.append({**option, "value": value})
    return options


def _free_slug(text: str, taken: set[str], otherwise: str) -> str:
    """A short name for programs, unlike those `taken`."""
    base = slugify(text)[: SLUG_MAX - 4].strip("-") or otherwise
    numbered = (f"{base}-{number}" for number in range(2, len(taken) + 3))
    return next(name for name in (base, *numbered) if name not in taken)
