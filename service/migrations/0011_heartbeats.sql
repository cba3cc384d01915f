CREATE TABLE "heartbeat" (
	"monitor_id" integer PRIMARY KEY NOT NULL,
	"token_hash" text NOT NULL,
	"period_ms" bigint NOT NULL,
	"grace_ms" bigint NOT NULL,
	"beat_at" timestamp(3) with time zone,
	"result_at" timestamp(3) with time zone,
	"due_at" timestamp(3) with time zone,
	CONSTRAINT "heartbeat_token_hash_unique" UNIQUE("token_hash")
);
--> statement-breakpoint
CREATE TABLE "heartbeat_watch" (
	"id" integer PRIMARY KEY NOT NULL,
	"seen_at" timestamp(3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "heartbeat" ADD CONSTRAINT "heartbeat_monitor_id_monitor_id_fk" FOREIGN KEY ("monitor_id") REFERENCES "public"."monitor"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "heartbeat_due" ON "heartbeat" USING btree ("due_at");