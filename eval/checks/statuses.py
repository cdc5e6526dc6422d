"""What a status says about the other cells of its row, those that are empty included."""

import re
from typing import Any

from eval.checks.rule import Rule, anything, is_said, says_no

_DATED = r"(?:_(?:date|time|at|on))"
_PREFIX = r"(?:order|shipment|shipping|delivery|fulfillment|parcel|package)_status|status"
_NOT_SENT = re.compile(
    r"pending|processing|placed|received|confirmed|created|new|packed|unfulfilled|preparing|awaiting\w*|cancelled|canceled",
    re.IGNORECASE,
)
_ON_THE_WAY = re.compile(r"shipped|in transit|dispatched|out for delivery", re.IGNORECASE)
_OPEN = re.compile(
    r"open|new|pending|in progress|assigned|on hold|active|unresolved|waiting.*|triaged|in review|under review",
    re.IGNORECASE,
)
_CLOSED = re.compile(r"closed|resolved|completed|done|solved", re.IGNORECASE)
_UNPAID = re.compile(r"unpaid|pending|overdue|due|open|draft|sent|outstanding|failed|void", re.IGNORECASE)
_WORKING = re.compile(r"active|employed|full[- ]time|part[- ]time|on leave|probation", re.IGNORECASE)


def _not_sent(status: Any, moment: Any) -> bool:
    return not is_said(_NOT_SENT, status) or moment is None


def _delivered(status: Any, moment: Any) -> bool:
    return moment is None or not (is_said(_NOT_SENT, status) or is_said(_ON_THE_WAY, status))


def _has_arrived(status: Any, moment: Any) -> bool:
    return not (isinstance(status, str) and status.lower() == "delivered") or moment is not None


def _open(status: Any, moment: Any) -> bool:
    return not is_said(_OPEN, status) or moment is None


def _closed(status: Any, moment: Any) -> bool:
    return not is_said(_CLOSED, status) or moment is not None


def _unpaid(status: Any, moment: Any) -> bool:
    return not is_said(_UNPAID, status) or moment is None


def _paid(status: Any, moment: Any) -> bool:
    return not (isinstance(status, str) and status.lower() == "paid") or moment is not None


def _working(status: Any, moment: Any) -> bool:
    return not is_said(_WORKING, status) or moment is None


def _gone(status: Any, moment: Any) -> bool:
    return not (isinstance(status, str) and status.lower() in {"terminated", "resigned"}) or moment is not None


def _only_if(flag: Any, detail: Any) -> bool:
    return not says_no(flag) or detail in {None, 0, "", "None", "N/A"}


def _returned(status: Any, moment: Any) -> bool:
    return (
        moment is None
        or not isinstance(status, str)
        or bool(re.search("return|refund|complete|closed|late|check", status.lower()))
    )


RULES: tuple[Rule, ...] = (
    anything(
        "What is not sent has no day of shipping",
        _not_sent,
        missing=True,
        status=_PREFIX,
        moment=rf"(?:ship|shipped|shipping|dispatch){_DATED}",
    ),
    anything(
        "What is not delivered has no day of delivery",
        _delivered,
        missing=True,
        status=_PREFIX,
        moment=rf"(?:actual_)?(?:delivery|delivered){_DATED}",
    ),
    anything(
        "What is delivered has a day of delivery",
        _has_arrived,
        missing=True,
        status=_PREFIX,
        moment=rf"(?:actual_)?(?:delivery|delivered){_DATED}",
    ),
    anything(
        "What is open was not closed",
        _open,
        missing=True,
        status=r"(?:ticket_|issue_|case_|claim_|request_|incident_|alert_|task_)?status",
        moment=rf"(?:closed|resolved|resolution|completed|completion|closing|settlement){_DATED}",
    ),
    anything(
        "What is closed was closed on a day",
        _closed,
        missing=True,
        status=r"(?:ticket_|issue_|case_|request_|incident_)status|status",
        moment=rf"(?:closed|resolved|resolution){_DATED}",
    ),
    anything(
        "What is not paid has no day of payment",
        _unpaid,
        missing=True,
        status=r"(?:payment_|invoice_|bill_)status",
        moment=rf"(?:paid|payment){_DATED}",
    ),
    anything(
        "What is paid was paid on a day",
        _paid,
        missing=True,
        status=r"(?:payment_|invoice_|bill_)status",
        moment=rf"(?:paid|payment){_DATED}",
    ),
    anything(
        "Who works has not left",
        _working,
        missing=True,
        status=r"(?:employment_|employee_)?status",
        moment=r"(?:termination|exit|leaving|resignation)_date",
    ),
    anything(
        "Who has left did so on a day",
        _gone,
        missing=True,
        status=r"(?:employment_|employee_)?status",
        moment=r"(?:termination|exit|leaving|resignation)_date",
    ),
    anything(
        "Who stays has no day of leaving",
        _only_if,
        missing=True,
        flag=r"churn(?:ed)?|is_churned|attrition|exited",
        detail=r"(?:churn|exit|attrition|cancell?ation)_(?:date|reason)",
    ),
    anything(
        "What was not returned has no reason for it",
        _only_if,
        missing=True,
        flag=r"(?:is_)?returned",
        detail=r"return_(?:date|reason)",
    ),
    anything(
        "What was not cancelled has no reason for it",
        _only_if,
        missing=True,
        flag=r"(?:is_)?cancell?ed",
        detail=r"cancell?ation_(?:date|reason)",
    ),
    anything(
        "Who has no insurance has no insurer",
        _only_if,
        missing=True,
        flag=r"(?:has_insurance|insured)",
        detail=r"insurance_provider",
    ),
    anything(
        "No refund without a return", _returned, missing=True, status=r"order_status", moment=r"(?:return|refund)_date"
    ),
)
