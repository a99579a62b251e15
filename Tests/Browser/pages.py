"""Every page that Tunet shows to people. A new page is one line here."""

from dataclasses import dataclass

NORWEGIAN = ("nb",)
ALL = ("nb", "nn", "en")
KIOSK_TARGET = 24 / 25.4 * 96  # 24 mm in CSS pixels


@dataclass(frozen=True)
class Row:
    """One page."""

    name: str
    # Who serves it: "collector" and "place" of `tunet demo`, "paper" (a file that `tunet` writes), "sample" (a copy of a
    # page of the demo in a state that passes too quickly to be looked at, or that the demo does not reach).
    source: str
    # Of the address; of a paper, the arguments of `tunet`. {language} becomes each of the languages, of which the first
    # one has the slow checks too.
    path: str
    languages: tuple = NORWEGIAN
    target: float = 24
    # False for a page that is to come: the run fails as soon as it is there, so that nobody forgets to look at it.
    exists: bool = True
    # How many sheets of A4 it prints on, if that is certain.
    sheets: int | None = None
    # Behind the PIN of the place.
    needs_pin: bool = False
    # The form (a CSS selector) that is sent as it stands, with all its mistakes; what is looked at is the answer.
    sends: str | None = None
    # Without a script this page can only follow by being loaded anew: a screen on the wall that nobody fills in.
    reloads_without_script: bool = False


PAGES = [
    Row("collector", "collector", "/"),
    Row("start", "place", "/?lang={language}", ALL),
    Row("kiosk", "place", "/kiosk?lang={language}", ALL, target=KIOSK_TARGET, reloads_without_script=True),
    Row("kiosk-taken", "sample", "/kiosk-taken-{language}", ALL, target=KIOSK_TARGET),
    Row("kiosk-refused", "sample", "/kiosk-refused-{language}", ALL, target=KIOSK_TARGET),
    Row("kiosk-dim", "sample", "/kiosk-dim-{language}", ALL, target=KIOSK_TARGET),
    Row("pin", "place", "/frivillig/inn?lang={language}", ALL),
    Row("today", "place", "/frivillig?lang={language}", ALL, needs_pin=True),
    Row("correct", "place", "/frivillig/rett?lang={language}", ALL, needs_pin=True),
    Row("check", "place", "/frivillig/kontroll?lang={language}", ALL, needs_pin=True),
    Row("clock", "place", "/frivillig/klokke?lang={language}", ALL, needs_pin=True),
    Row("uses", "place", "/frivillig/bruk?lang={language}", ALL, needs_pin=True),
    Row("lights", "place", "/frivillig/lys?lang={language}", ALL, needs_pin=True),
    Row("log", "place", "/frivillig/logg?lang={language}", ALL, needs_pin=True),
    Row("mistakes", "place", "/frivillig/bruk?lang={language}", ALL, needs_pin=True, sends="main form"),
    Row("sign", "paper", "privacy sign --language {language}", ALL, sheets=1),
    Row("sign-all", "paper", "privacy sign", NORWEGIAN, sheets=3),
    Row("assessment", "paper", "privacy assessment --language {language}", ALL),
]
