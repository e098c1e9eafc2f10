"""The invented people of the soak: who offers, who needs, who coordinates."""

import re
import time
from pathlib import Path

from .browser import PATIENCE, Browser, Form, Log, Page, Stopped, email_of, phone_of

KIND = "textbooks"
TOWNS = ("Brno", "Praha", "Ostrava")
LINK = re.compile(r"https?://[^/\s]+(/\w+/l/\S+)")
HOME = re.compile(r"(/\w+/l/my/[^/]+/)")


class Person:
    """Someone new, with an e-mail and a phone that nobody else has."""

    def __init__(self, number: int, base: str, address: str, mails: Path, log: Log, seed: int):
        self.number, self.log, self.mails = number, log, mails
        self.browser = Browser(base, address, number, log, f"{seed}-{number}")
        self.random = self.browser.random
        self.email, self.phone = email_of(number), phone_of(number)
        self.home = ""
        self.over: set[str] = set()  # talks in which nothing is left to do
        self.agreed: set[str] = set()
        self.wrote: set[str] = set()

    def mailed(self) -> str:
        """The path of the link in the first mail, which must come."""
        end = time.monotonic() + PATIENCE
        file = self.mails / self.email
        while time.monotonic() < end:
            if file.exists() and (found := LINK.search(file.read_text("utf-8"))):
                return found[1]
            time.sleep(0.3)
        self.log.write("late", who=self.number)
        raise Stopped("no mail")

    def confirm(self) -> None:
        page = self.browser.get(self.mailed())
        page = self.browser.submit(page, page.form())
        found = HOME.search(page.url)
        if not found:
            raise Stopped("confirmed, and not led to the own page")
        self.home = found[1]

    def talks(self) -> list[str]:
        home = self.browser.get(self.home)
        pages = [home, *(self.browser.get(path) for path in home.links_with("/needs/")[:2])]
        found = [path for page in pages for path in page.links_with("/talks/")]
        return [path for path in dict.fromkeys(found) if path not in self.over]

    def see_to(self, path: str) -> None:
        """One step in one talk, as far as there is one."""
        page = self.browser.get(path)
        share = page.form("/share/")
        if share and self.random.random() < 0.4:
            self.write(path, page)
        elif share:
            self.browser.submit(page, share, {"name": "Soak", "phone": self.phone})
        elif self.has_contact(page):
            self.go_on(path, page)

    def write(self, path: str, page: Page) -> None:
        """With the own phone in it, which is held back until both agree; once."""
        form = next((one for one in page.forms if "text" in one.data and "stamp" in one.data), None)
        if form is None or path in self.wrote:
            return
        self.wrote.add(path)
        mark = f"{self.number}-{len(self.wrote)}"
        text = f"Word {mark}. My phone is {self.phone}"
        if f"Word {mark}" in self.browser.submit(page, form, {"text": text}).text:
            self.log.write("message", mark=mark)

    def has_contact(self, page: Page) -> bool:
        """Whether the other side's contact is shown, which is the proof of what was agreed."""
        is_shown = any(link.startswith("mailto:soak") for link in page.links)
        talk = page.url.rstrip("/").rsplit("/", 1)[1]
        if is_shown and talk not in self.agreed:
            self.agreed.add(talk)
            self.log.write("agreed", who=self.number, talk=talk)
        return is_shown

    def go_on(self, path: str, page: Page) -> None:
        verbs = [verb for verb in ("feedback", "fulfil", "arrange") if page.links_with(f"/{verb}/")]
        if not verbs:
            return
        verb = verbs[0] if verbs[0] == "feedback" else self.random.choice(verbs)
        step = self.browser.get(page.links_with(f"/{verb}/")[0])
        said = {"arrange": {"text": "On Friday"}, "feedback": {"went": "well"}}.get(verb, {})
        self.browser.submit(step, step.form(), said)
        if verb == "feedback":
            self.over.add(path)

    def live(self, until: float, patience: float) -> None:
        """See to every talk until the time is over, or long enough for this person."""
        end = min(until, time.time() + patience)
        while time.time() < end:
            for path in self.talks():
                self.see_to(path)
            time.sleep(self.random.uniform(0.5, 1.5))


