CREATE TABLE "mail_bounce" (
	"address" text PRIMARY KEY NOT NULL,
	"at" timestamp(3) with time zone NOT NULL,
	"reason" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "outgoing_mail" (
	"id" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"ref" text NOT NULL,
	"to_address" text NOT NULL,
	"subject" text NOT NULL,
	"message" jsonb NOT NULL,
	"idempotency_key" text NOT NULL,
	"created_at" timestamp(3) with time zone NOT NULL,
	"accepted_at" timestamp(3) with time zone,
	"failed_at" timestamp(3) with time zone,
	"attempts" integer NOT NULL,
	"last_attempt_at" timestamp(3) with time zone,
	"last_error" text,
	"transport" text,
	"response" text,
	CONSTRAINT "outgoing_mail_idempotency_key_unique" UNIQUE("idempotency_key")
);
--> statement-breakpoint
CREATE INDEX "outgoing_mail_created" ON "outgoing_mail" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "outgoing_mail_kind" ON "outgoing_mail" USING btree ("kind","created_at","id");--> statement-breakpoint
CREATE INDEX "outgoing_mail_ref" ON "outgoing_mail" USING btree ("ref");