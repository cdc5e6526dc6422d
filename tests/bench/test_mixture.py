import asyncio

from bench.mixture import load
from tests.servers import Server


def test_a_server_answers_the_mixture_without_a_problem(server: Server) -> None:
    asked = asyncio.run(load(server.port, clients=4, seconds=1, seed=1, datasets=3))

    assert (len(asked) > 4, [each.problem for each in asked if each.problem]) == (True, [])
