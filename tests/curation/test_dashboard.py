from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from curation.dashboard import Dashboard, Figure, Period, Use, dashboard, read_dashboard
from schemas_cache.budget import today
from schemas_cache.curating import mark_curated, merge
from schemas_cache.models import DailyUse, Revision, Schema, Spending
from schemas_cache.services import count_use, obtain, store
from tests.curation import accounts
from tests.curation.remembered import page, remember, revise, row
from tests.page_dom import CANARY, Dom
from tests.schemas_cache.designs import by_model, schema

TODAY = date(2026, 3, 31)
FRONT = reverse("admin:index")


def back(days: int) -> date:
    return TODAY - timedelta(days=days)


def figure(shown: Dashboard, name: str) -> Figure:
    (found,) = (each for each in shown.figures if each.name == name)
    return found


def compared(name: str, **uses: Use) -> list[tuple[int, str, str]]:
    """Return what a figure is in each period, and how it changed; uses are named by how many days ago they were."""
    by_day = {back(int(name.removeprefix("ago_"))): use for name, use in uses.items()}
    periods = figure(dashboard(TODAY, by_day), name).periods
    return [(period.days, period.text, period.change) for period in periods]


def ask_the_model(description: str) -> str:
    """Remember a design of the model's, which did not understand everything, and return its hash."""
    return obtain(description, None, design=by_model, wait=0, replace_offline=False)[0].hash


# The figures, from what the days brought.


def test_days_add_up() -> None:
    days = (Use(requests=3, hits=2, tokens=100), Use(requests=1, links=4, tokens=11))
    assert Use.total(days) == Use(requests=4, hits=2, links=4, tokens=111)


def test_shares_are_of_what_they_could_have_been() -> None:
    use = Use(requests=8, hits=6, model_designs=3, offline_designs=9, fallbacks=1)
    assert (use.hit_rate, use.fallback_share) == (75.0, 25.0)


def test_of_nothing_there_is_no_share() -> None:
    assert (Use().hit_rate, Use(offline_designs=5).fallback_share) == (None, None)


def test_a_period_ends_today_and_is_compared_with_as_many_days_before() -> None:
    uses = {f"ago_{days}": Use(requests=1000 + days) for days in (0, 6, 7, 13, 14, 29, 30, 59, 60)}
    assert compared("Requests", **uses) == [(7, "2,006", "\N{MINUS SIGN}14"), (30, "6,069", "+3,980")]


def test_a_share_is_that_of_the_whole_period_and_changes_by_points() -> None:
    uses = {
        "ago_0": Use(requests=1, hits=1),
        "ago_1": Use(requests=9, hits=5),
        "ago_7": Use(requests=10, hits=5),
    }
    assert compared("Answered from the cache", **uses)[0] == (7, "60 %", "+10 points")


def test_what_has_nothing_before_it_does_not_change() -> None:
    assert compared("Answered from the cache", ago_0=Use(requests=1, hits=1))[0] == (7, "100 %", "")


@pytest.mark.parametrize(
    ("now", "before", "change"),
    [(3.4, 2.6, "as before"), (0, 0, "as before"), (1200, 0, "+1,200"), (0, 5, "\N{MINUS SIGN}5")],
)
def test_a_change_is_what_can_be_seen(now: float, before: float, change: str) -> None:
    assert Period(days=7, now=now, before=before, unit="").change == change


def test_a_figure_has_a_value_for_each_of_thirty_days_and_none_where_there_is_no_share() -> None:
    shown = figure(dashboard(TODAY, {back(1): Use(requests=4, hits=1)}), "Answered from the cache")
    assert (shown.days[0], shown.days[-1], len(shown.days)) == (back(29), TODAY, 30)
    assert shown.values == (*[None] * 28, 25.0, None)


def test_figures_that_never_were_anything_are_left_out_but_those_of_what_was_asked_for() -> None:
    shown = dashboard(TODAY, {back(40): Use(saved_designs=1)})
    assert [figure.name for figure in shown.figures] == [
        *("Requests", "Answered from the cache", "Made again from links", "Designs saved")
    ]


