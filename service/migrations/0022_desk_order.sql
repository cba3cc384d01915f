CREATE SEQUENCE "public"."desk_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1;--> statement-breakpoint
CREATE TABLE "desk_presence" (
	"ticket_id" text NOT NULL,
	"person_id" text NOT NULL,
	"name" text NOT NULL,
	"typing" boolean NOT NULL,
	"seen_at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "desk_presence_ticket_id_person_id_pk" PRIMARY KEY("ticket_id","person_id")
);--> statement-breakpoint
ALTER TABLE "ticket_event" ALTER COLUMN "id" DROP IDENTITY;--> statement-breakpoint
ALTER TABLE "ticket_event" ALTER COLUMN "id" SET DEFAULT nextval('desk_seq');--> statement-breakpoint
ALTER TABLE "ticket_message" ALTER COLUMN "seq" DROP IDENTITY;--> statement-breakpoint
ALTER TABLE "ticket_message" ALTER COLUMN "seq" SET DEFAULT nextval('desk_seq');--> statement-breakpoint
ALTER TABLE "desk_presence" ADD CONSTRAINT "desk_presence_ticket_id_ticket_id_fk" FOREIGN KEY ("ticket_id") REFERENCES "public"."ticket"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "desk_presence_seen" ON "desk_presence" USING btree ("seen_at");--> statement-breakpoint
CREATE UNIQUE INDEX "ticket_message_seq" ON "ticket_message" USING btree ("seq");