class Helper(Person):
    def begin(self) -> None:
        path = f"/en/give/?category={KIND}"
        page = self.browser.get(path)
        form = page.form()
        pieces = self.random.choice([2, 3, 4])
        offer = {
            "title": f"Books {self.number}", "text": "For the first classes.", "language": "en",
            "place_1": self.random.choice(TOWNS), "languages": ["cs", "uk"], "name": "Soak",
            "email": self.email, "phone": self.phone, "conduct": "on", "capacity": "1",
            f"{KIND}.things": _all_of(form), f"{KIND}.count": str(pieces),
            f"{KIND}.delivery": "bring",
        }  # fmt: skip
        self.browser.submit(page, form, offer)
        self.confirm()
        self.log.write("offer", who=self.number, pieces=pieces)


class Seeker(Person):
    def begin(self) -> None:
        page = self.browser.get("/en/need/")
        page = self.browser.submit(page, page.form(), {"alone": "no"})
        page = self.browser.submit(page, page.form(), {"alone": "no", "category": KIND})
        form = page.form()
        need = {
            "text": f"Books for class {self.number}", "place": self.random.choice(TOWNS),
            "reach_km": "1000", "urgency": "1", "languages": ["cs", "uk"], "name": "Soak",
            "email": self.email, f"{KIND}.things": _all_of(form)[:2],
            f"{KIND}.count": self.random.choice(["1", "2"]),
        }  # fmt: skip
        self.browser.submit(page, form, need)
        self.confirm()
        self.log.write("need", who=self.number)


def _all_of(form: Form | None) -> list[str]:
    values = form.options.get(f"{KIND}.things", []) if form else []
    if not values:
        raise Stopped("the form does not ask what it is")
    return [value for value in values if value != "other"]


class Coordinator:
    """Takes on what nobody has, offers what fits, and now and then plans for all at once."""

    def __init__(self, name: str, cookie: str, base: str, address: str, log: Log, seed: int):
        self.browser = Browser(base, address, name, log, f"{seed}-{name}-{address}")
        self.browser.client.cookies.set("sessionid", cookie)
        self.random = self.browser.random
        self.log = log

    def live(self, until: float) -> None:
        while time.time() < until:
            act = self.random.choices([self.take_on, self.offer, self.plan], [5, 6, 1])[0]
            act()

    def needs(self, whose: str) -> list[str]:
        page = self.browser.get(f"/en/console/needs/?whose={whose}&category={KIND}")
        return [one for one in page.links if re.search(r"/console/needs/[0-9a-f-]{36}/$", one)]

    def take_on(self) -> None:
        for path in self.needs("nobody")[:2]:
            page = self.browser.get(path)
            if form := page.form("/take-on/"):
                self.offer_on(self.browser.submit(page, form))

    def offer(self) -> None:
        paths = self.needs("ours")
        if paths:
            self.offer_on(self.browser.get(self.random.choice(paths)))

    def offer_on(self, page: Page) -> None:
        """One of the first offers to both; two coordinators may well choose the last books."""
        forms = [one for one in page.forms if one.action.endswith("/offer/")][:3]
        if forms:
            self.browser.submit(page, self.random.choice(forms))

    def plan(self) -> None:
        page = self.browser.get("/en/console/matching/")
        form = next((one for one in page.forms if "nearness" in one.data), None)
        page = self.browser.submit(page, form, {"categories": [KIND]})
        for _wait in range(60):
            if 'id="figures"' in page.text:
                break
            time.sleep(1)
            page = self.browser.get(page.url)
        else:
            raise Stopped("no plan within a minute")
        if form := page.form("/accept/"):
            self.browser.submit(page, form, {"all": "1"})
            self.log.write("plan")
