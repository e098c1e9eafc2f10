from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from nebe.core.people.models import Organisation


class Command(BaseCommand):
    help = "Show what the best plan for all needs would give. Nothing is stored or sent."

    def add_arguments(self, parser):
        parser.add_argument("--organisation", help="slug: only the needs that it handles")
        listed = "list the pairs: ids, units, points"
        parser.add_argument("--pairs", action="store_true", help=listed)
        parser.add_argument("--workers", action="store_true", help="have it solved by the workers")

    def handle(self, *args, organisation, pairs, workers, **options):
        try:
            import numba  # noqa: F401

            from nebe.exchange.matching import match_preview
            from nebe.exchange.runner import OutOfTime, PartFailed, Workers
        except Exception as error:  # a broken llvmlite raises OSError, a missing one ImportError
            raise CommandError(
                f"The matching engine's packages cannot be imported ({error}). Install them: "
                "pip install --require-hashes -r requirements/matching.txt"
            ) from error
        try:
            plan = match_preview(
                organisations=_organisations(organisation),
                now=timezone.now(),
                runner=Workers() if workers else None,
            )
        except (OutOfTime, PartFailed) as error:
            raise CommandError(str(error)) from error
        self._tell(plan)
        if pairs:
            for need, offer, units, points in plan.pairs:
                self.stdout.write(f"{need} {offer} {units} {points}")
        if plan.certificate.faults:
            raise CommandError(f"The plan is not proven: {plan.certificate}")

    def _tell(self, plan):
        proof = plan.certificate
        served = sum(done for done, _asked in plan.served.values())
        share = served / plan.needs if plan.needs else 1.0
        write = self.stdout.write
        write(f"{plan.needs} open needs, {plan.offers} offers, {plan.admissible} admissible pairs")
        part = f", {plan.part} of them in part" if plan.part else ""
        write(f"{served} needs would be served ({share:.1%}){part}")
        for category, (done, asked) in plan.served.items():
            write(f"  {category}: {done} of {asked}")
        if proof.is_optimal:
            write(f"proven: {proof.value} points, and no plan over these pairs has more")
        else:
            write(f"{proof.value} points; no plan over these pairs has more than {proof.bound}")


def _organisations(slug: str | None) -> list[Organisation]:
    if slug is None:
        return list(Organisation.objects.filter(status=Organisation.Status.ACTIVE))
    found = list(Organisation.objects.filter(slug=slug))
    if not found:
        raise CommandError(f"There is no organisation {slug}.")
    return found
