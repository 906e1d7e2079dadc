"""Where someone coordinates."""

from samenspel.core.row_policies import ACTOR, TODAY, Ids, leave_out, register
from samenspel.organisations.types import JobRole

register(
    Ids(
        "coordinated",
        "SELECT organisation_id FROM organisations_employment"
        f" WHERE person_id = {ACTOR}"
        f" AND job_role = '{JobRole.COORDINATOR.value}'"
        f" AND valid_from <= {TODAY} AND (valid_until IS NULL OR valid_until >= {TODAY})",
    )
)
leave_out(
    "it says what somebody's work is, and the other rooms' policies are decided by it",
    "organisations.Employment",
)
