import inspect
import re

import pytest

from dateline.transforms.times import readings
from dateline.transforms.times.expressions import find_expressions

READINGS = {
    name: reading
    for name, reading in vars(readings).items()
    if name.startswith("read_") and inspect.getmodule(reading) is readings
}


@pytest.mark.parametrize("name", READINGS)
def test_the_example_of_a_reading_is_a_time(name: str) -> None:
    examples = re.findall("`([^`]+)`", READINGS[name].__doc__ or "")
    found = [
        example
        for example in examples
        if list(find_expressions(f"The company reported {example}, and profits fell."))
    ]
    assert found, examples
