"""People: names, ages, and what goes with them."""

import re
import unicodedata
from datetime import date

from eval.checks.rule import Rule, anything, day_of, numbers, texts

_PERSON = r"(?P<stem>(?:\w+_)?)"
_AGE = r"(?:\w*(?:customer|patient|employee|person|user|member|driver|applicant|student|player|passenger)_)?age(?:_(?:years|yrs))?"
_GENDER = r"(?:\w+_)?(?:gender|sex)"
_FIRST, _LAST = rf"{_PERSON}(?:first_?name|forename|given_name)", rf"{_PERSON}(?:last_?name|surname|family_name)"
_EMAIL = rf"{_PERSON}e_?mail(?:_address)?"
_NAME = r"(?P<stem>(?:customer_|employee_|user_|student_|patient_|member_|contact_|applicant_|donor_|guest_|client_)?)(?:full_)?name"
_SPELLED = {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ø": "o", "æ": "ae", "å": "a", "ł": "l", "đ": "d"}
_SHORTEST = 2
_YEAR = 365.2425
_CHILD, _ADULT, _DOCTOR, _BACHELOR, _RETIRED = 14, 16, 22, 18, 40
_FEMALE, _MALE = {"female", "f", "woman"}, {"male", "m", "man"}


def _spellings(name: str) -> set[str]:
    """Return how a name may stand in an address: without accents, or with two letters for one."""
    lower = name.lower()
    bare = unicodedata.normalize("NFKD", lower.replace("ß", "ss").replace("ø", "o").replace("ł", "l"))
    long = "".join(_SPELLED.get(letter, letter) for letter in lower)
    both = (
        bare.encode("ascii", "ignore").decode(),
        unicodedata.normalize("NFKD", long).encode("ascii", "ignore").decode(),
    )
    return {re.sub(r"[^a-z]", "", one) for one in both}


def names_agree(email: str, *names: str) -> bool:
    """Tell whether an address holds a name or its start; names in other alphabets are not judged."""
    local = re.sub(r"[^a-z]", "", email.lower().partition("@")[0])
    parts = {spelling for name in names for part in re.split(r"[\s.-]+", name) for spelling in _spellings(part)}
    known = {part for part in parts if len(part) >= _SHORTEST}
    return not known or any(part in local for part in known)


def _email_of_both(first: str, last: str, email: str) -> bool:
    return names_agree(email, first, last)


def _email_of_name(name: str, email: str) -> bool:
    return names_agree(email, name)


def _user_name(first: str, last: str, user: str) -> bool:
    return names_agree(user, first, last) or any(name[:1].lower() == user[:1].lower() for name in (first, last))


def _whole(first: str, last: str, full: str) -> bool:
    return first in full and last in full


def _age_of_birth(age: float, birth: date) -> bool:
    if not isinstance(birth, date) or not isinstance(age, int | float):
        return True
    lived = (date.today() - day_of(birth)).days / _YEAR  # noqa: DTZ011  # wherever this runs
    return abs(lived - age - 0.5) <= 1.1  # a year, and a birthday on the way


def _worked(age: float, years: float) -> bool:
    return age - years >= _CHILD


def _married(age: float, status: str) -> bool:
    return (
        not _is_number(age)
        or age >= _ADULT
        or str(status).lower() in {"single", "never married", "unmarried", "child", "minor", "n/a"}
    )


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _educated(age: float, education: str) -> bool:
    text = str(education).lower()
    if not _is_number(age):
        return True
    if "phd" in text or "doctor" in text:
        return age >= _DOCTOR
    return age >= _BACHELOR if "bachelor" in text or "master" in text else True


def _employed(age: float, status: str) -> bool:
    text = str(status).lower()
    if not _is_number(age):
        return True
    return not (text == "retired" and age < _RETIRED) and not (text.startswith("employed") and age < _CHILD)


def _titled(title: str, gender: str) -> bool:
    title, gender = str(title).lower().rstrip("."), str(gender).lower()
    return not (title in {"mr", "sir"} and gender in _FEMALE) and not (
        title in {"mrs", "ms", "miss"} and gender in _MALE
    )


def _in_group(age: float, group: str) -> bool:
    if not _is_number(age):
        return True
    if match := re.search(r"(\d+)\s*(?:-|\u2013|to)\s*(\d+)", str(group)):
        return int(match[1]) <= age <= int(match[2])
    if match := re.search(r"(\d+)\s*\+|(?:over|above|>=?)\s*(\d+)", str(group).lower()):
        return age >= int(match[1] or match[2])
    if match := re.search(r"(?:under|below|<)\s*(\d+)", str(group).lower()):
        return age <= int(match[1])
    return True


def _no_children(age: float, children: float) -> bool:
    return age >= _CHILD or children == 0


def _is_other(one: str, other: str) -> bool:
    return one != other


def _pregnant(gender: str, pregnant: object) -> bool:
    return str(gender).lower() not in _MALE or pregnant in {
        0,
        "0",
        "No",
        "no",
        None,
        "N",
        "N/A",
        "Not applicable",
    }


def _sexed(gender: str, condition: str) -> bool:
    gender, text = str(gender).lower(), str(condition).lower()
    if gender in _MALE:
        return not re.search(
            r"pregnan|ovarian|menopaus|cervical cancer|endometri|preeclampsia|uter(?:us|ine)|childbirth", text
        )
    return not (gender in _FEMALE and re.search(r"prostat|testic|erectile", text))


def _aged(age: float, condition: str) -> bool:
    text = str(condition).lower()
    if not _is_number(age):
        return True
    if re.search(r"alzheimer|dementia|parkinson|prostat|menopaus|macular degeneration", text):
        return age >= 30  # rare enough below
    return not (re.search(r"infantile|neonat|newborn", text) and age > 2)  # years


def _departs(job: str, department: str) -> bool:
    job, department = job.lower(), department.lower()
    for said, at_home in _AT_HOME:
        if re.search(said, job):
            return bool(re.search(at_home, department))
    return True


_AT_HOME = (
    (r"\baccountant|bookkeeper|payroll|treasur", r"financ|account|treasur|payroll|hr|human"),
    (
        r"software|developer|devops|\bqa engineer|data engineer|backend|frontend",
        r"engineer|it\b|tech|develop|product|data|r&d|research|software|information|quality|platform|analytics",
    ),
    (r"recruiter|hr (?:manager|specialist|generalist)|human resources|talent", r"hr|human|people|talent|recruit"),
    (r"sales (?:rep|manager|exec|assoc)|account executive", r"sales|business|commercial|retail|market"),
    (r"\b(?:attorney|paralegal|legal counsel|lawyer)", r"legal|complian|law|litig|corporate|practice|governance"),
    (r"\b(?:seo|brand manager|marketing)", r"market|growth|brand|communicat|content|digital|sales|product"),
    (
        r"\bregistered nurse|surgeon",
        r"nurs|surg|care|clinic|medic|emergency|icu|ward|pediatr|cardio|onco|health|ortho|neuro|intensive|patient|obstet",
    ),
)

RULES: tuple[Rule, ...] = (
    texts("An e-mail address holds a part of the name", _email_of_both, first=_FIRST, last=_LAST, email=_EMAIL),
    texts("An e-mail address holds a part of the full name", _email_of_name, name=_NAME, email=_EMAIL),
    texts("A user name starts like a name", _user_name, first=_FIRST, last=_LAST, user=r"user_?name|login|handle"),
    texts(
        "The full name holds the first and the last",
        _whole,
        first=_FIRST,
        last=_LAST,
        full=r"(?P<stem>(?:\w+_)?)full_name",
    ),
    anything(
        "Age is counted from the date of birth",
        _age_of_birth,
        age=_AGE,
        birth=r"(?:\w+_)?(?:dob|birth_?date|date_of_birth)",
    ),
    numbers(
        "Nobody has worked since childhood",
        _worked,
        age=_AGE,
        years=r"(?:total_)?(?:working_years|experience_years|years_(?:of_)?experience|years_at_company|years_with_company|years_employed)|seniority|tenure_years",
    ),
    anything("Children are not married", _married, age=_AGE, status=r"marital_status"),
    anything("Degrees take years", _educated, age=_AGE, education=r"(?:highest_)?(?:education(?:_level)?|degree)"),
    anything(
        "The young are not retired, children do not work",
        _employed,
        age=_AGE,
        status=r"employment(?:_status)?|occupation|work_status",
    ),
    texts(
        "A form of address fits the gender",
        _titled,
        title=r"(?:\w+_)?(?:prefix|salutation|honorific|title)",
        gender=_GENDER,
    ),
    anything("An age lies in its group", _in_group, age=_AGE, group=r"age_(?:group|range|band|bracket|category)"),
    numbers(
        "Children have no children", _no_children, age=_AGE, children=r"(?:number_of_|num_|no_of_)?(?:children|kids)"
    ),
    texts(
        "Nobody is their own manager",
        _is_other,
        one=r"(?:employee_|full_)?name",
        other=r"(?:manager|supervisor)(?:_name)?|reports_to",
    ),
    texts(
        "Sender and receiver differ",
        _is_other,
        one=r"(?:sender|from|payer|buyer|source)(?:_(?:name|account|email|address|ip))?",
        other=r"(?:receiver|recipient|to|payee|seller|beneficiary|destination)(?:_(?:name|account|email|address|ip))?",
    ),
    texts(
        "Mother and patient differ",
        _is_other,
        one=r"(?:patient|student|full)_name",
        other=r"(?:doctor|physician|teacher|guardian|emergency_contact|provider|instructor)(?:_name)?",
    ),
    anything(
        "Men are not pregnant", _pregnant, gender=_GENDER, pregnant=r"pregnan(?:t|cies|cy)|is_pregnant|pregnancy_status"
    ),
    texts(
        "A diagnosis fits the sex",
        _sexed,
        gender=_GENDER,
        condition=r"(?:\w+_)?(?:diagnosis|condition|disease|chronic_condition|reason|procedure)",
    ),
    anything("A diagnosis fits the age", _aged, age=_AGE, condition=r"(?:\w+_)?(?:diagnosis|condition|disease)"),
    texts(
        "A job belongs to its department",
        _departs,
        job=r"(?:job_)?(?:title|role)|position|designation",
        department=r"department(?:_name)?|dept",
    ),
    numbers("Nobody is older than anybody was", lambda age: 0 <= age <= 115, age=_AGE),  # years
    numbers(
        "Nobody has been there longer than at work",
        lambda here, all_of: here <= all_of,
        here=r"years_(?:at|with)_(?:the_)?company",
        all_of=r"total_working_years",
    ),
    numbers(
        "Nobody has a role longer than the job",
        lambda role, here: role <= here,
        role=r"years_(?:in_current_role|since_last_promotion|with_curr_manager)",
        here=r"years_(?:at|with)_company",
    ),
)
