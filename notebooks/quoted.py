"""Who was quoted about what, over time: a marimo notebook on a lake.

Open it with `marimo run notebooks/quoted.py`, or write only the chart with
`python notebooks/quoted.py --svg chart.svg`, or with `--html chart.html` for a page that needs no
network. It reads the lake that `dateline` would use here.
"""

import marimo

app = marimo.App(
    width="medium",
    app_title="Who was quoted about what",
    html_head_file="offline.html",  # says why a page that marimo exported stays empty
)


@app.cell
def _():
    import json

    import altair
    import marimo

    import dateline

    return altair, dateline, json, marimo


@app.cell
def _(marimo):
    marimo.md(
        """
        # Who was quoted about what

        The subject of an article is the place or organisation that it mentions most. Its day is the
        day of publication or, where that is unknown, the day the page was fetched.
        """
    )
    return


@app.cell
def _(dateline):
    QUOTED = """
        WITH subjects AS (
            SELECT document_id, mode(entities.name ORDER BY entities.name) AS subject
            FROM mentions JOIN entities USING (entity_id)
            WHERE mentions.kind <> 'person' GROUP BY document_id
        )
        SELECT coalesce(strftime(coalesce(date_published, fetched_at), '%-d %b %Y'), 'unknown day')
                AS day,
            speaker, coalesce(subject, 'nothing named') AS subject, count(*) AS quotations,
            any_value(headline) AS headline
        FROM quotes
        JOIN articles USING (document_id)
        JOIN documents USING (document_id)
        LEFT JOIN subjects USING (document_id)
        WHERE speaker IS NOT NULL
        GROUP BY ALL
        ORDER BY min(coalesce(date_published, fetched_at)) NULLS LAST, speaker, subject
    """
    with dateline.open_lake() as lake:
        quoted = lake.query(QUOTED).to_pandas()
    return (quoted,)


@app.cell
def _(marimo, quoted):
    subjects = quoted.groupby("subject")["quotations"].sum().sort_values(ascending=False).index
    subject = marimo.ui.dropdown(["everything", *subjects], value="everything", label="About")
    most = marimo.ui.slider(3, 30, value=10, label="Speakers")
    marimo.hstack([subject, most], justify="start")
    return most, subject


@app.cell
def _(altair, most, quoted, subject):
    about = quoted if subject.value == "everything" else quoted[quoted["subject"] == subject.value]
    speakers = about.groupby("speaker")["quotations"].sum().nlargest(most.value).index
    chart = (
        altair.Chart(about[about["speaker"].isin(speakers)])
        .mark_circle(opacity=0.75)
        .encode(
            x=altair.X("day:N", sort=list(quoted["day"].unique()), title=None),
            y=altair.Y("speaker:N", sort=list(speakers), title=None),
            size=altair.Size(
                "sum(quotations):Q", title="quotations", legend=altair.Legend(tickMinStep=1)
            ),
            color=altair.Color("subject:N", title="about"),
            tooltip=["day:N", "speaker:N", "subject:N", "quotations:Q", "headline:N"],
        )
        .properties(width={"step": 60}, height={"step": 28})
    )
    chart
    return (chart,)


@app.cell
def _(chart, json, marimo):
    class ScriptEncoder(json.JSONEncoder):
        """JSON for a script in a page, which no text from a page of news can end."""

        def encode(self, value):
            return super().encode(value).replace("<", r"\u003c")

    arguments = marimo.cli_args()
    if svg := arguments.get("svg"):
        chart.save(svg)
    if page := arguments.get("html"):
        chart.save(page, inline=True, json_kwds={"cls": ScriptEncoder})
    return


@app.cell
def _(marimo):
    marimo.md(
        """
        `dateline serve` has a page for each speaker, with what they said, where and through whom,
        and leads from each quotation to the lines of its article.
        """
    )
    return


if __name__ == "__main__":
    app.run()
