"""A made corpus of news in which it is known which articles tell the same story.

`python -m benchmarks.story_corpus --seed 1 --articles 1000 > pages.jsonl` writes it as records that
`dateline run` reads. `language` makes sentences, `copies` makes of one article others that tell the
same story, and `lookalikes` makes what only looks alike: templates, tickers, the same topic.
`topics` makes another corpus, of events that several articles report in words of their own.
"""
