CREATE TABLE "ticket_mail_id" (
	"message_id" text NOT NULL,
	"ticket_id" text NOT NULL,
	"at" timestamp(3) with time zone NOT NULL,
	"by" text NOT NULL,
	CONSTRAINT "ticket_mail_id_message_id_ticket_id_pk" PRIMARY KEY("message_id","ticket_id")
);
--> statement-breakpoint
ALTER TABLE "ticket_mail_id" ADD CONSTRAINT "ticket_mail_id_ticket_id_ticket_id_fk" FOREIGN KEY ("ticket_id") REFERENCES "public"."ticket"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "ticket_mail_id_ticket" ON "ticket_mail_id" USING btree ("ticket_id","at");