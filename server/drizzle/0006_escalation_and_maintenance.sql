CREATE TABLE "alert_settings" (
	"name" text PRIMARY KEY NOT NULL,
	"value" jsonb NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "incident_escalations" (
	"incident_id" text PRIMARY KEY NOT NULL,
	"taken" integer NOT NULL,
	"waited_ms" integer NOT NULL,
	"counted_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "maintenance_windows" (
	"id" text PRIMARY KEY NOT NULL,
	"plan" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" text NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"ended_by" text
);
--> statement-breakpoint
ALTER TABLE "incidents" ADD COLUMN "page_told" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "incidents" ADD COLUMN "told_channels" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "incident_escalations" ADD CONSTRAINT "incident_escalations_incident_id_incidents_id_fk" FOREIGN KEY ("incident_id") REFERENCES "public"."incidents"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
UPDATE "incidents" SET "page_told" = true WHERE "told" AND "paged_at" IS NOT NULL AND "last_told_at" >= "paged_at";--> statement-breakpoint
UPDATE "incidents" i SET "told_channels" = h.channels FROM (
	SELECT n->>'id' AS id, jsonb_agg(DISTINCT d."channel_id") AS channels
	FROM "alert_deliveries" d CROSS JOIN LATERAL jsonb_array_elements(d."notices") n
	WHERE n->>'change' <> 'ended'
	GROUP BY 1
) h WHERE h.id = i."id" AND i."ended_at" IS NULL;
