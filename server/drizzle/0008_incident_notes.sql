ALTER TABLE "incidents" ADD COLUMN "owner" text;--> statement-breakpoint
ALTER TABLE "incidents" ADD COLUMN "status_text" text;--> statement-breakpoint
ALTER TABLE "incidents" ADD COLUMN "status_text_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "incidents" ADD COLUMN "status_text_by" text;
