"""Who has which permission, written once more by hand: one grant too many fails here."""

from samenspel.access.rules import Permission, roles_with

WHO_HAS = {
    "agreement:propose": "carer legal_representative professional regisseur self",
    "agreement:sign": "carer legal_representative neighbour professional self volunteer",
    "circle:agenda": "carer legal_representative neighbour professional self volunteer",
    "circle:change": "legal_representative regisseur self",
    "circle:contact": "carer legal_representative neighbour professional self volunteer",
    "circle:daily_life": "carer legal_representative neighbour professional self volunteer",
    "circle:health": "carer legal_representative professional self",
    "circle:money": "carer legal_representative professional self",
    "circle:people": "carer legal_representative neighbour professional self volunteer",
    "circle:view": "carer legal_representative neighbour professional self volunteer",
    "consent:change": "legal_representative self",
    "consent:view": "carer legal_representative regisseur self",
    "letter:print": "coordinator",
    "offer:change": "coordinator helper",
    "offer:view": "coordinator helper",
    "placement:follow": "coordinator",
    "proposal:answer_as_helper": "helper",
    "proposal:answer_as_receiver": "legal_representative self spokesperson",
    "proposal:decide": "coordinator",
    "proposal:view": "coordinator helper legal_representative self spokesperson",
    "question:change": "coordinator legal_representative self spokesperson",
    "question:take": "carer legal_representative neighbour professional self volunteer",
    "question:view": (
        "asker carer coordinator legal_representative neighbour professional self"
        " spokesperson volunteer"
    ),
    "round:run": "coordinator",
    "round:view": "coordinator",
    "seat:answer": "invited",
}


def test_every_permission_has_the_roles_written_here_and_no_other() -> None:
    granted = {
        each.value: " ".join(sorted(role.value for role in roles_with(each)))
        for each in Permission
    }
    changed = {key for key in granted | WHO_HAS if granted.get(key) != WHO_HAS.get(key)}
    assert not changed, (
        f"{sorted(changed)}: access/rules.py grants these to other roles than written here."
        " Some sets are shared (that of the person and a legal representative): grant it"
        " to one role, or change this table when the wider grant is meant"
    )


def test_permissions_stand_in_alphabetical_order() -> None:
    values = [each.value for each in Permission]
    assert values == sorted(values), "keep Permission in access/rules.py in alphabetical order"
