CREATE TABLE "force_majeure" (
	"id" text PRIMARY KEY NOT NULL,
	"start_at" timestamp(3) with time zone NOT NULL,
	"end_at" timestamp(3) with time zone NOT NULL,
	"text" text NOT NULL,
	"declared_by" text NOT NULL,
	"declared_as" jsonb NOT NULL,
	"published_at" timestamp(3) with time zone NOT NULL,
	"withdrawn_at" timestamp(3) with time zone,
	"withdrawn_by" jsonb,
	"withdrawn_because" text
);
--> statement-breakpoint
CREATE TABLE "gap_settlement" (
	"id" text PRIMARY KEY NOT NULL,
	"seq" bigint GENERATED ALWAYS AS IDENTITY (sequence name "gap_settlement_seq_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"start_at" timestamp(3) with time zone NOT NULL,
	"end_at" timestamp(3) with time zone NOT NULL,
	"settled" text NOT NULL,
	"reason" text NOT NULL,
	"at" timestamp(3) with time zone NOT NULL,
	"by" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "incident" (
	"id" text PRIMARY KEY NOT NULL,
	"title" text NOT NULL,
	"impact" text NOT NULL,
	"state" text NOT NULL,
	"automatic" boolean NOT NULL,
	"followed" boolean NOT NULL,
	"started_at" timestamp(3) with time zone NOT NULL,
	"resolved_at" timestamp(3) with time zone,
	"created_at" timestamp(3) with time zone NOT NULL,
	"created_by" jsonb NOT NULL,
	"updated_at" timestamp(3) with time zone NOT NULL,
	"taken_at" timestamp(3) with time zone,
	"taken_by" jsonb,
	"good_since" timestamp(3) with time zone,
	"resolve_due_at" timestamp(3) with time zone,
	"postmortem_due_at" timestamp(3) with time zone,
	"remind_due_at" timestamp(3) with time zone,
	"merged_into" text,
	"merged_at" timestamp(3) with time zone
);
--> statement-breakpoint
CREATE TABLE "incident_cause" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "incident_cause_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"incident_id" text NOT NULL,
	"component" text,
	"kind" text NOT NULL,
	"vendor" text,
	"because" text NOT NULL,
	"at" timestamp(3) with time zone NOT NULL,
	"by" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "incident_change" (
	"seq" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "incident_change_seq_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"incident_id" text NOT NULL,
	"update_id" text,
	"kind" text NOT NULL,
	"at" timestamp(3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "incident_span" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "incident_span_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"incident_id" text NOT NULL,
	"component" text NOT NULL,
	"name" text NOT NULL,
	"impact" text NOT NULL,
	"start_at" timestamp(3) with time zone NOT NULL,
	"end_at" timestamp(3) with time zone,
	"measured" boolean NOT NULL
);
--> statement-breakpoint
CREATE TABLE "incident_template" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"title" text,
	"state" text,
	"text" text NOT NULL,
	"changed_at" timestamp(3) with time zone NOT NULL,
	"changed_by" jsonb NOT NULL,
	"deleted_at" timestamp(3) with time zone
);
--> statement-breakpoint
CREATE TABLE "incident_update" (
	"id" text PRIMARY KEY NOT NULL,
	"seq" bigint GENERATED ALWAYS AS IDENTITY (sequence name "incident_update_seq_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"incident_id" text NOT NULL,
	"origin" text NOT NULL,
	"state" text NOT NULL,
	"text" text NOT NULL,
	"at" timestamp(3) with time zone NOT NULL,
	"posted_at" timestamp(3) with time zone NOT NULL,
	"by" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "incident_update_edit" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "incident_update_edit_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"update_id" text NOT NULL,
	"at" timestamp(3) with time zone NOT NULL,
	"by" jsonb NOT NULL,
	"previous_text" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "incident_watch" (
	"id" bigint PRIMARY KEY NOT NULL,
	"since" timestamp(3) with time zone NOT NULL,
	"looked_at" timestamp(3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "incident" ADD CONSTRAINT "incident_merged_into_incident_id_fk" FOREIGN KEY ("merged_into") REFERENCES "public"."incident"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "incident_cause" ADD CONSTRAINT "incident_cause_incident_id_incident_id_fk" FOREIGN KEY ("incident_id") REFERENCES "public"."incident"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "incident_change" ADD CONSTRAINT "incident_change_incident_id_incident_id_fk" FOREIGN KEY ("incident_id") REFERENCES "public"."incident"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "incident_change" ADD CONSTRAINT "incident_change_update_id_incident_update_id_fk" FOREIGN KEY ("update_id") REFERENCES "public"."incident_update"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "incident_span" ADD CONSTRAINT "incident_span_incident_id_incident_id_fk" FOREIGN KEY ("incident_id") REFERENCES "public"."incident"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "incident_update" ADD CONSTRAINT "incident_update_incident_id_incident_id_fk" FOREIGN KEY ("incident_id") REFERENCES "public"."incident"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "incident_update" ADD CONSTRAINT "incident_update_origin_incident_id_fk" FOREIGN KEY ("origin") REFERENCES "public"."incident"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "incident_update_edit" ADD CONSTRAINT "incident_update_edit_update_id_incident_update_id_fk" FOREIGN KEY ("update_id") REFERENCES "public"."incident_update"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "force_majeure_start" ON "force_majeure" USING btree ("start_at");--> statement-breakpoint
CREATE INDEX "gap_settlement_start" ON "gap_settlement" USING btree ("start_at");--> statement-breakpoint
CREATE UNIQUE INDEX "incident_one_followed" ON "incident" USING btree ("followed") WHERE "incident"."followed" and "incident"."resolved_at" is null;--> statement-breakpoint
CREATE INDEX "incident_created" ON "incident" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "incident_started" ON "incident" USING btree ("started_at");--> statement-breakpoint
CREATE INDEX "incident_unresolved" ON "incident" USING btree ("started_at") WHERE "incident"."resolved_at" is null;--> statement-breakpoint
CREATE INDEX "incident_resolve_due" ON "incident" USING btree ("resolve_due_at") WHERE "incident"."resolve_due_at" is not null;--> statement-breakpoint
CREATE INDEX "incident_remind_due" ON "incident" USING btree ("remind_due_at") WHERE "incident"."remind_due_at" is not null;--> statement-breakpoint
CREATE INDEX "incident_postmortem_due" ON "incident" USING btree ("postmortem_due_at") WHERE "incident"."postmortem_due_at" is not null;--> statement-breakpoint
CREATE INDEX "incident_merged_into" ON "incident" USING btree ("merged_into") WHERE "incident"."merged_into" is not null;--> statement-breakpoint
CREATE INDEX "incident_cause_incident" ON "incident_cause" USING btree ("incident_id","id");--> statement-breakpoint
CREATE INDEX "incident_change_incident" ON "incident_change" USING btree ("incident_id");--> statement-breakpoint
CREATE INDEX "incident_change_update" ON "incident_change" USING btree ("update_id") WHERE "incident_change"."update_id" is not null;--> statement-breakpoint
CREATE INDEX "incident_span_incident" ON "incident_span" USING btree ("incident_id");--> statement-breakpoint
CREATE INDEX "incident_span_start" ON "incident_span" USING btree ("start_at");--> statement-breakpoint
CREATE UNIQUE INDEX "incident_span_measured" ON "incident_span" USING btree ("component","start_at") WHERE "incident_span"."measured";--> statement-breakpoint
CREATE INDEX "incident_update_incident" ON "incident_update" USING btree ("incident_id","at","seq");--> statement-breakpoint
CREATE INDEX "incident_update_origin" ON "incident_update" USING btree ("origin");--> statement-breakpoint
CREATE INDEX "incident_update_edit_update" ON "incident_update_edit" USING btree ("update_id","id");