"""How the documentation is built: `make docs`."""

from dateline.flows.version import version as version_of

project = "Dateline"
author = "The Dateline authors"
version = release = version_of()

extensions = ["myst_parser"]
exclude_patterns = ["README.md"]
nitpicky = True
myst_heading_anchors = 3
myst_links_external_new_tab = False

html_theme = "furo"
html_title = "Dateline"
html_show_sourcelink = False
html_copy_source = False
