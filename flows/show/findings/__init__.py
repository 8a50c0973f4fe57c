"""The findings of a check for the terminal and for CI: JUnit, SARIF, GitHub annotations."""
