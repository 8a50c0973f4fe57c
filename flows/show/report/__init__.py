"""The page of `dateline report`: one self-contained HTML file, without scripts or network.

`content` lays out what `flows.jobs.report` read, `trends` and `charts` draw the charts, and
`render` fills in `page.html.j2` and `page.css`.
"""
