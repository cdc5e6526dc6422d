import pytest

from generation.designer.catalog import Setting
from generation.designer.meaning.lexicon import lexicon
from generation.designer.meaning.meanings import Meanings
from generation.designer.reading import WishedColumn


def meant(name: str, domain: str = "generic", siblings: str = "") -> str:
    known = lexicon()
    setting = Setting(domain=domain, subject=known.catalog.domains[domain].subject, locale="en_US")
    beside = frozenset(sibling.strip() for sibling in siblings.split(","))
    return Meanings(setting, known, siblings=beside).of(WishedColumn(phrase=name)).concept.name


@pytest.mark.parametrize(
    ("name", "concept"),
    [
        ("active_flg", "flag"),
        ("zorb_ind", "flag"),
        ("vacancy_pct", "percentage"),
        ("zorb_dt", "event_date"),
        ("zorb_ts", "event_timestamp"),
        ("billToCountryIso", "country_code"),
        ("zorb_amt", "amount_of_money"),
        ("n_bids", "count"),
        ("sect_no", "code"),
    ],
)
def test_the_last_word_says_of_what_type_the_values_are(name: str, concept: str) -> None:
    assert meant(name) == concept


@pytest.mark.parametrize(
    ("name", "concept"),
    [
        ("zorb_type_cd", "type"),
        ("ZORB_STATUS_C", "status"),
        ("blood_type_desc", "blood_type"),
        ("zorb_category_label", "category"),
        ("account_close_reason_code", "reason"),
    ],
)
def test_a_code_or_description_of_a_state_is_the_state(name: str, concept: str) -> None:
    assert meant(name) == concept


@pytest.mark.parametrize(
    ("name", "concept"),
    [
        ("judge_assigned", "second_person"),
        ("zorbs_closed", "count"),
        ("zorb_accepted", "flag"),
        ("subject_injured", "flag"),
        ("offer_made", "flag"),
        ("last_treated", "event_date"),
        ("first_seen", "event_date"),
        ("items_returned", "count"),
    ],
)
def test_a_participle_leaves_the_word_before_it_to_speak(name: str, concept: str) -> None:
    assert meant(name) == concept


@pytest.mark.parametrize(
    ("name", "concept"),
    [
        ("days_to_flowering", "number_of_days"),
        ("years_since_repair", "number_of_years"),
        ("weeks_to_birth", "count"),
        ("days_missing", "number_of_days"),
    ],
)
def test_spans_up_to_something_are_counted(name: str, concept: str) -> None:
    assert meant(name) == concept


@pytest.mark.parametrize(
    ("name", "concept"),
    [("outtime", "event_timestamp"), ("zorbtype", "type"), ("zorbdate", "event_date"), ("datetime", "event_timestamp")],
)
def test_a_word_is_read_by_what_it_ends_with(name: str, concept: str) -> None:
    assert meant(name) == concept


@pytest.mark.parametrize(
    ("name", "domain", "concept"),
    [
        ("fk_store", "generic", "other_key"),
        ("rezorbs", "generic", "count"),
        ("sold", "generic", "flag"),
        ("drct", "weather", "number"),
        ("drct", "generic", "word"),
        ("ZRX", "generic", "number"),
    ],
)
def test_a_name_of_which_nothing_is_known_is_judged_by_its_looks(name: str, domain: str, concept: str) -> None:
    assert meant(name, domain) == concept


@pytest.mark.parametrize(
    ("name", "siblings", "concept"),
    [
        ("title", "first name, company", "job_title"),
        ("title", "first name, last name", "name_title"),
        ("contact", "campaign, age", "contact_channel"),
        ("origin", "destination, carrier", "city"),
        ("origin", "mpg, horsepower", "origin"),
        ("resolution", "severity, reported by", "resolution_note"),
    ],
)
def test_the_columns_beside_a_short_name_speak_for_it(name: str, siblings: str, concept: str) -> None:
    assert meant(name, siblings=siblings) == concept


@pytest.mark.parametrize(("name", "concept"), [("passenger", "full_name"), ("number of passengers", "passenger_count")])
def test_one_is_a_person_and_many_are_counted(name: str, concept: str) -> None:
    assert meant(name) == concept


@pytest.mark.parametrize(
    ("name", "concept"),
    [("AESTDTC", "event_date"), ("CUSTNR", "code"), ("REGFL", "flag"), ("STATUS", "status")],
)
def test_capitals_are_read_by_their_last_letters(name: str, concept: str) -> None:
    assert meant(name) == concept


@pytest.mark.parametrize(
    ("name", "concept"),
    [("population_total", "population"), ("avg_humidity", "humidity"), ("zorb_total", "total_amount")],
)
def test_what_is_summed_up_stays_what_it_is(name: str, concept: str) -> None:
    assert meant(name) == concept


@pytest.mark.parametrize(
    ("name", "concept"),
    [("zorb_description", "description"), ("zorb_note", "written_note"), ("zorb_circuit", "thing_name")],
)
def test_descriptions_are_no_notes(name: str, concept: str) -> None:
    assert meant(name) == concept


@pytest.mark.parametrize(("name", "concept"), [("amount_local", "amount_of_money"), ("zorb_expiry", "event_date")])
def test_the_words_before_an_unknown_one_are_asked_last(name: str, concept: str) -> None:
    assert meant(name) == concept
