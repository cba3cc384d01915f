CREATE TABLE "subscriber" (
	"id" text PRIMARY KEY NOT NULL,
	"email" text NOT NULL,
	"components" jsonb NOT NULL,
	"confirmed_at" timestamp(3) with time zone NOT NULL,
	"suspended_at" timestamp(3) with time zone,
	"suspended_because" text,
	CONSTRAINT "subscriber_email_unique" UNIQUE("email")
);
--> statement-breakpoint
CREATE TABLE "subscriber_thread" (
	"subscriber_id" text NOT NULL,
	"ref" text NOT NULL,
	"first_key" text NOT NULL,
	CONSTRAINT "subscriber_thread_subscriber_id_ref_pk" PRIMARY KEY("subscriber_id","ref")
);
--> statement-breakpoint
CREATE TABLE "told_cursor" (
	"source" text PRIMARY KEY NOT NULL,
	"seq" bigint NOT NULL,
	"after_subscriber" text
);
--> statement-breakpoint
CREATE TABLE "webhook" (
	"id" text PRIMARY KEY NOT NULL,
	"url" text NOT NULL,
	"created_at" timestamp(3) with time zone NOT NULL,
	"disabled_at" timestamp(3) with time zone,
	"disabled_because" text
);
--> statement-breakpoint
CREATE TABLE "webhook_delivery" (
	"id" text PRIMARY KEY NOT NULL,
	"webhook_id" text NOT NULL,
	"type" text NOT NULL,
	"ref" text NOT NULL,
	"body" text NOT NULL,
	"created_at" timestamp(3) with time zone NOT NULL,
	"attempts" integer NOT NULL,
	"last_attempt_at" timestamp(3) with time zone,
	"last_status" integer,
	"last_error" text,
	"delivered_at" timestamp(3) with time zone,
	"failed_at" timestamp(3) with time zone
);
--> statement-breakpoint
ALTER TABLE "subscriber_thread" ADD CONSTRAINT "subscriber_thread_subscriber_id_subscriber_id_fk" FOREIGN KEY ("subscriber_id") REFERENCES "public"."subscriber"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "webhook_delivery" ADD CONSTRAINT "webhook_delivery_webhook_id_webhook_id_fk" FOREIGN KEY ("webhook_id") REFERENCES "public"."webhook"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "subscriber_confirmed" ON "subscriber" USING btree ("confirmed_at","id");--> statement-breakpoint
CREATE INDEX "webhook_created" ON "webhook" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "webhook_delivery_of" ON "webhook_delivery" USING btree ("webhook_id","created_at","id");