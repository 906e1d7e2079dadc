"""The only way to get hold of rounds and proposals, and what screens show of them."""

from samenspel.matching.reads.certificate import CertificateCard, certificate_data
from samenspel.matching.reads.following import FollowUpPage, follow_up_page
from samenspel.matching.reads.invitations import (
    IntroductionPage,
    InvitationLine,
    InvitationPage,
    introduction_page,
    invitation_page,
    waiting_for,
)
from samenspel.matching.reads.matchtable import MatchTablePage, match_table_page
from samenspel.matching.reads.proposals import best_proposals, get_proposal, get_round
from samenspel.matching.reads.rounds import RoundPage, round_page
from samenspel.matching.reads.worklist import WorklistFilter, WorklistPage, worklist_page
from samenspel.matching.words import rule_words

__all__ = [
    "CertificateCard",
    "FollowUpPage",
    "IntroductionPage",
    "InvitationLine",
    "InvitationPage",
    "MatchTablePage",
    "RoundPage",
    "WorklistFilter",
    "WorklistPage",
    "best_proposals",
    "certificate_data",
    "follow_up_page",
    "get_proposal",
    "get_round",
    "introduction_page",
    "invitation_page",
    "match_table_page",
    "round_page",
    "rule_words",
    "waiting_for",
    "worklist_page",
]
