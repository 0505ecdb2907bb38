CREATE TABLE "reply_uses" (
	"day" date NOT NULL,
	"code" text NOT NULL,
	"cause" text NOT NULL,
	"locale" text NOT NULL,
	"place" text NOT NULL,
	"did" text NOT NULL,
	"count" integer NOT NULL,
	CONSTRAINT "reply_uses_day_code_cause_locale_place_did_pk" PRIMARY KEY("day","code","cause","locale","place","did")
);
