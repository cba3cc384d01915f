CREATE TABLE "latency_day" (
	"day" timestamp(3) with time zone NOT NULL,
	"monitor_id" integer NOT NULL,
	"failed" integer NOT NULL,
	"answered" integer NOT NULL,
	"histogram" "bytea" NOT NULL,
	CONSTRAINT "latency_day_monitor_id_day_pk" PRIMARY KEY("monitor_id","day")
);
--> statement-breakpoint
CREATE TABLE "latency_hour" (
	"hour" timestamp(3) with time zone NOT NULL,
	"monitor_id" integer NOT NULL,
	"failed" integer NOT NULL,
	"answered" "bytea" NOT NULL,
	CONSTRAINT "latency_hour_monitor_id_hour_pk" PRIMARY KEY("monitor_id","hour")
);
--> statement-breakpoint
DROP INDEX "check_result_at";--> statement-breakpoint
ALTER TABLE "latency_day" ADD CONSTRAINT "latency_day_monitor_id_monitor_id_fk" FOREIGN KEY ("monitor_id") REFERENCES "public"."monitor"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "latency_hour" ADD CONSTRAINT "latency_hour_monitor_id_monitor_id_fk" FOREIGN KEY ("monitor_id") REFERENCES "public"."monitor"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "latency_day_day" ON "latency_day" USING brin ("day");--> statement-breakpoint
CREATE INDEX "latency_hour_hour" ON "latency_hour" USING brin ("hour") WITH (autosummarize=true);--> statement-breakpoint
CREATE INDEX "check_result_at" ON "check_result" USING brin ("at") WITH (autosummarize=true);