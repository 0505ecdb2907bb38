CREATE TABLE "api_processes" (
	"instance" text PRIMARY KEY NOT NULL,
	"host" text NOT NULL,
	"read_to" timestamp with time zone NOT NULL,
	"stale_seconds" integer NOT NULL
);
