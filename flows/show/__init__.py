"""Results for people and machines: tables, Markdown, reports and findings."""
