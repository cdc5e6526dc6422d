"""Whatever stands in an expression, compiling and running it raises errors of the engine and nothing else."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from fuzz.oracle import COLUMNS, column_of, fault_in, written
from generation.engine import DataType, function_names
from generation.engine.expressions.functions import ATTRIBUTES, FUNCTIONS, METHODS

leaves = st.sampled_from(
    ["0", "-1", "2.5", "10**6", "1e300", "'abc'", "''", "'é€𝄞'", "None", "True", "[1, 2]", "['a', 'b']", "[]", "[[1], [2, 3]]", "{'a': 1}",
     "date(2020, 1, 1)", "timedelta(days=3)", "Decimal('1.50')", "uuid.uuid4()", "row_number", "'-1y'", "range(3)", "9223372036854775807", *COLUMNS]
)  # fmt: skip
providers = st.sampled_from([name.partition("(")[0] for name in function_names("en_US")])
functions = st.sampled_from(sorted(FUNCTIONS))
members = st.sampled_from(sorted({name for _, name in (*METHODS, *ATTRIBUTES)}))
operators = st.sampled_from(["+", "-", "*", "/", "//", "%", "**", "==", "<", ">=", "and", "or", "in", "is"])
layouts = st.sampled_from(["", ":05d", ":.2f", ":>10", ":,", ":%Y", "!r"])


def grown(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    arguments = st.lists(inner, max_size=3).map(", ".join)
    return st.one_of(
        st.tuples(providers | functions, arguments).map(lambda t: f"{t[0]}({t[1]})"),
        st.tuples(inner, members, arguments).map(lambda t: f"({t[0]}).{t[1]}({t[2]})"),
        st.tuples(inner, members).map(lambda t: f"({t[0]}).{t[1]}"),
        st.tuples(inner, operators, inner).map(lambda t: f"({t[0]} {t[1]} {t[2]})"),
        st.tuples(inner, inner, inner).map(lambda t: f"({t[0]} if {t[1]} else {t[2]})"),
        st.tuples(inner, inner | st.sampled_from(["0", "-1", "1:3", "::-1"])).map(lambda t: f"({t[0]})[{t[1]}]"),
        st.tuples(inner, layouts).map(lambda t: 'f"{' + t[0].replace('"', "'") + t[1] + '}"'),
    )


expressions = st.recursive(leaves, grown, max_leaves=6)
mutations = st.tuples(st.sampled_from(written()), st.integers(0, 60), st.integers(0, 4), st.text(max_size=4)).map(
    lambda t: t[0][: t[1]] + t[3] + t[0][t[1] + t[2] :]
)


@settings(max_examples=400, deadline=None)
@given(
    expression=expressions | mutations | st.text(max_size=60),
    data_type=st.sampled_from(["string"] * 8 + list(DataType)),
)
@example(expression=" or ".join(["fake.word()"] * 60), data_type="string")
@example(expression="str([[1], [2, 3]])", data_type="string")
@example(expression="9223372036854775807", data_type="decimal")
@example(expression="fake.bank()", data_type="string")
@example(expression="price >= 9223372036854775807", data_type="boolean")
@example(expression="min(share, 9223372036854775807)", data_type="float")
@example(expression="word[9223372036854775807]", data_type="string")
@example(expression="word[9223372036854775807:-9223372036854775807]", data_type="string")
@example(expression="word.split('a', 9223372036854775807)[9223372036854775807]", data_type="string")
@example(expression="word.replace('a', 'b', 9223372036854775807)", data_type="string")
@example(expression="'' * 9223372036854775807", data_type="string")
@example(expression="range(-9223372036854775807, 9223372036854775807)", data_type="string")
@example(expression="{'a': 1}[[1]]", data_type="string")
@example(expression="([[[['a'] * 100] * 100] * 100] * 100)[0][0][0][0]", data_type="string")
@example(expression="len([range(2000) for i in range(100)])", data_type="string")
@example(expression="len([[np.random.poisson(1e6) for i in range(30)] for j in range(30)])", data_type="string")
@example(expression="', '.join([fake.texts(10, 1000)[0] for i in range(100)])", data_type="string")
@example(expression="len([fake.random_letter(), 'b' * 4000][row_number % 2] * 4000)", data_type="string")
@example(expression="random.choice([[1, 2], [3, 4]])", data_type="string")
@example(expression="random.choice([None, [1]])", data_type="string")
@example(expression="OrderedDict([('a', 1)])", data_type="string")
@example(expression="{'a': 1, 'b': {'c': 2}}['b']", data_type="string")
@example(expression="'{}'.format(None)", data_type="string")
@example(expression="'\\ud800'", data_type="string")
@example(expression="'\\x00'", data_type="string")
@example(expression="int('9' * 400)", data_type="integer")
@example(expression="round(1e999)", data_type="integer")
@example(expression="Decimal('1e9999999')", data_type="decimal")
@example(expression="datetime.strptime('1212', '%d%d')", data_type="datetime")
@example(expression="random.choices(['a', 'b'], cum_weights=['x', 'y'])", data_type="string")
@example(expression="age in [9223372036854775807, 1.5]", data_type="boolean")
@example(expression="timedelta(days=1) * 10**14", data_type="string")
@example(expression="{'a': word}['a']", data_type="string")
@example(expression="{1: word, 2: 'x'}[word]", data_type="string")
@example(expression="fake.unique.words()[0]", data_type="string")
@example(expression="[[word], [word]][age % 2]", data_type="string")
@example(expression="'%d' % word", data_type="string")
@example(expression="f'{age:,x}'", data_type="string")
@example(expression="'%d' % math.exp(random.uniform(50, 60))", data_type="string")
@example(expression="str(price * price * price * price * price * price)", data_type="string")
@example(expression="str(day).removeprefix('20')", data_type="date")
@example(expression="fake.text(30, ext_word_list=['excellent service'])", data_type="string")
def test_nothing_but_errors_of_the_engine(expression: str, data_type: str) -> None:
    column = column_of(expression, data_type)
    assert column is None or fault_in(column) is None


@pytest.mark.parametrize("expression", written("bounded"))
def test_what_could_do_harm_is_bounded(expression: str) -> None:
    column = column_of(expression)
    assert column is not None
    assert fault_in(column) is None