def test_the_table_says_what_the_charts_show_the_last_day_first() -> None:
    shown = dashboard(TODAY, {TODAY: Use(requests=2, hits=1), back(29): Use(requests=1234, links=5)})
    assert len(shown.daily) == 30
    assert shown.daily[0] == (TODAY, ("2", "50 %", "0"))
    assert shown.daily[-1] == (back(29), ("1,234", "0 %", "5"))


def test_a_chart_says_what_it_is_of() -> None:
    assert "<title>Requests, day by day</title>" in figure(dashboard(TODAY, {}), "Requests").chart


# What is read from the tables.


@pytest.mark.django_db
def test_the_figures_come_from_the_days_uses_and_what_the_model_took() -> None:
    DailyUse.objects.create(day=back(1), requests=5, hits=4, links=3, saved_designs=2, saved_tokens=1800)
    Spending.objects.create(day=back(1), designs=1, tokens=900)
    Spending.objects.create(day=back(3), designs=1, tokens=50)
    DailyUse.objects.create(day=back(400), requests=10**6)

    shown = read_dashboard(TODAY)

    told = {figure.name: figure.periods[1].text for figure in shown.figures}
    assert told == {
        "Requests": "5",
        "Answered from the cache": "80 %",
        "Made again from links": "3",
        "Tokens spent": "950",
        "Tokens saved": "1,800",
        "Designs saved": "2",
    }


@pytest.mark.django_db
def test_the_most_used_of_those_that_are_in_use_come_first() -> None:
    for description, uses in (("Animals of a zoo", 1), ("Books of a library", 3), ("Cars of a rental", 9)):
        hash_ = remember(description)
        for _ in range(uses):
            count_use(hash_)
    Schema.objects.filter(description="Cars of a rental").update(last_used=datetime(2020, 1, 1, tzinfo=UTC))
    remember("Dances of a ball")

    listed = read_dashboard(today()).most_used

    assert [(each.text, each.uses) for each in listed] == [("Books of a library", "3"), ("Animals of a zoo", "1")]


@pytest.mark.django_db
def test_what_stands_for_another_is_listed_in_its_place() -> None:
    kept, other = remember("Animals of a zoo"), remember("Beasts of a zoo")
    count_use(other)
    merge([other], kept)

    shown = read_dashboard(today())

    assert [each.text for each in shown.most_used] == ["Animals of a zoo"]
    assert shown.schemas_text == "1 schema, 1 of them curated."


@pytest.mark.django_db
def test_what_was_not_understood_is_listed_from_the_newest_on_until_it_is_curated() -> None:
    first, done, last = (ask_the_model(text) for text in ("Animals of a zoo", "Books of a library", "Cars, 20"))
    remember("Dances of a ball")
    mark_curated([done], curated=True)

    listed = read_dashboard(today()).not_understood

    assert [(each.pk, each.not_understood) for each in listed] == [
        (row(last).pk, ("a wish",)),
        (row(first).pk, ("a wish",)),
    ]


@pytest.mark.django_db
def test_what_an_earlier_revision_did_not_understand_is_past() -> None:
    hash_ = ask_the_model("Animals of a zoo")
    Revision.objects.create(schema=row(hash_), number=2, columns=[], locale="en_US")
    Schema.objects.update(current=2)
    assert read_dashboard(today()).not_understood == ()


@pytest.mark.django_db
def test_what_was_merged_is_not_listed_as_not_understood() -> None:
    merge([ask_the_model("Beasts of a zoo")], remember("Animals of a zoo"))
    assert read_dashboard(today()).not_understood == ()


@pytest.mark.django_db
def test_a_schema_without_a_description_is_named_by_its_columns() -> None:
    Schema.objects.filter(hash=ask_the_model("Animals of a zoo")).update(description="")
    assert [each.text for each in read_dashboard(today()).not_understood] == ["name"]


