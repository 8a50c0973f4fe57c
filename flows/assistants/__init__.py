"""Answers about a lake for assistants, by the Model Context Protocol."""
