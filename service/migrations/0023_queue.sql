CREATE TABLE "desk_person" (
	"email" text NOT NULL,
	"name" text NOT NULL,
	CONSTRAINT "desk_person_email_name_pk" PRIMARY KEY("email","name")
);
--> statement-breakpoint
DROP INDEX "ticket_message_search";--> statement-breakpoint
DROP INDEX "ticket_queue";--> statement-breakpoint
CREATE INDEX "ticket_live" ON "ticket" USING btree ("updated_at","id") WHERE "ticket"."status" <> 'closed' and "ticket"."merged_into" is null;--> statement-breakpoint
CREATE INDEX "ticket_updated" ON "ticket" USING btree ("updated_at","id") WHERE "ticket"."merged_into" is null;--> statement-breakpoint
CREATE INDEX "ticket_queue" ON "ticket" USING btree ("due_at","id") WHERE "ticket"."responded_at" is null and "ticket"."status" <> 'closed' and "ticket"."merged_into" is null;