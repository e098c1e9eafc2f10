"""Money of a project: budgets, what is planned to be paid, what was paid."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .columns import amount, day, maybe, records, text, words
from .projects import Project


class Sum(models.Model):
    """An amount in the currency it is in; empty means the project's own."""

    value = amount(_("amount"))
    currency = text(_("currency"))
    value_date = day(_("day by whose rate it is converted"))

    class Meta:
        abstract = True


class Sides(models.Model):
    """Who gave and who got money, as published."""

    provider_name = words()
    provider_ref = text()
    provider_activity = text()
    provider_type = text()
    receiver_name = words()
    receiver_ref = text()
    receiver_activity = text()
    receiver_type = text()

    class Meta:
        abstract = True


class Budget(Sum):
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="budgets")
    type = text()
    status = text()
    start = day(_("from"))
    end = day(_("until"))

    class Meta:
        ordering = ["pk"]


class PlannedDisbursement(Sum, Sides):
    project = models.ForeignKey(
        Project, on_delete=models.CASCADE, related_name="planned_disbursements"
    )
    type = text()
    start = day(_("from"))
    end = day(_("until"))

    class Meta:
        ordering = ["pk"]


class Transaction(Sum, Sides):
    class Type(models.TextChoices):
        """IATI's codelist TransactionType."""

        INCOMING_FUNDS = "1", _("money received")
        OUTGOING_COMMITMENT = "2", _("money promised to others")
        DISBURSEMENT = "3", _("money paid to others")
        EXPENDITURE = "4", _("money spent")
        INTEREST = "5", _("interest paid")
        LOAN_REPAYMENT = "6", _("loan paid back")
        REIMBURSEMENT = "7", _("money paid back")
        PURCHASE_OF_EQUITY = "8", _("shares bought")
        SALE_OF_EQUITY = "9", _("shares sold")
        CREDIT_GUARANTEE = "10", _("guarantee for a loan")
        INCOMING_COMMITMENT = "11", _("money promised to the project")
        OUTGOING_PLEDGE = "12", _("money announced to others")
        INCOMING_PLEDGE = "13", _("money announced to the project")

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="transactions")
    ref = text()
    humanitarian = maybe()
    type = text(_("kind"), choices=Type.choices)
    date = day(_("day"))
    description = words(_("description"))
    channel = text()
    sectors = records()
    country = models.JSONField(default=dict, blank=True)
    region = models.JSONField(default=dict, blank=True)
    flow_type = text()
    finance_type = text()
    aid_types = records()
    tied_status = text()

    class Meta:
        ordering = ["pk"]
