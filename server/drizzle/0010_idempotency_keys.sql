CREATE TABLE "idempotency_keys" (
	"org_id" text NOT NULL,
	"method" text NOT NULL,
	"route" text NOT NULL,
	"key_hash" text NOT NULL,
	"content_hash" text NOT NULL,
	"request_id" text NOT NULL,
	"claim" text NOT NULL,
	"claimed_until" timestamp with time zone NOT NULL,
	"response" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "idempotency_keys_org_id_method_route_key_hash_pk" PRIMARY KEY("org_id","method","route","key_hash")
);
--> statement-breakpoint
CREATE INDEX "idempotency_keys_age" ON "idempotency_keys" USING btree ("created_at");