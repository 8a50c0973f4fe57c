CREATE TABLE "main"."documents" (
    "document_id" VARCHAR NOT NULL,
    "source_id" VARCHAR NOT NULL,
    "url" VARCHAR,
    "encoding" VARCHAR NOT NULL,
    "repairs" VARCHAR[] NOT NULL,
    "text" VARCHAR NOT NULL,
    "byte_count" BIGINT NOT NULL,
    "fetched_at" TIMESTAMP WITH TIME ZONE,
    "metadata" VARCHAR,
    "ingested_at" TIMESTAMP WITH TIME ZONE NOT NULL,
    "run_id" VARCHAR NOT NULL
);

CREATE TABLE "main"."lines" (
    "document_id" VARCHAR NOT NULL,
    "line_number" BIGINT NOT NULL,
    "start" BIGINT NOT NULL,
    "end" BIGINT NOT NULL,
    "label" VARCHAR NOT NULL,
    "is_body" BOOLEAN NOT NULL,
    "rule" VARCHAR NOT NULL,
    "score" DOUBLE NOT NULL
);

CREATE TABLE "main"."articles" (
    "document_id" VARCHAR NOT NULL,
    "headline" VARCHAR,
    "alternative_headline" VARCHAR,
    "article_section" VARCHAR,
    "author" VARCHAR[] NOT NULL,
    "publisher" VARCHAR,
    "source_organization" VARCHAR,
    "dateline" VARCHAR,
    "location_created" VARCHAR,
    "date_published" DATE,
    "date_published_text" VARCHAR,
    "date_published_precision" VARCHAR,
    "date_published_basis" VARCHAR,
    "date_modified" DATE,
    "date_modified_text" VARCHAR,
    "date_modified_precision" VARCHAR,
    "date_modified_basis" VARCHAR,
    "in_language" VARCHAR,
    "article_body" VARCHAR NOT NULL,
    "word_count" BIGINT NOT NULL,
    "story_id" VARCHAR NOT NULL,
    "evidence" STRUCT("field" VARCHAR, "start" BIGINT, "end" BIGINT, "basis" VARCHAR)[] NOT NULL
);

CREATE TABLE "main"."related_posts" (
    "document_id" VARCHAR NOT NULL,
    "position" BIGINT NOT NULL,
    "headline" VARCHAR,
    "teaser" VARCHAR,
    "age_text" VARCHAR,
    "start" BIGINT NOT NULL,
    "end" BIGINT NOT NULL
);

CREATE TABLE "main"."quotes" (
    "document_id" VARCHAR NOT NULL,
    "quote_number" BIGINT NOT NULL,
    "segments" STRUCT("start" BIGINT, "end" BIGINT)[] NOT NULL,
    "start" BIGINT NOT NULL,
    "end" BIGINT NOT NULL,
    "text" VARCHAR NOT NULL,
    "kind" VARCHAR NOT NULL,
    "speaker_text" VARCHAR,
    "speaker_start" BIGINT,
    "speaker_end" BIGINT,
    "speaker" VARCHAR,
    "speaker_entity_id" VARCHAR,
    "cue" VARCHAR,
    "cue_start" BIGINT,
    "cue_end" BIGINT,
    "via" VARCHAR[] NOT NULL,
    "confidence" DOUBLE NOT NULL,
    "rule" VARCHAR NOT NULL
);

CREATE TABLE "main"."mentions" (
    "document_id" VARCHAR NOT NULL,
    "start" BIGINT NOT NULL,
    "end" BIGINT NOT NULL,
    "text" VARCHAR NOT NULL,
    "kind" VARCHAR NOT NULL,
    "name" VARCHAR NOT NULL,
    "role" VARCHAR,
    "entity_id" VARCHAR NOT NULL,
    "confidence" DOUBLE NOT NULL,
    "rule" VARCHAR NOT NULL
);

CREATE TABLE "main"."entities" (
    "entity_id" VARCHAR NOT NULL,
    "kind" VARCHAR NOT NULL,
    "name" VARCHAR NOT NULL,
    "aliases" VARCHAR[] NOT NULL,
    "mention_count" BIGINT NOT NULL,
    "document_count" BIGINT NOT NULL,
    "first_seen_at" TIMESTAMP WITH TIME ZONE NOT NULL,
    "last_seen_at" TIMESTAMP WITH TIME ZONE NOT NULL
);

