ALTER TABLE "staff_sessions" ADD COLUMN "subject" text;--> statement-breakpoint
ALTER TABLE "staff_sessions" ADD COLUMN "proven_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "staff_sessions" ADD COLUMN "sealed_refresh" text;--> statement-breakpoint
ALTER TABLE "staff_sessions" ADD COLUMN "refreshing_until" timestamp (3) with time zone;