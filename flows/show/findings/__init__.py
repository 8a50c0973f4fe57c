"""Findings for people and for CI jobs: terminal, JUnit, SARIF, GitHub annotations."""
