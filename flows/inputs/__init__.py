"""Inputs: files to raw pages, in batches."""
