"""How the documentation is built: `make docs`."""

from dateline.flows.version import version as version_of

project = "Dateline"
author = "The Dateline authors"
version = release = version_of()

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["README.md"]
nitpicky = True
myst_heading_anchors = 3
myst_links_external_new_tab = False

default_role = "code"  # of docstrings
autodoc_default_options = {"members": True, "member-order": "bysource"}
autodoc_typehints_format = "short"
python_use_unqualified_type_names = True
napoleon_use_ivar = True
# Types that are described elsewhere: in the reference of the tables, or by other projects.
nitpick_ignore_regex = [
    (
        "py:class",
        r"Article|ArticleField|Line|Mention|Quote|RelatedPost|TimeExpression|Value|dateline\..*\.(Run|Problem|FailedCheck)",
    ),
    ("py:.*", r"(collections|datetime|duckdb|os|pathlib|pa|pd|pl|pyarrow)\..*"),
]

html_theme = "furo"
html_title = "Dateline"
html_show_sourcelink = False
html_copy_source = False
