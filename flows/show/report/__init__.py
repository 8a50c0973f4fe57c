"""`dateline report`: a run and its lake as one self-contained page for a person.

`content` says what is shown, `charts` draws what happened over time, `page.html.j2` and `page.css`
say how it looks. Nothing of it needs another file, a network or a script.
"""
