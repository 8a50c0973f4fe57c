"""How sure an identity is, by what it was found by."""

from dateline.transforms.identity.confidence import confidence
from dateline.transforms.schema.closed_sets import IdentityBasis


def test_every_basis_has_a_share_and_what_is_unresolved_the_least() -> None:
    shares = {basis: confidence(basis) for basis in IdentityBasis}
    assert all(0 < share <= 1 for share in shares.values())
    assert min(shares, key=shares.__getitem__) == IdentityBasis.UNRESOLVED
