"""Changes of the code that decides after which it means the same, each with the reason."""

_TOWARDS = (
    "access/decide.py roles_towards:"
    " target.subject_id is None or target.subject_id == actor.pk ->"
)
_NO_TIES = "it saves a query: nobody has ties to no person, or shuts out or acts for themselves"
_AROUND = (
    "needs/actor_roles.py roles_for_question: question.subject_id != actor.pk"
    " and question.who_may_know in SHARED_WITH_CIRCLE ->"
)
_LEFT_OUT_LATER = "it saves a query: roles_without_work leaves the same ones out"
EQUAL = {
    f"{_TOWARDS} ((target.subject_id == actor.pk))": _NO_TIES,
    f"{_TOWARDS} ((target.subject_id is None))": _NO_TIES,
    f"{_TOWARDS} False": _NO_TIES,
    f"{_AROUND} ((question.subject_id != actor.pk))": _LEFT_OUT_LATER,
    f"{_AROUND} ((question.who_may_know in SHARED_WITH_CIRCLE))": _LEFT_OUT_LATER,
    f"{_AROUND} True": _LEFT_OUT_LATER,
    "consent/reads.py _open_rows: \"pk\" -> '-pk'":
    "each grantee and category is open once, so that the order of the rows leaves no trace",
    "circles/actor_roles.py roles_in_circle: circle.subject_id == actor.pk -> False":
    "it saves a query: roles_of_seat says the same",
}  # fmt: skip
