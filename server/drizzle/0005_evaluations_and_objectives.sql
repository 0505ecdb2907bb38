CREATE TABLE "alert_objectives" (
	"id" text PRIMARY KEY NOT NULL,
	"route" text,
	"spec" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" text NOT NULL
);
--> statement-breakpoint
DROP INDEX "alert_deliveries_due";--> statement-breakpoint
ALTER TABLE "alert_deliveries" ADD COLUMN "sequence" bigserial NOT NULL;--> statement-breakpoint
ALTER TABLE "alert_engine" ADD COLUMN "evaluated_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "alert_engine" ADD COLUMN "evaluated_by" text;--> statement-breakpoint
CREATE UNIQUE INDEX "alert_objectives_route" ON "alert_objectives" USING btree (coalesce("route", ''));--> statement-breakpoint
CREATE INDEX "alert_deliveries_due" ON "alert_deliveries" USING btree ("sequence") WHERE "alert_deliveries"."state" = 'pending';