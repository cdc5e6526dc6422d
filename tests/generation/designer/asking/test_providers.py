import pytest

from generation.designer import PROVIDERS
from generation.designer.transport import read_address


@pytest.mark.parametrize("name", PROVIDERS)
def test_every_address_is_one_that_can_be_asked(name: str) -> None:
    assert read_address(PROVIDERS[name].base_url) == PROVIDERS[name].base_url


@pytest.mark.parametrize("name", PROVIDERS)
def test_a_key_is_sent_over_encrypted_connections_alone(name: str) -> None:
    provider = PROVIDERS[name]
    assert provider.base_url.startswith("https://" if provider.needs_key else "http://127.0.0.1:")
