CREATE TABLE "producer_decisions" (
	"id" text PRIMARY KEY NOT NULL,
	"producer_id" text NOT NULL,
	"action" text NOT NULL,
	"by" text NOT NULL,
	"reason" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"detail" jsonb
);
--> statement-breakpoint
CREATE TABLE "producers" (
	"id" text PRIMARY KEY NOT NULL,
	"roles" text[] NOT NULL,
	"host" text NOT NULL,
	"epoch" integer NOT NULL,
	"registered_at" timestamp (3) with time zone NOT NULL,
	"drained_epoch" integer,
	"retired_at" timestamp (3) with time zone,
	"retired_by" text,
	"retired_reason" text,
	"verified_epoch" integer DEFAULT 0 NOT NULL,
	"verified_failed" bigint DEFAULT 0 NOT NULL,
	"verified_succeeded" bigint DEFAULT 0 NOT NULL,
	"verified_at_ms" bigint DEFAULT 0 NOT NULL,
	"store_id" text
);
--> statement-breakpoint
CREATE TABLE "stores" (
	"id" text PRIMARY KEY NOT NULL,
	"first_seen_at" timestamp (3) with time zone NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"accepted_by" text,
	"accepted_reason" text
);
--> statement-breakpoint
ALTER TABLE "producer_decisions" ADD CONSTRAINT "producer_decisions_producer_id_producers_id_fk" FOREIGN KEY ("producer_id") REFERENCES "public"."producers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "producer_decisions_of" ON "producer_decisions" USING btree ("producer_id","at");