CREATE TABLE "audit_details" (
	"seq" bigint PRIMARY KEY NOT NULL,
	"salt" text NOT NULL,
	"staff" text NOT NULL,
	"ticket" text NOT NULL,
	"reason" text NOT NULL,
	"address" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "audit_entries" (
	"seq" bigint PRIMARY KEY NOT NULL,
	"id" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"call_id" text NOT NULL,
	"action" text NOT NULL,
	"outcome" text NOT NULL,
	"person" text NOT NULL,
	"via" text NOT NULL,
	"org" text NOT NULL,
	"subjects" jsonb NOT NULL,
	"count" integer NOT NULL,
	"status" integer NOT NULL,
	"details_hash" text NOT NULL,
	"prev" text NOT NULL,
	"hash" text NOT NULL,
	CONSTRAINT "audit_entries_id_unique" UNIQUE("id")
);
--> statement-breakpoint
ALTER TABLE "audit_details" ADD CONSTRAINT "audit_details_seq_audit_entries_seq_fk" FOREIGN KEY ("seq") REFERENCES "public"."audit_entries"("seq") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "audit_entries_person" ON "audit_entries" USING btree ("person","seq");--> statement-breakpoint
CREATE INDEX "audit_entries_org" ON "audit_entries" USING btree ("org","seq");--> statement-breakpoint
CREATE INDEX "audit_entries_action" ON "audit_entries" USING btree ("action","seq");--> statement-breakpoint
CREATE INDEX "audit_entries_at" ON "audit_entries" USING btree ("at");--> statement-breakpoint
CREATE INDEX "audit_entries_subjects" ON "audit_entries" USING gin ("subjects" jsonb_path_ops);--> statement-breakpoint
CREATE FUNCTION "audit_is_append_only"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	RAISE EXCEPTION 'the audit is append-only: % of %', TG_OP, TG_TABLE_NAME;
END $$;--> statement-breakpoint
CREATE TRIGGER "audit_entries_stay" BEFORE UPDATE OR DELETE OR TRUNCATE ON "audit_entries"
	FOR EACH STATEMENT EXECUTE FUNCTION "audit_is_append_only"();--> statement-breakpoint
CREATE TRIGGER "audit_details_stay" BEFORE UPDATE OR TRUNCATE ON "audit_details"
	FOR EACH STATEMENT EXECUTE FUNCTION "audit_is_append_only"();