CREATE TABLE "main"."stories" (
    "story_id" VARCHAR NOT NULL,
    "document_id" VARCHAR NOT NULL,
    "role" VARCHAR NOT NULL,
    "similarity" DOUBLE NOT NULL
);

CREATE TABLE "main"."fingerprints" (
    "document_id" VARCHAR NOT NULL,
    "outlet" VARCHAR,
    "story_mark" BIGINT NOT NULL,
    "line_hashes" BIGINT[] NOT NULL
);

CREATE TABLE "main"."repeated_lines" (
    "outlet" VARCHAR NOT NULL,
    "line_hash" BIGINT NOT NULL,
    "text" VARCHAR NOT NULL,
    "page_count" BIGINT NOT NULL,
    "story_count" BIGINT NOT NULL,
    "story_marks" BIGINT[] NOT NULL,
    "first_seen_at" TIMESTAMP WITH TIME ZONE NOT NULL,
    "last_seen_at" TIMESTAMP WITH TIME ZONE NOT NULL
);

CREATE TABLE "ops"."runs" (
    "run_id" VARCHAR NOT NULL,
    "started_at" TIMESTAMP WITH TIME ZONE NOT NULL,
    "finished_at" TIMESTAMP WITH TIME ZONE NOT NULL,
    "status" VARCHAR NOT NULL,
    "version" VARCHAR NOT NULL,
    "inputs" VARCHAR[] NOT NULL,
    "batch_count" BIGINT NOT NULL,
    "sighting_count" BIGINT NOT NULL,
    "loaded_count" BIGINT NOT NULL,
    "known_count" BIGINT NOT NULL,
    "quarantined_count" BIGINT NOT NULL,
    "rejected_count" BIGINT NOT NULL
);

CREATE TABLE "ops"."batches" (
    "batch_id" VARCHAR NOT NULL,
    "run_id" VARCHAR NOT NULL,
    "batch_number" BIGINT NOT NULL,
    "published_at" TIMESTAMP WITH TIME ZONE NOT NULL,
    "byte_count" BIGINT NOT NULL,
    "sighting_count" BIGINT NOT NULL,
    "loaded_count" BIGINT NOT NULL,
    "known_count" BIGINT NOT NULL,
    "quarantined_count" BIGINT NOT NULL,
    "rejected_count" BIGINT NOT NULL
);

CREATE TABLE "ops"."checks" (
    "run_id" VARCHAR NOT NULL,
    "batch_id" VARCHAR NOT NULL,
    "rule" VARCHAR NOT NULL,
    "table_name" VARCHAR NOT NULL,
    "severity" VARCHAR NOT NULL,
    "passed" BOOLEAN NOT NULL,
    "checked_count" BIGINT NOT NULL,
    "failed_count" BIGINT NOT NULL,
    "examples" VARCHAR[] NOT NULL,
    "checked_at" TIMESTAMP WITH TIME ZONE NOT NULL
);

CREATE TABLE "ops"."quarantine" (
    "quarantine_id" VARCHAR NOT NULL,
    "run_id" VARCHAR NOT NULL,
    "batch_id" VARCHAR NOT NULL,
    "source" VARCHAR NOT NULL,
    "source_id" VARCHAR NOT NULL,
    "document_id" VARCHAR,
    "reason" VARCHAR NOT NULL,
    "detail" VARCHAR NOT NULL,
    "rule" VARCHAR NOT NULL,
    "severity" VARCHAR NOT NULL,
    "outcome" VARCHAR NOT NULL,
    "payload" BLOB,
    "url" VARCHAR,
    "fetched_at" TIMESTAMP WITH TIME ZONE,
    "metadata" VARCHAR,
    "byte_count" BIGINT NOT NULL,
    "set_aside_at" TIMESTAMP WITH TIME ZONE NOT NULL,
    "version" VARCHAR NOT NULL
);

CREATE TABLE "ops"."sightings" (
    "source" VARCHAR NOT NULL,
    "source_id" VARCHAR NOT NULL,
    "document_id" VARCHAR NOT NULL,
    "run_id" VARCHAR NOT NULL,
    "batch_id" VARCHAR NOT NULL,
    "outcome" VARCHAR NOT NULL,
    "url" VARCHAR,
    "fetched_at" TIMESTAMP WITH TIME ZONE,
    "seen_at" TIMESTAMP WITH TIME ZONE NOT NULL
);
