"""What comes before what."""

from datetime import date, timedelta

from eval.checks.rule import Rule, day_of, follows, moments

_STEM = r"(?P<stem>(?:\w+_)?)"
_WHEN = r"(?:_(?:date|time|at|on|day|dt|ts|timestamp|datetime))?"
_DAY = r"(?:_(?:date|at|on|day|dt))"
_BIRTH = r"(?:\w+_)?(?:dob|birth_?date|date_of_birth|birthday|born_on)"
_PAIRS = (
    (
        "Nothing ends before it starts",
        rf"{_STEM}(?:start|begin|started|from){_WHEN}",
        rf"{_STEM}(?:end|ended|finish|finished|to|until){_WHEN}",
    ),
    (
        "Nothing starts after its end",
        rf"(?:start|begin)_(?:date|time|at)_?{_STEM}",
        rf"(?:end|finish)_(?:date|time|at)_?{_STEM}",
    ),
    (
        "Nothing is shipped before it is ordered",
        rf"(?:order|ordered|purchase){_DAY}|order_(?:purchase_)?timestamp",
        rf"(?:ship|shipped|shipping|dispatch|dispatched|shipment){_WHEN}",
    ),
    (
        "Nothing is delivered before it is shipped",
        rf"(?:ship|shipped|shipping|dispatch|dispatched|pickup){_WHEN}",
        rf"(?:\w+_)?(?:delivery|delivered|received){_WHEN}",
    ),
    (
        "Nothing is delivered before it is ordered",
        rf"(?:order|ordered|purchase){_DAY}|order_(?:purchase_)?timestamp",
        rf"(?:\w+_)?(?:delivery|delivered|received){_WHEN}",
    ),
    (
        "Nothing is returned before it is ordered",
        rf"(?:order|ordered|purchase|purchased){_DAY}",
        rf"(?:return|returned|refund|refunded){_DAY}",
    ),
    (
        "Nothing is returned before it is delivered",
        rf"(?:delivery|delivered){_DAY}",
        rf"(?:return|returned|refund|refunded){_DAY}",
    ),
    (
        "Nobody leaves a hospital before coming",
        rf"(?:admission|admit|admitted){_WHEN}|date_of_admission",
        rf"(?:discharge|discharged){_WHEN}|date_of_discharge",
    ),
    ("Nobody checks out before checking in", rf"check_?in{_WHEN}", rf"check_?out{_WHEN}"),
    (
        "Nothing arrives before it departs",
        rf"{_STEM}(?:departure|depart|departed){_WHEN}",
        rf"{_STEM}(?:arrival|arrive|arrived){_WHEN}",
    ),
    (
        "Nothing is updated before it is created",
        rf"(?:creation|created|create|opened|submitted){_WHEN}",
        rf"(?:last_)?(?:update|updated|modified|closed|resolved|completed|finished){_WHEN}",
    ),
    (
        "Nothing is closed before it is opened",
        rf"(?:open|opened|created|reported|submitted|raised){_WHEN}",
        rf"(?:close|closed|resolved|completed|solved|resolution|closing){_DAY}",
    ),
    (
        "Nothing is due before it is issued",
        rf"(?:issue|issued|invoice|billing|bill|loan|borrow|borrowed|checkout){_DAY}",
        rf"(?:due|payment_due){_WHEN}",
    ),
    ("Nothing is paid before it is invoiced", rf"(?:invoice|issue|issued|bill){_DAY}", rf"(?:paid|payment){_DAY}"),
    (
        "Nothing is brought back before it is lent",
        rf"(?:loan|borrow|borrowed|checkout|checked_out|rental|rented){_DAY}",
        rf"(?:return|returned){_DAY}",
    ),
    (
        "Nobody leaves before being hired",
        rf"(?:hire|hired|joining|join|employment_start|start){_DAY}|date_of_joining",
        rf"(?:termination|terminated|exit|leaving|resignation|last_working|last_promotion|last_review){_DAY}",
    ),
    (
        "Nobody is last seen before signing up",
        rf"(?:sign_?up|registration|registered|join|joined|created|account_created|subscription_start){_WHEN}",
        rf"(?:last_(?:login|seen|active|purchase|order|visit|activity)|churn|churned|cancell?ation|cancell?ed|first_purchase|first_order){_WHEN}",
    ),
    (
        "Nobody is set down before being picked up",
        r"(?:\w+_)?pick_?up(?:_(?:at|datetime|time|date))?",
        r"(?:\w+_)?drop_?off(?:_(?:at|datetime|time|date))?",
    ),
    (
        "Nothing is harvested before it is planted",
        rf"(?:plant|planting|planted|sowing|sown){_DAY}",
        rf"(?:harvest|harvested|harvesting){_DAY}",
    ),
    (
        "Nothing expires before it is made",
        rf"(?:manufactur(?:e|ing|ed)|production|produced|issue|issued|effective){_DAY}",
        rf"(?:\w+_)?(?:expiry|expiration|expires|best_before|warranty_end){_WHEN}",
    ),
    (
        "No warranty ends before the purchase",
        rf"(?:purchase|purchased|install|installed|installation){_DAY}",
        r"warranty_(?:end|expiry|expires|until)(?:_date)?",
    ),
    (
        "Nothing is edited before it is published",
        rf"(?:posted|published|publish|post|publication){_DAY}",
        rf"(?:edited|updated|last_edited|deadline|application_deadline|closing){_WHEN}",
    ),
    (
        "No interview is before the application",
        rf"(?:application|applied|apply){_DAY}",
        rf"(?:interview|offer|hire|hired|decision|start){_DAY}",
    ),
    (
        "Nothing is decided before it is filed",
        rf"(?:filing|filed){_DAY}",
        rf"(?:hearing|decision|decided|closed|closing|verdict|judgment|trial){_DAY}",
    ),
    (
        "Nothing is claimed before it happens",
        rf"(?:incident|accident|loss|occurrence|occurred){_DAY}",
        rf"(?:claim|claimed|report|reported|filed|filing){_DAY}",
    ),
    (
        "Nothing is settled before it is claimed",
        rf"(?:claim|filed|reported){_DAY}",
        rf"(?:settlement|settled|approval|approved|closed|payout){_DAY}",
    ),
    (
        "No result is there before the sample",
        rf"(?:sample|sampling|collection|collected|test_ordered){_WHEN}",
        rf"(?:result|results|analysed|analyzed|analysis|reported|tested){_DAY}",
    ),
    ("Nothing is sold before it is listed", rf"(?:list|listing|listed){_DAY}", rf"(?:sold|sale|closing){_DAY}"),
    (
        "Nobody graduates before enrolling",
        rf"(?:enrol(?:l?ment|led|ed|l)?){_DAY}",
        rf"(?:graduation|graduated|completion|completed|withdrawal|last_access|expected_graduation){_WHEN}",
    ),
    (
        "Nothing renews before it starts",
        rf"(?:subscription_start|start|started|signup|policy_start){_WHEN}",
        rf"(?:renewal|renews|next_billing|cancel(?:led|lation)?|expiry|policy_end){_WHEN}",
    ),
    ("No sun sets before it rises", r"sunrise(?:_time)?", r"sunset(?:_time)?"),
    (
        "Nobody clocks out before clocking in",
        rf"(?:clock|punch|log|login|time)_?in{_WHEN}",
        rf"(?:clock|punch|log|login|time)_?out{_WHEN}",
    ),
    (
        "Nothing is discontinued before its launch",
        rf"(?:launch|launched|release|released){_DAY}",
        rf"(?:discontinued|end_of_life|retired){_DAY}",
    ),
    ("Nobody dies before being born", _BIRTH, rf"(?:death|died|deceased){_WHEN}|date_of_death"),
    ("No last time is before the first", r"first_(?P<stem>\w+?)(?:_date|_at)?", r"last_(?P<stem>\w+?)(?:_date|_at)?"),
    ("No next time is before the last", r"last_(?P<stem>\w+?)(?:_date|_at)?", r"next_(?P<stem>\w+?)(?:_date|_at)?"),
    (
        "Nothing is served before it is installed",
        rf"(?:install|installed|installation|commissioned){_DAY}",
        r"last_(?:maintenance|service|inspection|reading|seen)(?:_date|_at)?",
    ),
    (
        "No follow-up is before the visit",
        rf"(?:visit|appointment|admission|consultation|treatment){_DAY}",
        rf"(?:follow_?up|next_(?:visit|appointment)){_WHEN}",
    ),
    (
        "Nothing happens before its booking",
        rf"(?:booking|booked|reservation){_DAY}",
        rf"(?:check_?in|travel|departure|event|arrival|trip_start){_WHEN}",
    ),
    (
        "Nobody does anything before being born",
        _BIRTH,
        rf"(?:\w+_)?(?:sign_?up|registration|registered|admission|visit|appointment|enrol\w*|join\w*|application|last_\w+?|order|purchase){_DAY}",
    ),
    (
        "Nothing is approved before it is asked for",
        rf"(?:application|applied|request|requested|submission|submitted){_DAY}",
        rf"(?:approval|approved|disbursement|disbursed|funded|granted){_DAY}",
    ),
    (
        "Nothing is repaid before it is lent",
        rf"(?:disbursement|disbursed|origination|issue|loan_start){_DAY}",
        rf"(?:maturity|next_payment|last_payment|repayment){_DAY}",
    ),
    (
        "Nothing is expected before it is ordered",
        rf"(?:order|ordered|purchase|po){_DAY}",
        rf"(?:expected|estimated|promised)(?:_\w+)?{_DAY}",
    ),
    (
        "Nothing is acknowledged before it is raised",
        rf"(?:triggered|raised|detected|created){_WHEN}",
        rf"(?:acknowledged|assigned|mitigated|first_response){_WHEN}",
    ),
)
_YOUNGEST_AT_WORK = 14
_AFTERNOON = timedelta(days=1)


def _in_order(earlier: object, later: object) -> bool:
    return follows(earlier, later)


def _old_enough(birth: date, hired: date) -> bool:
    return (day_of(hired) - day_of(birth)).days >= _YOUNGEST_AT_WORK * 365


def _is_past(moment: date) -> bool:
    return day_of(moment) <= date.today() + _AFTERNOON  # noqa: DTZ011  # wherever this runs


RULES: tuple[Rule, ...] = (
    *(moments(says, _in_order, earlier=earlier, later=later) for says, earlier, later in _PAIRS),
    moments(
        "Nobody is hired as a child",
        _old_enough,
        birth=_BIRTH,
        hired=rf"(?:hire|hired|joining|employment_start){_DAY}|date_of_joining",
    ),
    moments("Nobody is born in the future", _is_past, moment=_BIRTH),
    moments(
        "What is told as done is past",
        _is_past,
        moment=rf"(?:last_\w+|hired?|order|review|transaction|purchase|sign_?up|registration|created|admission|claim|crime|incident|published|release|sold|joined){_DAY}",
    ),
)
