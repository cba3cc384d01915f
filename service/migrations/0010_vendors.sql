CREATE TABLE "vendor_bytes" (
	"sha256" text PRIMARY KEY NOT NULL,
	"gzipped" "bytea" NOT NULL,
	"size" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "vendor_capture" (
	"id" text PRIMARY KEY NOT NULL,
	"vendor" text NOT NULL,
	"url" text NOT NULL,
	"sha256" text NOT NULL,
	"content_type" text,
	"etag" text,
	"last_modified" text,
	"unread" text,
	"first_seen_at" timestamp(3) with time zone NOT NULL,
	"seen_until" timestamp(3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "vendor_poll" (
	"vendor" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"url" text,
	"every_ms" integer NOT NULL,
	"due_at" timestamp(3) with time zone,
	"claimed_until" timestamp(3) with time zone,
	"failures" integer NOT NULL,
	"asked_at" timestamp(3) with time zone,
	"first_seen_at" timestamp(3) with time zone,
	"seen_at" timestamp(3) with time zone,
	"trouble" text,
	"page_id" text,
	"page_updated_at" timestamp(3) with time zone
);
--> statement-breakpoint
CREATE TABLE "vendor_post" (
	"id" text PRIMARY KEY NOT NULL,
	"vendor" text NOT NULL,
	"post_id" text NOT NULL,
	"title" text NOT NULL,
	"impact" text,
	"url" text,
	"said_start_at" timestamp(3) with time zone,
	"said_end_at" timestamp(3) with time zone,
	"components" jsonb NOT NULL,
	"afterwards" boolean NOT NULL,
	"first_seen_at" timestamp(3) with time zone NOT NULL,
	"gone_at" timestamp(3) with time zone
);
--> statement-breakpoint
CREATE TABLE "vendor_state" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "vendor_state_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"vendor" text NOT NULL,
	"component" text,
	"status" text NOT NULL,
	"in_use" boolean NOT NULL,
	"reason" text,
	"start_at" timestamp(3) with time zone NOT NULL,
	"end_at" timestamp(3) with time zone,
	"capture_id" text
);
--> statement-breakpoint
ALTER TABLE "vendor_capture" ADD CONSTRAINT "vendor_capture_sha256_vendor_bytes_sha256_fk" FOREIGN KEY ("sha256") REFERENCES "public"."vendor_bytes"("sha256") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "vendor_state" ADD CONSTRAINT "vendor_state_capture_id_vendor_capture_id_fk" FOREIGN KEY ("capture_id") REFERENCES "public"."vendor_capture"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "vendor_capture_seen" ON "vendor_capture" USING btree ("vendor","first_seen_at");--> statement-breakpoint
CREATE INDEX "vendor_capture_latest" ON "vendor_capture" USING btree ("url","seen_until");--> statement-breakpoint
CREATE INDEX "vendor_capture_bytes" ON "vendor_capture" USING btree ("sha256");--> statement-breakpoint
CREATE INDEX "vendor_capture_age" ON "vendor_capture" USING btree ("seen_until");--> statement-breakpoint
CREATE INDEX "vendor_poll_due" ON "vendor_poll" USING btree ("due_at");--> statement-breakpoint
CREATE UNIQUE INDEX "vendor_post_of" ON "vendor_post" USING btree ("vendor","post_id");--> statement-breakpoint
CREATE INDEX "vendor_post_seen" ON "vendor_post" USING btree ("vendor","first_seen_at");--> statement-breakpoint
CREATE INDEX "vendor_post_age" ON "vendor_post" USING btree ("first_seen_at");--> statement-breakpoint
CREATE INDEX "vendor_state_time" ON "vendor_state" USING btree ("vendor","start_at");--> statement-breakpoint
CREATE INDEX "vendor_state_capture" ON "vendor_state" USING btree ("capture_id");--> statement-breakpoint
CREATE UNIQUE INDEX "vendor_state_open" ON "vendor_state" USING btree ("vendor",coalesce("component", ''),"status") WHERE end_at is null;