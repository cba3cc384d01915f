CREATE TABLE "maintenance" (
	"id" text PRIMARY KEY NOT NULL,
	"title" text NOT NULL,
	"text" text NOT NULL,
	"components" jsonb NOT NULL,
	"start_at" timestamp(3) with time zone NOT NULL,
	"end_at" timestamp(3) with time zone NOT NULL,
	"created_at" timestamp(3) with time zone NOT NULL,
	"created_by" jsonb NOT NULL,
	"updated_at" timestamp(3) with time zone NOT NULL,
	"sequence" integer NOT NULL,
	"published_at" timestamp(3) with time zone,
	"published_by" jsonb,
	"started_at" timestamp(3) with time zone,
	"started_by" jsonb,
	"overrun_at" timestamp(3) with time zone,
	"completed_at" timestamp(3) with time zone,
	"completed_by" jsonb,
	"cancelled_at" timestamp(3) with time zone,
	"cancelled_by" jsonb,
	"cancelled_because" text,
	"remind_due_at" timestamp(3) with time zone,
	"start_due_at" timestamp(3) with time zone,
	"overrun_due_at" timestamp(3) with time zone,
	"notices_due_at" timestamp(3) with time zone
);
--> statement-breakpoint
CREATE TABLE "maintenance_announcement" (
	"id" text PRIMARY KEY NOT NULL,
	"seq" bigint GENERATED ALWAYS AS IDENTITY (sequence name "maintenance_announcement_seq_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"maintenance_id" text NOT NULL,
	"start_at" timestamp(3) with time zone NOT NULL,
	"end_at" timestamp(3) with time zone NOT NULL,
	"published_at" timestamp(3) with time zone NOT NULL,
	"published_by" jsonb NOT NULL,
	"note" text,
	"settled_at" timestamp(3) with time zone,
	"emailed_at" timestamp(3) with time zone
);
--> statement-breakpoint
CREATE TABLE "maintenance_change" (
	"seq" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "maintenance_change_seq_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"maintenance_id" text NOT NULL,
	"kind" text NOT NULL,
	"at" timestamp(3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "maintenance_recipient" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "maintenance_recipient_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"announcement_id" text NOT NULL,
	"customer_id" text NOT NULL,
	"customer_name" text NOT NULL,
	"contact_id" text,
	"name" text,
	"email" text,
	"counts" boolean NOT NULL,
	"added_at" timestamp(3) with time zone NOT NULL,
	"mail_id" text,
	"accepted_at" timestamp(3) with time zone,
	"failed_at" timestamp(3) with time zone,
	"failure" text,
	"transport" text,
	"response" text,
	"told_at" timestamp(3) with time zone,
	"told_by" jsonb,
	"told_how" text
);
--> statement-breakpoint
CREATE TABLE "maintenance_update" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "maintenance_update_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"maintenance_id" text NOT NULL,
	"at" timestamp(3) with time zone NOT NULL,
	"text" text NOT NULL,
	"by" jsonb NOT NULL
);
--> statement-breakpoint
ALTER TABLE "maintenance_announcement" ADD CONSTRAINT "maintenance_announcement_maintenance_id_maintenance_id_fk" FOREIGN KEY ("maintenance_id") REFERENCES "public"."maintenance"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "maintenance_change" ADD CONSTRAINT "maintenance_change_maintenance_id_maintenance_id_fk" FOREIGN KEY ("maintenance_id") REFERENCES "public"."maintenance"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "maintenance_recipient" ADD CONSTRAINT "maintenance_recipient_announcement_id_maintenance_announcement_id_fk" FOREIGN KEY ("announcement_id") REFERENCES "public"."maintenance_announcement"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "maintenance_update" ADD CONSTRAINT "maintenance_update_maintenance_id_maintenance_id_fk" FOREIGN KEY ("maintenance_id") REFERENCES "public"."maintenance"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "maintenance_start" ON "maintenance" USING btree ("start_at","id");--> statement-breakpoint
CREATE INDEX "maintenance_under_way" ON "maintenance" USING btree ("start_at") WHERE "maintenance"."completed_at" is null and "maintenance"."cancelled_at" is null;--> statement-breakpoint
CREATE INDEX "maintenance_remind_due" ON "maintenance" USING btree ("remind_due_at") WHERE "maintenance"."remind_due_at" is not null;--> statement-breakpoint
CREATE INDEX "maintenance_start_due" ON "maintenance" USING btree ("start_due_at") WHERE "maintenance"."start_due_at" is not null;--> statement-breakpoint
CREATE INDEX "maintenance_overrun_due" ON "maintenance" USING btree ("overrun_due_at") WHERE "maintenance"."overrun_due_at" is not null;--> statement-breakpoint
CREATE INDEX "maintenance_notices_due" ON "maintenance" USING btree ("notices_due_at") WHERE "maintenance"."notices_due_at" is not null;--> statement-breakpoint
CREATE INDEX "maintenance_announcement_maintenance" ON "maintenance_announcement" USING btree ("maintenance_id","seq");--> statement-breakpoint
CREATE INDEX "maintenance_change_maintenance" ON "maintenance_change" USING btree ("maintenance_id");--> statement-breakpoint
CREATE INDEX "maintenance_recipient_announcement" ON "maintenance_recipient" USING btree ("announcement_id","id");--> statement-breakpoint
CREATE INDEX "maintenance_recipient_mail" ON "maintenance_recipient" USING btree ("mail_id");--> statement-breakpoint
CREATE INDEX "maintenance_recipient_open" ON "maintenance_recipient" USING btree ("announcement_id") WHERE "maintenance_recipient"."accepted_at" is null and "maintenance_recipient"."failed_at" is null;--> statement-breakpoint
CREATE INDEX "maintenance_update_maintenance" ON "maintenance_update" USING btree ("maintenance_id","id");