CREATE TABLE "reader_link" (
	"id" text PRIMARY KEY NOT NULL,
	"token_hash" text NOT NULL,
	"email" text NOT NULL,
	"target" text NOT NULL,
	"created_at" timestamp(3) with time zone NOT NULL,
	"expires_at" timestamp(3) with time zone NOT NULL,
	"used_at" timestamp(3) with time zone,
	CONSTRAINT "reader_link_token_hash_unique" UNIQUE("token_hash")
);
--> statement-breakpoint
CREATE TABLE "reader_session" (
	"id" text PRIMARY KEY NOT NULL,
	"token_hash" text NOT NULL,
	"previous_hash" text,
	"previous_until" timestamp(3) with time zone,
	"email" text NOT NULL,
	"created_at" timestamp(3) with time zone NOT NULL,
	"seen_at" timestamp(3) with time zone NOT NULL,
	"rotated_at" timestamp(3) with time zone NOT NULL,
	"expires_at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "reader_session_token_hash_unique" UNIQUE("token_hash"),
	CONSTRAINT "reader_session_previous_hash_unique" UNIQUE("previous_hash")
);
--> statement-breakpoint
CREATE INDEX "reader_link_expires" ON "reader_link" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "reader_link_email" ON "reader_link" USING btree ("email");--> statement-breakpoint
CREATE INDEX "reader_session_email" ON "reader_session" USING btree ("email");--> statement-breakpoint
CREATE INDEX "reader_session_expires" ON "reader_session" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "customer_contact_address" ON "customer_contact" USING btree (lower("email")) WHERE "customer_contact"."removed_at" is null;