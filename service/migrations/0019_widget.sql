CREATE TABLE "widget_key" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"algorithm" text NOT NULL,
	"sealed_secret" "bytea",
	"public_key" text,
	"created_at" timestamp(3) with time zone NOT NULL,
	"created_by" jsonb NOT NULL,
	"used_at" timestamp(3) with time zone,
	"revoked_at" timestamp(3) with time zone,
	"revoked_by" jsonb
);
--> statement-breakpoint
CREATE TABLE "widget_question" (
	"id" text PRIMARY KEY NOT NULL,
	"email" text NOT NULL,
	"name" text NOT NULL,
	"zone" text,
	"kind" text NOT NULL,
	"text" text NOT NULL,
	"attachments" jsonb NOT NULL,
	"idempotency_key" text NOT NULL,
	"created_at" timestamp(3) with time zone NOT NULL,
	"code_hash" text NOT NULL,
	"code_tries" integer NOT NULL,
	"code_expires_at" timestamp(3) with time zone NOT NULL,
	"codes_sent" integer NOT NULL,
	"code_sent_at" timestamp(3) with time zone NOT NULL,
	"confirmed_at" timestamp(3) with time zone,
	"ticket_id" text,
	CONSTRAINT "widget_question_idempotency_key_unique" UNIQUE("idempotency_key")
);
--> statement-breakpoint
CREATE TABLE "widget_session" (
	"id" text PRIMARY KEY NOT NULL,
	"token_hash" text NOT NULL,
	"email" text NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamp(3) with time zone NOT NULL,
	"expires_at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "widget_session_token_hash_unique" UNIQUE("token_hash")
);
--> statement-breakpoint
CREATE INDEX "widget_key_created" ON "widget_key" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "widget_question_email" ON "widget_question" USING btree ("email","code_sent_at");--> statement-breakpoint
CREATE INDEX "widget_question_created" ON "widget_question" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "widget_question_ticket" ON "widget_question" USING btree ("ticket_id") WHERE "widget_question"."ticket_id" is not null;--> statement-breakpoint
CREATE INDEX "widget_session_email" ON "widget_session" USING btree ("email");--> statement-breakpoint
CREATE INDEX "widget_session_expires" ON "widget_session" USING btree ("expires_at");