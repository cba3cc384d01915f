ALTER TABLE "desk_presence" DROP CONSTRAINT "desk_presence_ticket_id_ticket_id_fk";--> statement-breakpoint
ALTER TABLE "ticket" ADD COLUMN "answered_as" text;--> statement-breakpoint
ALTER TABLE "desk_presence" ADD CONSTRAINT "desk_presence_ticket_id_ticket_id_fk" FOREIGN KEY ("ticket_id") REFERENCES "public"."ticket"("id") ON DELETE cascade ON UPDATE no action;