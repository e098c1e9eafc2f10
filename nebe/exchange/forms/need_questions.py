"""The need's side of a category's questions."""

from copy import copy

from ..models import Category, Question
from .questions import questions_of


def need_questions_of(category: Category) -> list[Question]:
    """Those that are asked of a need, with the words for it."""
    asked = questions_of([category])[category]
    return [
        _of_need(question)
        for question in asked
        if question.need_label and question.kind != Question.Kind.IMAGE
    ]


def _of_need(question: Question) -> Question:
    """Sealed with the rest of the need, so that contacts may stand in the answer."""
    asked = copy(question)
    asked.label, asked.help = question.need_label, {}
    asked.required = asked.public = False
    return asked
