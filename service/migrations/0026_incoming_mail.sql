CREATE TABLE "incoming_mail" (
	"id" text PRIMARY KEY NOT NULL,
	"same" text NOT NULL,
	"transport" text NOT NULL,
	"received_at" timestamp(3) with time zone NOT NULL,
	"envelope" jsonb NOT NULL,
	"message_id" text,
	"from_address" text,
	"from_name" text,
	"subject" text NOT NULL,
	"fields" jsonb NOT NULL,
	"size" integer NOT NULL,
	"raw" "bytea" NOT NULL,
	"outcome" text NOT NULL,
	"ticket_id" text,
	"ticket_message_id" text,
	"automatic" text,
	"unread" text,
	"impersonates" text,
	"verdict" jsonb,
	"judged_at" timestamp(3) with time zone,
	CONSTRAINT "incoming_mail_same_unique" UNIQUE("same")
);
--> statement-breakpoint
CREATE TABLE "resend_inbound" (
	"email_id" text PRIMARY KEY NOT NULL,
	"received_at" timestamp(3) with time zone NOT NULL,
	"event" jsonb NOT NULL,
	"ticket_id" text,
	"incoming_mail_id" text,
	"settled_at" timestamp(3) with time zone,
	"tries" integer DEFAULT 0 NOT NULL,
	"last_error" text
);
--> statement-breakpoint
ALTER TABLE "outgoing_mail" ADD COLUMN "message_id" text;--> statement-breakpoint
CREATE INDEX "incoming_mail_received" ON "incoming_mail" USING btree ("received_at","id");--> statement-breakpoint
CREATE INDEX "incoming_mail_ticket" ON "incoming_mail" USING btree ("ticket_id","received_at");--> statement-breakpoint
CREATE INDEX "incoming_mail_from" ON "incoming_mail" USING btree ("from_address","received_at");--> statement-breakpoint
CREATE INDEX "resend_inbound_received" ON "resend_inbound" USING btree ("received_at");--> statement-breakpoint
CREATE INDEX "outgoing_mail_message_id" ON "outgoing_mail" USING btree ("message_id");