"""What the tests count on really holds: closed sockets, warnings as errors, a fixed seed."""

import random
import socket
import warnings

import pytest
from pytest_socket import SocketConnectBlockedError
from tests.conftest import SEED


def test_the_network_is_closed() -> None:
    with socket.socket() as outside, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns as well, which would be the error
        with pytest.raises(SocketConnectBlockedError):
            outside.connect(("192.0.2.1", 80))  # an address reserved for documentation


def test_this_machine_is_open() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        socket.create_connection(listener.getsockname()).close()


def test_a_warning_is_an_error() -> None:
    with pytest.raises(UserWarning, match="as an error"):
        warnings.warn("as an error", stacklevel=1)


def test_the_seed_is_fixed(seed: int) -> None:
    assert seed == SEED
    assert random.random() == random.Random(SEED).random()
