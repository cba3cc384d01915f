CREATE TABLE "check_reason" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "check_reason_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"text" text NOT NULL,
	CONSTRAINT "check_reason_text_unique" UNIQUE("text")
);
--> statement-breakpoint
CREATE TABLE "check_result" (
	"at" timestamp(3) with time zone NOT NULL,
	"monitor_id" integer NOT NULL,
	"latency_ms" integer NOT NULL,
	"reason_id" integer,
	"state" smallint NOT NULL,
	"status_code" smallint
);
--> statement-breakpoint
CREATE TABLE "component" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "component_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"key" text NOT NULL,
	"name" text NOT NULL,
	"description" text,
	"position" integer NOT NULL,
	"retired_at" timestamp(3) with time zone,
	CONSTRAINT "component_key_unique" UNIQUE("key")
);
--> statement-breakpoint
CREATE TABLE "component_span" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "component_span_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"component_id" integer NOT NULL,
	"start_at" timestamp(3) with time zone NOT NULL,
	"end_at" timestamp(3) with time zone,
	"critical" boolean NOT NULL
);
--> statement-breakpoint
CREATE TABLE "monitor" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "monitor_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"key" text NOT NULL,
	"component_id" integer NOT NULL,
	"every_ms" integer NOT NULL,
	"track" jsonb NOT NULL,
	"pending_reason" text,
	"retired_at" timestamp(3) with time zone,
	CONSTRAINT "monitor_key" UNIQUE("component_id","key")
);
--> statement-breakpoint
CREATE TABLE "transition" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "transition_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"monitor_id" integer NOT NULL,
	"at" timestamp(3) with time zone NOT NULL,
	"state" text NOT NULL,
	"reason" text
);
--> statement-breakpoint
ALTER TABLE "component_span" ADD CONSTRAINT "component_span_component_id_component_id_fk" FOREIGN KEY ("component_id") REFERENCES "public"."component"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "monitor" ADD CONSTRAINT "monitor_component_id_component_id_fk" FOREIGN KEY ("component_id") REFERENCES "public"."component"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "transition" ADD CONSTRAINT "transition_monitor_id_monitor_id_fk" FOREIGN KEY ("monitor_id") REFERENCES "public"."monitor"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "check_result_at" ON "check_result" USING brin ("at");--> statement-breakpoint
CREATE INDEX "component_span_component" ON "component_span" USING btree ("component_id","start_at");--> statement-breakpoint
CREATE INDEX "transition_monitor_at" ON "transition" USING btree ("monitor_id","at","id");