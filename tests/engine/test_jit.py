"""Machine code that is kept belongs to the current sources."""

from pathlib import Path

from samenspel_engine import jit


def package(folder: Path, inner: int) -> Path:
    folder.mkdir()
    (folder / "_kernels_inner.py").write_text(f"VALUE = {inner}\n", "utf-8")
    (folder / "other.py").write_text("OTHER = 1\n", "utf-8")
    return folder


def test_the_name_of_the_code_follows_the_content_of_any_compiled_module(tmp_path):
    one, same = package(tmp_path / "a", 1), package(tmp_path / "b", 1)
    assert jit.code_hash(one) == jit.code_hash(same)
    (same / "other.py").write_text("OTHER = 2\n", "utf-8")
    assert jit.code_hash(one) == jit.code_hash(same)
    (same / "_kernels_inner.py").write_text("VALUE = 2\n", "utf-8")
    assert jit.code_hash(one) != jit.code_hash(same)


def test_code_of_other_sources_is_thrown_away(tmp_path, monkeypatch):
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path))
    old = tmp_path / "code-0000"
    old.mkdir()
    kept = tmp_path / "somebody-elses"
    kept.mkdir()
    jit.code_folder.cache_clear()
    try:
        folder = jit.code_folder()
    finally:
        jit.code_folder.cache_clear()
    assert folder == tmp_path / f"code-{jit.code_hash()}"
    assert not old.exists()
    assert kept.exists()


def test_nothing_is_kept_where_nothing_can_be_written(tmp_path, monkeypatch):
    closed = tmp_path / "file"
    closed.write_text("not a folder", "utf-8")
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(closed))
    jit.code_folder.cache_clear()
    try:
        assert jit.code_folder() is None

        @jit.compiled
        def twice(number: int) -> int:
            return 2 * number

        assert twice(21) == 42
    finally:
        jit.code_folder.cache_clear()
