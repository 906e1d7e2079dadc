"""The same rounds across a Dask cluster of two worker processes on this machine."""

import os
import signal
import sys

import dask
import numpy as np
import pytest
from distributed import LocalCluster

from samenspel_engine import EngineError, generate_region, solve
from samenspel_engine.cli import main
from samenspel_engine.dask_transport import DaskWorkers
from samenspel_engine.distributed import solve_in_parts
from samenspel_engine.municipality import Municipality, Steps
from samenspel_engine.prices_exchange import solve_by_prices

from .crews import Here, halves

STEPS = Steps(20)


@pytest.fixture(scope="module")
def cluster():
    # any free port: another cluster may have taken 8787, even without a dashboard
    with (
        dask.config.set({"distributed.comm.timeouts.connect": "120s"}),
        LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address="127.0.0.1:0"
        ) as running,
    ):
        yield running


@pytest.fixture(scope="module")
def region():
    return generate_region(400, 300, seed=4).problem


@pytest.fixture(scope="module")
def exchanged(region):
    with Here(Municipality) as crew:
        return solve_by_prices(region, *halves(region), steps=STEPS, transport=crew)


def worker_pids(cluster):
    return [worker.pid for worker in cluster.workers.values()]


def killer(cluster, after):
    heard = []

    def witness(*_):
        heard.append(1)
        if len(heard) == after:
            os.kill(worker_pids(cluster)[0], signal.SIGKILL)

    return witness


def test_the_round_over_dask_equals_that_of_one_process(cluster, region, tmp_path, capsys):
    told = []
    with DaskWorkers(cluster.scheduler_address) as crew:
        assert crew.workers == 2
        result = solve_in_parts(
            region, transport=crew, progress=lambda *heard: told.append(heard)
        )
    one = solve(region)
    assert result.totals == one.totals
    assert result.certificate.value == one.certificate.value == result.certificate.bound
    assert told[-1] == ("border", 1.0)
    assert [stage for stage, _ in told[:2]] == ["workers", "workers"]
    main(["generate", "--requests", "80", "--offers", "60", "-o", str(tmp_path)])
    files = [str(tmp_path / "requests.csv"), str(tmp_path / "offers.csv")]
    plan = ["-o", str(tmp_path / "plan.csv"), "--dask", cluster.scheduler_address]
    assert main(["match", *files, *plan]) == 0
    assert "gap 0: proven optimal" in capsys.readouterr().out


def test_prices_over_dask_equal_prices_in_one_process(cluster, region, exchanged):
    with DaskWorkers(cluster.scheduler_address) as crew:
        result = solve_by_prices(region, *halves(region), steps=STEPS, transport=crew)
    assert np.array_equal(result.helper_of, exchanged.helper_of)
    assert (result.value, result.bound) == (exchanged.value, exchanged.bound)
    assert result.traffic == exchanged.traffic


@pytest.mark.crash
def test_a_worker_killed_in_the_middle_is_survived(cluster, region, exchanged):
    witness = killer(cluster, 20)
    with DaskWorkers(cluster.scheduler_address, witness=witness) as crew:
        result = solve_by_prices(region, *halves(region), steps=STEPS, transport=crew)
    assert np.array_equal(result.helper_of, exchanged.helper_of)
    assert (result.value, result.bound) == (exchanged.value, exchanged.bound)


@pytest.mark.crash
def test_without_retries_a_killed_worker_ends_the_round(cluster, region):
    cluster.wait_for_workers(2)
    witness = killer(cluster, 8)
    with (
        DaskWorkers(cluster.scheduler_address, retries=0, witness=witness) as crew,
        pytest.raises(EngineError, match="worker processes were lost"),
    ):
        solve_by_prices(region, *halves(region), steps=STEPS, transport=crew)


def test_a_wrong_address_is_reported_plainly(tmp_path, capsys):
    main(["generate", "--requests", "3", "--offers", "3", "-o", str(tmp_path)])
    files = [str(tmp_path / "requests.csv"), str(tmp_path / "offers.csv")]
    assert main(["match", *files, "--dask", "nowhere"]) == 2
    assert "no Dask scheduler answers at nowhere" in capsys.readouterr().err
    with pytest.raises(EngineError, match="no Dask scheduler answers"):
        DaskWorkers("tcp://127.0.0.1:9", patience=0.3)


def test_without_the_extra_the_command_says_what_to_install(tmp_path, capsys, monkeypatch):
    main(["generate", "--requests", "3", "--offers", "3", "-o", str(tmp_path)])
    files = [str(tmp_path / "requests.csv"), str(tmp_path / "offers.csv")]
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert main(["match", *files, "--dask", "tcp://127.0.0.1:9"]) == 2
    assert "need the extra: pip install 'samenspel[dask]'" in capsys.readouterr().err