@pytest.mark.django_db
def test_it_costs_five_queries_however_much_there_is(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for number in range(15):
        count_use(ask_the_model(f"Animals of zoo {number}"))
        DailyUse.objects.create(day=back(number), requests=1)
    with django_assert_num_queries(5):
        shown = read_dashboard(today())
    assert (len(shown.most_used), len(shown.not_understood)) == (10, 10)


# The page.


def opened(client: Client, user: User) -> Dom:
    client.force_login(user)
    return Dom.of(client.get(FRONT))


def links(dom: Dom) -> set[str]:
    return set(dom.attributes("a", "href"))


@pytest.mark.django_db
def test_the_front_shows_the_figures_above_the_list_of_tables(client: Client) -> None:
    DailyUse.objects.create(day=today(), requests=1234, hits=617)
    dom = opened(client, accounts.instructor())
    ids = [attributes["id"] for _, attributes in dom.elements if attributes.get("id") in {"dashboard", "content-main"}]
    assert ids == ["dashboard", "content-main"]
    assert "1,234" in dom.text
    assert "50 %" in dom.text


@pytest.mark.django_db
def test_who_may_not_look_at_schemas_finds_the_front_of_django(client: Client) -> None:
    DailyUse.objects.create(day=today(), requests=1234)
    dom = opened(client, accounts.staff())
    assert "dashboard" not in dom.attributes("div", "id")
    assert "1,234" not in dom.text


@pytest.mark.django_db
def test_an_instructor_finds_the_ways_to_all_that_there_is_to_do(client: Client) -> None:
    found = links(opened(client, accounts.instructor()))
    ways = {page("changelist"), page("add"), page("import"), page("export"), reverse("admin:token")}
    assert ways <= found


@pytest.mark.django_db
def test_who_may_only_look_finds_the_way_to_the_list_alone(client: Client) -> None:
    count_use(remember("Animals of a zoo"))
    found = links(opened(client, accounts.viewer()))
    assert page("changelist") in found
    assert found.isdisjoint({page("add"), page("import"), page("export"), reverse("admin:token")})


@pytest.mark.django_db
def test_a_new_installation_says_how_to_begin(client: Client) -> None:
    dom = opened(client, accounts.instructor())
    commands = ("curl -OJ http://testserver/generate", "manage.py import_schemas", "manage.py warm_schemas")
    assert [command for command in commands if command not in dom.text] == []
    assert page("import") in links(dom)
    assert "figure" not in {tag for tag, _ in dom.elements}


@pytest.mark.django_db
def test_every_schema_of_the_lists_leads_to_its_page(client: Client) -> None:
    used, asked = remember("Animals of a zoo"), ask_the_model("Books of a library")
    count_use(used)
    assert {page("change", row(hash_).pk) for hash_ in (used, asked)} <= links(opened(client, accounts.instructor()))


@pytest.mark.django_db
@pytest.mark.parametrize("columns", [7, {"name": "a"}, [7], [{"faker_method": "1"}]])
def test_a_schema_whose_columns_are_malformed_is_known_by_its_hash(client: Client, columns: object) -> None:
    entry, _ = store(schema("first"))
    count_use(entry.hash)
    Revision.objects.update(columns=columns)

    assert entry.hash in opened(client, accounts.instructor()).text


@pytest.mark.django_db
def test_what_people_and_models_wrote_is_text_and_turns_nothing_around(client: Client) -> None:
    turning = f"{CANARY} \N{RIGHT-TO-LEFT OVERRIDE}txet"
    hash_ = remember(f"Animals {turning}", CANARY)
    count_use(hash_)
    Schema.objects.update(instruction=turning)
    revise(hash_, CANARY)
    Revision.objects.update(designed_by=CANARY, not_understood=[turning])

    dom = opened(client, accounts.instructor())

    assert dom.faults() == []
    assert dom.text.count(CANARY) >= 6
    assert sum(tag == "bdi" for tag, _ in dom.elements) == 5
