CREATE TABLE "ingest_tokens" (
	"id" text PRIMARY KEY NOT NULL,
	"secret_hash" text NOT NULL,
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"services" jsonb NOT NULL,
	"mib_per_minute" integer,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" text NOT NULL,
	"last_used_at" timestamp (3) with time zone,
	"revoked_at" timestamp (3) with time zone,
	"revoked_by" text,
	CONSTRAINT "ingest_tokens_secret_hash_unique" UNIQUE("secret_hash")
);
--> statement-breakpoint
CREATE UNIQUE INDEX "ingest_tokens_name" ON "ingest_tokens" USING btree ("name") WHERE "ingest_tokens"."revoked_at" is null;