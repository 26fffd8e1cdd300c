"""Every file format is recognised and read; a file that is not as it should be is named in one sentence."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.assets import asset
from core.datasets.readers import READERS, read, reader_of
from core.errors import TiescopeError

IMAGES = np.arange(24, dtype=np.uint8).reshape(4, 2, 3)
LABELS = np.array([3, 1, 4, 1], np.uint8)


def npz(path: Path, **arrays: Any) -> Path:
    with path.open("wb") as file:  # by name NumPy would add its own suffix
        np.savez_compressed(file, **arrays)
    return path


def test_an_archive_is_read_whatever_it_is_called(tmp_path: Path) -> None:
    for name in ("data.npz", "DATA.NPZ", "data", "data.txt"):
        content = read(npz(tmp_path / name, images=IMAGES, labels=LABELS))
        np.testing.assert_array_equal(content.examples, IMAGES)
        assert content.labels is not None
        np.testing.assert_array_equal(content.labels, LABELS)


def test_labels_need_not_be_there(tmp_path: Path) -> None:
    assert read(npz(tmp_path / "data.npz", images=IMAGES)).labels is None


def test_the_built_in_pictures_have_a_reader() -> None:
    assert reader_of(asset("data/digits8x8.npz")).name == "npz"


@pytest.mark.parametrize("reader", READERS.values(), ids=list(READERS))
def test_suffixes_are_written_as_they_are_looked_for(reader: Any) -> None:
    assert all(suffix.startswith(".") and suffix == suffix.lower() for suffix in reader.suffixes)


def one_array() -> bytes:
    file = io.BytesIO()
    np.save(file, IMAGES)
    return file.getvalue()


def zipped(**members: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def archive(**arrays: Any) -> bytes:
    file = io.BytesIO()
    np.savez_compressed(file, **arrays)
    return file.getvalue()


WHOLE = archive(images=IMAGES)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "can't be read"),
        (b"PK\x03\x04", "can't be read"),
        (WHOLE[: len(WHOLE) // 2], "can't be read"),
        (WHOLE.replace(WHOLE[60:90], b"\0" * 30), "can't be read"),
        (one_array(), "can't be read"),
        (archive(images=np.array([{}, {}])), "can't be read"),
        (zipped(images=b"no array"), "no array called images"),
        (archive(pictures=IMAGES), "no array called images"),
        (archive(images=IMAGES[:0]), "must be numbers"),
        (archive(images=np.arange(3)), "must be numbers"),
        (archive(images=np.array([["a"]])), "must be numbers"),
        (archive(images=IMAGES, labels=LABELS[:2]), "one uint8 for each of the 4"),
        (archive(images=IMAGES, labels=LABELS.astype(float)), "one uint8 for each of the 4"),
    ],
    ids=range(13),
)
def test_a_bad_archive_is_named(tmp_path: Path, content: bytes, says: str) -> None:
    file = tmp_path / "bad.npz"
    file.write_bytes(content)
    with pytest.raises(TiescopeError, match=rf"bad\.npz.*{says}|{says}.*bad\.npz|in .*bad\.npz {says}") as caught:
        read(file)
    assert "\n" not in str(caught.value)
    assert str(caught.value).endswith(".")


def test_an_archive_that_claims_more_than_there_is_room_for_is_named(tmp_path: Path) -> None:
    header = io.BytesIO()
    np.lib.format.write_array_header_1_0(header, {"descr": "|u1", "fortran_order": False, "shape": (4, 2**46)})
    file = tmp_path / "bad.npz"
    file.write_bytes(zipped(**{"images.npy": header.getvalue()}))
    with pytest.raises(TiescopeError, match=r"bad\.npz can't be read"):
        read(file)


def test_an_unknown_kind_is_told_what_is_allowed(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("nothing of the kind")
    with pytest.raises(TiescopeError, match=r"notes\.txt is not a file of data.*\.npz"):
        read(file)


def test_a_file_that_is_gone_and_a_folder_are_named(tmp_path: Path) -> None:
    for path in (tmp_path / "gone.npz", tmp_path):
        with pytest.raises(TiescopeError, match="can't be read"):
            read(path)
