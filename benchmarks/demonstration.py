"""The demonstration's matching session as a row of `benchmarks.quality`.

`python -m benchmarks.demonstration 2026` fills the empty database of this process and says it.
"""

import sys

import django
import numpy as np
from django.core.management import call_command

from .databases import NOW, Database, run

DATABASE = Database("sqlite", 600)


def row(seed: int) -> str:
    """Served, mean points and share of the bound, of the plan and of first come, first served."""
    DATABASE.create()
    return run(DATABASE, "benchmarks.demonstration", str(seed)).strip()


def measure(seed: int) -> str:
    from django_scopes import scopes_disabled

    from nebe.core.people.cast import cast_build
    from nebe.core.places.loading import places_load
    from nebe.exchange.categories import categories_load
    from nebe.exchange.demo.closing import HOUSEHOLDS
    from nebe.exchange.demo.load import demo_load
    from nebe.exchange.models import MatchingRun
    from nebe.exchange.plans import units_give
    from nebe.exchange.sessions.inputs import unpacked
    from nebe.exchange.sessions.solving import first_come

    call_command("migrate", verbosity=0)
    call_command("migrate", database="keys", verbosity=0)
    places_load()
    categories_load()
    cast_build()
    demo_load(households=HOUSEHOLDS, now=NOW, seed=seed)
    with scopes_disabled():
        run = MatchingRun.objects.get()
    inputs, said = unpacked(run.inputs), run.summary
    assert inputs is not None, "the session keeps its inputs for 90 days"
    given = units_give(inputs.graph, inputs.wanted, inputs.whole)
    assert not given.certificate.faults
    once = inputs.whole & (inputs.wanted > 1)  # a household's pair counts once
    cells = []
    for name, units in (("plan", given.units), ("first_come", first_come(inputs))):
        served, points = said[name]["served"] / said[name]["asked"], inputs.graph.score
        times = np.where(once[inputs.graph.need], units > 0, units)
        mean = np.average(points, weights=times)
        share = (points * times).sum() / given.certificate.bound
        cells.append(f"{served:.1%}, {mean:.0f}, {share:.2%}")
    return f"| the demonstration, {said['plan']['asked']} needs | {seed} | {' | '.join(cells)} |"


if __name__ == "__main__":
    django.setup()
    print(measure(int(sys.argv[1])))
