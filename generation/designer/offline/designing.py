"""The designer without a language model: rules that read the description, and a catalog of what is known.

description -*reading*-> wish -*choosing*-> concepts -*composing*-> columns
"""

from generation import engine
from generation.designer.composing.composer import compose_by_rules
from generation.designer.design import Design
from generation.designer.offline.remarks import assumptions, leftovers, understood_words
from generation.designer.offline.understanding import understand
from generation.engine import Column, DatasetSchema, DataType, EngineError

OFFLINE_DESIGNER = "offline/2"

_PLAIN = {
    DataType.STRING: "fake.word()",
    DataType.INTEGER: "random.randint(1, 100)",
    DataType.FLOAT: "round(random.uniform(0, 100), 2)",
    DataType.DECIMAL: "round(random.uniform(0, 100), 2)",
    DataType.BOOLEAN: "random.random() < 0.5",
    DataType.DATE: "fake.date_between('-1y', 'today')",
    DataType.DATETIME: "fake.date_time_between('-1y', 'now')",
    DataType.TIME: "fake.time_object()",
}


def design_offline(description: str, locale: str | None = None) -> Design:
    """Design a schema for any text at all; what was guessed and what was left aside is said in the design."""
    read = understand(description, locale)
    setting, choices, known = read.setting, read.choices, read.lexicon
    composed = compose_by_rules(choices, read.rules, setting, known.catalog)
    schema, replaced = _compiled(composed.columns, setting.locale)
    unheeded = (*read.unheeded, *composed.unkept)
    return Design(
        schema=schema,
        domain=setting.domain,
        designed_by=OFFLINE_DESIGNER,
        origins={choice.name: choice.origin for choice in choices},
        assumptions=(*assumptions(read.wish, setting, choices, known), *composed.said, *replaced),
        not_understood=leftovers(read.wish, unheeded, understood_words(choices, setting, known)),
    )


def _compiled(columns: tuple[Column, ...], locale: str) -> tuple[DatasetSchema, tuple[str, ...]]:
    """Return a schema that compiles: what this locale cannot do gives way to something plain, and that is said."""
    replaced: list[str] = []
    while True:
        try:
            schema = DatasetSchema.from_json(DatasetSchema(columns).to_json_list(), locale=locale)
            engine.compile_plan(schema)
        except EngineError as error:
            if error.column is None or len(replaced) > len(columns):
                raise
            replaced.append(f"“{error.column}” holds plain values, because {error.message}")
            columns = tuple(plain_column(column) if column.name == error.column else column for column in columns)
        else:
            return schema, tuple(replaced)


def plain_column(column: Column) -> Column:
    """Return the column with values of its type that any locale can make."""
    return Column(
        name=column.name,
        expression=_PLAIN[column.data_type],
        data_type=column.data_type,
        description=column.description,
        null_rate=column.null_rate,
    )
