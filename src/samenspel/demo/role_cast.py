"""The seven people one can look around as in the demo. All invented."""

from dataclasses import dataclass

from samenspel.people.types import Gender


@dataclass(frozen=True, slots=True)
class Role:
    """A person of the demo."""

    key: str
    given_name: str
    family_name: str
    birth_year: int
    voice: str
    gender: Gender

    @property
    def full_name(self) -> str:
        """Name as shown."""
        return f"{self.given_name} {self.family_name}"

    @property
    def initials(self) -> str:
        """Two letters for the face."""
        return self.given_name[0] + self.family_name.split()[-1][0]

    @property
    def email(self) -> str:
        """An address that cannot exist."""
        return f"{self.key}@samenspel.example"


CAST = (
    Role("riet", "Riet", "Testerink", 1945, "me", Gender.WOMAN),
    Role("anja", "Anja", "Testerink", 1968, "own", Gender.WOMAN),
    Role("samira", "Samira", "Proefstra", 1991, "vol", Gender.WOMAN),
    Role("ravi", "Ravi", "Verzinsel", 1985, "vol", Gender.MAN),
    Role("joop", "Joop", "van Voorbeeld", 1957, "vol", Gender.MAN),
    Role("ilse", "Ilse", "Maquetstra", 1979, "pro", Gender.WOMAN),
    Role("noor", "Noor", "Testmans", 1983, "pro", Gender.WOMAN),
)
