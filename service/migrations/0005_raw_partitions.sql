-- Raw results in a partition for each UTC day. drizzle-kit cannot say it: the table is made anew and its rows are moved.
ALTER TABLE "check_result" RENAME TO "check_result_whole";--> statement-breakpoint
DROP INDEX "check_result_at";--> statement-breakpoint
CREATE TABLE "check_result" (LIKE "check_result_whole" INCLUDING DEFAULTS) PARTITION BY RANGE ("at");--> statement-breakpoint
CREATE INDEX "check_result_at" ON "check_result" USING brin ("at") WITH (autosummarize=true);--> statement-breakpoint
DO $$
DECLARE day date;
BEGIN
	FOR day IN SELECT DISTINCT ("at" AT TIME ZONE 'UTC')::date FROM "check_result_whole" ORDER BY 1 LOOP
		EXECUTE format('CREATE TABLE %I PARTITION OF "check_result" FOR VALUES FROM (%L) TO (%L)',
			'check_result_' || to_char(day, 'YYYYMMDD'), day || 'T00:00:00Z', (day + 1) || 'T00:00:00Z');
	END LOOP;
END $$;--> statement-breakpoint
INSERT INTO "check_result" SELECT * FROM "check_result_whole";--> statement-breakpoint
DROP TABLE "check_result_whole";
--> statement-breakpoint
-- What was measured before has its latencies, too: the buckets of latency/histogram.ts.
INSERT INTO "latency_hour" ("monitor_id", "hour", "failed", "answered")
SELECT "monitor_id", "hour", count(*) FILTER (WHERE "state" = 2),
	coalesce(string_agg(set_byte('\x00', 0, "bucket"), '' ORDER BY "at") FILTER (WHERE "state" <> 2), '')
FROM (
	SELECT r.*, date_trunc('hour', "at", 'UTC') AS "hour", CASE WHEN "latency_ms" < 25 THEN greatest("latency_ms", 0)
		ELSE least(255, 25 + floor(ln("latency_ms" / 25.0) / ln(1.04)))::int END AS "bucket"
	FROM "check_result" r JOIN "monitor" m ON m."id" = r."monitor_id"
) r GROUP BY "monitor_id", "hour";
