import numpy as np

from dateline.transforms.stories.shingles import HASH_BITS, shingle
from dateline.transforms.stories.sketches import LEAST_SAMPLE, ONE_OF, sketch


def words(count: int, first: int = 0) -> str:
    return " ".join(f"w{number}" for number in range(first, first + count))


def test_a_long_text_has_one_shingle_of_so_many() -> None:
    shingles = shingle([words(20_003)])
    offsets, hashes = sketch(shingles)
    assert offsets.tolist() == [0, len(hashes)]
    assert 0.9 < len(hashes) / (20_000 / ONE_OF) < 1.1
    assert max(hashes.tolist()) < 2**HASH_BITS / ONE_OF


def test_a_short_text_has_its_least_shingles() -> None:
    shingles = shingle([words(3), words(10), words(60)])
    offsets, hashes = sketch(shingles)
    assert np.diff(offsets).tolist() == [0, 7, LEAST_SAMPLE]
    least = np.sort(shingles.hashes[shingles.offsets[2] :])[:LEAST_SAMPLE]
    assert hashes[offsets[2] :].tolist() == least.tolist()


def test_what_two_long_texts_share_is_in_both_samples_or_in_none() -> None:
    shingles = shingle([words(3_000), words(3_000, 1_000)])
    offsets, hashes = sketch(shingles)
    whole = [set(part.tolist()) for part in np.split(shingles.hashes, shingles.offsets[1:-1])]
    sampled = [set(part.tolist()) for part in np.split(hashes, offsets[1:-1])]
    common = whole[0] & whole[1]
    assert common
    assert sampled[0] & common == sampled[1] & common
