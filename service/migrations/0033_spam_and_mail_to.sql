ALTER TABLE "ticket" ADD COLUMN "spam_at" timestamp(3) with time zone;--> statement-breakpoint
ALTER TABLE "ticket" ADD COLUMN "spam_by" jsonb;--> statement-breakpoint
ALTER TABLE "ticket" ADD COLUMN "spam_because" text;--> statement-breakpoint
CREATE INDEX "outgoing_mail_to" ON "outgoing_mail" USING btree (lower("to_address"));--> statement-breakpoint
CREATE INDEX "ticket_spam" ON "ticket" USING btree ("spam_at") WHERE "ticket"."spam_at" is not null;