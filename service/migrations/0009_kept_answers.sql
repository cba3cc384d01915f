CREATE TABLE "kept_answer" (
	"actor" text NOT NULL,
	"key" text NOT NULL,
	"request_hash" text NOT NULL,
	"started_at" timestamp(3) with time zone NOT NULL,
	"status" integer,
	"headers" jsonb,
	"body" "bytea",
	CONSTRAINT "kept_answer_actor_key_pk" PRIMARY KEY("actor","key")
);
--> statement-breakpoint
CREATE INDEX "kept_answer_started" ON "kept_answer" USING btree ("started_at");