CREATE TABLE "attachment" (
	"id" text PRIMARY KEY NOT NULL,
	"message_id" text,
	"name" text NOT NULL,
	"type" text NOT NULL,
	"claimed_type" text NOT NULL,
	"size" bigint NOT NULL,
	"sha256" "bytea" NOT NULL,
	"content_id" text,
	"uploaded_at" timestamp(3) with time zone NOT NULL,
	"uploaded_by" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "canned_reply" (
	"id" text PRIMARY KEY NOT NULL,
	"title" text NOT NULL,
	"text" text NOT NULL,
	"created_at" timestamp(3) with time zone NOT NULL,
	"created_by" jsonb NOT NULL,
	"changed_at" timestamp(3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "desk_team" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamp(3) with time zone NOT NULL,
	"created_by" jsonb NOT NULL,
	CONSTRAINT "desk_team_name_unique" UNIQUE("name")
);
--> statement-breakpoint
CREATE TABLE "desk_team_member" (
	"team_id" text NOT NULL,
	"person_id" text NOT NULL,
	CONSTRAINT "desk_team_member_team_id_person_id_pk" PRIMARY KEY("team_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "reply_draft" (
	"ticket_id" text NOT NULL,
	"person_id" text NOT NULL,
	"text" text NOT NULL,
	"public" boolean NOT NULL,
	"attachments" jsonb NOT NULL,
	"changed_at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "reply_draft_ticket_id_person_id_pk" PRIMARY KEY("ticket_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "saved_view" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"owner_id" text,
	"filter" jsonb NOT NULL,
	"created_at" timestamp(3) with time zone NOT NULL,
	"created_by" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "ticket" (
	"id" text PRIMARY KEY NOT NULL,
	"number" bigint GENERATED ALWAYS AS IDENTITY (sequence name "ticket_number_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"subject" text NOT NULL,
	"channel" text NOT NULL,
	"customer_id" text,
	"contact_id" text,
	"requester_name" text NOT NULL,
	"requester_email" text,
	"requester_zone" text,
	"status" text NOT NULL,
	"severity" text NOT NULL,
	"suggested_severity" text NOT NULL,
	"suggested_because" text NOT NULL,
	"assignee_id" text,
	"team_id" text,
	"received_at" timestamp(3) with time zone NOT NULL,
	"due_at" timestamp(3) with time zone NOT NULL,
	"responded_at" timestamp(3) with time zone,
	"responder_id" text,
	"response_state" text NOT NULL,
	"breached_at" timestamp(3) with time zone,
	"warn_due_at" timestamp(3) with time zone,
	"warned" integer NOT NULL,
	"snoozed_until" timestamp(3) with time zone,
	"created_at" timestamp(3) with time zone NOT NULL,
	"updated_at" timestamp(3) with time zone NOT NULL,
	"last_contact_at" timestamp(3) with time zone NOT NULL,
	"closed_at" timestamp(3) with time zone,
	"closed_by" jsonb,
	"merged_into" text,
	"rating" integer,
	"rating_comment" text,
	"rated_at" timestamp(3) with time zone,
	CONSTRAINT "ticket_number_unique" UNIQUE("number")
);
--> statement-breakpoint
CREATE TABLE "ticket_event" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "ticket_event_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"ticket_id" text NOT NULL,
	"at" timestamp(3) with time zone NOT NULL,
	"kind" text NOT NULL,
	"by" jsonb NOT NULL,
	"data" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "ticket_link" (
	"ticket_id" text NOT NULL,
	"kind" text NOT NULL,
	"target_id" text NOT NULL,
	"created_at" timestamp(3) with time zone NOT NULL,
	"created_by" jsonb NOT NULL,
	CONSTRAINT "ticket_link_ticket_id_kind_target_id_pk" PRIMARY KEY("ticket_id","kind","target_id")
);
--> statement-breakpoint
CREATE TABLE "ticket_message" (
	"id" text PRIMARY KEY NOT NULL,
	"seq" bigint GENERATED ALWAYS AS IDENTITY (sequence name "ticket_message_seq_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"ticket_id" text NOT NULL,
	"at" timestamp(3) with time zone NOT NULL,
	"author" text NOT NULL,
	"author_id" text,
	"author_name" text NOT NULL,
	"author_email" text,
	"public" boolean NOT NULL,
	"channel" text NOT NULL,
	"text" text NOT NULL,
	"quoted" text,
	"html" text,
	"incoming_mail_id" text,
	"outgoing_mail_id" text,
	"delivery" text,
	"delivered_at" timestamp(3) with time zone,
	"delivery_reason" text,
	"idempotency_key" text,
	"search" "tsvector" GENERATED ALWAYS AS (to_tsvector('english', left(text, 100000))) STORED NOT NULL,
	CONSTRAINT "ticket_message_idempotency_key_unique" UNIQUE("idempotency_key")
);
--> statement-breakpoint
CREATE TABLE "ticket_tag" (
	"ticket_id" text NOT NULL,
	"tag" text NOT NULL,
	CONSTRAINT "ticket_tag_ticket_id_tag_pk" PRIMARY KEY("ticket_id","tag")
);
--> statement-breakpoint
ALTER TABLE "attachment" ADD CONSTRAINT "attachment_message_id_ticket_message_id_fk" FOREIGN KEY ("message_id") REFERENCES "public"."ticket_message"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "desk_team_member" ADD CONSTRAINT "desk_team_member_team_id_desk_team_id_fk" FOREIGN KEY ("team_id") REFERENCES "public"."desk_team"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reply_draft" ADD CONSTRAINT "reply_draft_ticket_id_ticket_id_fk" FOREIGN KEY ("ticket_id") REFERENCES "public"."ticket"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ticket" ADD CONSTRAINT "ticket_team_id_desk_team_id_fk" FOREIGN KEY ("team_id") REFERENCES "public"."desk_team"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ticket_event" ADD CONSTRAINT "ticket_event_ticket_id_ticket_id_fk" FOREIGN KEY ("ticket_id") REFERENCES "public"."ticket"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ticket_link" ADD CONSTRAINT "ticket_link_ticket_id_ticket_id_fk" FOREIGN KEY ("ticket_id") REFERENCES "public"."ticket"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ticket_message" ADD CONSTRAINT "ticket_message_ticket_id_ticket_id_fk" FOREIGN KEY ("ticket_id") REFERENCES "public"."ticket"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ticket_tag" ADD CONSTRAINT "ticket_tag_ticket_id_ticket_id_fk" FOREIGN KEY ("ticket_id") REFERENCES "public"."ticket"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "attachment_message" ON "attachment" USING btree ("message_id");--> statement-breakpoint
CREATE INDEX "attachment_waiting" ON "attachment" USING btree ("uploaded_at") WHERE "attachment"."message_id" is null;--> statement-breakpoint
CREATE INDEX "attachment_sha256" ON "attachment" USING btree ("sha256");--> statement-breakpoint
CREATE UNIQUE INDEX "canned_reply_title" ON "canned_reply" USING btree (lower("title"));--> statement-breakpoint
CREATE INDEX "desk_team_member_person" ON "desk_team_member" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "saved_view_owner" ON "saved_view" USING btree ("owner_id");--> statement-breakpoint
CREATE INDEX "ticket_queue" ON "ticket" USING btree ("due_at","id") WHERE "ticket"."status" = 'open' and "ticket"."response_state" = 'waiting' and "ticket"."merged_into" is null;--> statement-breakpoint
CREATE INDEX "ticket_status" ON "ticket" USING btree ("status","updated_at","id");--> statement-breakpoint
CREATE INDEX "ticket_assignee" ON "ticket" USING btree ("assignee_id","status","updated_at");--> statement-breakpoint
CREATE INDEX "ticket_team" ON "ticket" USING btree ("team_id","status","updated_at");--> statement-breakpoint
CREATE INDEX "ticket_customer" ON "ticket" USING btree ("customer_id","received_at");--> statement-breakpoint
CREATE INDEX "ticket_contact" ON "ticket" USING btree ("contact_id");--> statement-breakpoint
CREATE INDEX "ticket_requester" ON "ticket" USING btree ("requester_email","received_at");--> statement-breakpoint
CREATE INDEX "ticket_received" ON "ticket" USING btree ("received_at","id");--> statement-breakpoint
CREATE INDEX "ticket_warn_due" ON "ticket" USING btree ("warn_due_at") WHERE "ticket"."warn_due_at" is not null;--> statement-breakpoint
CREATE INDEX "ticket_snoozed" ON "ticket" USING btree ("snoozed_until") WHERE "ticket"."snoozed_until" is not null;--> statement-breakpoint
CREATE INDEX "ticket_last_contact" ON "ticket" USING btree ("last_contact_at");--> statement-breakpoint
CREATE INDEX "ticket_merged_into" ON "ticket" USING btree ("merged_into") WHERE "ticket"."merged_into" is not null;--> statement-breakpoint
CREATE INDEX "ticket_event_ticket" ON "ticket_event" USING btree ("ticket_id","id");--> statement-breakpoint
CREATE INDEX "ticket_link_target" ON "ticket_link" USING btree ("target_id");--> statement-breakpoint
CREATE INDEX "ticket_message_ticket" ON "ticket_message" USING btree ("ticket_id","seq");--> statement-breakpoint
CREATE INDEX "ticket_message_outgoing" ON "ticket_message" USING btree ("outgoing_mail_id") WHERE "ticket_message"."outgoing_mail_id" is not null;--> statement-breakpoint
CREATE INDEX "ticket_message_search" ON "ticket_message" USING gin ("search");--> statement-breakpoint
CREATE INDEX "ticket_tag_tag" ON "ticket_tag" USING btree ("tag","ticket_id");