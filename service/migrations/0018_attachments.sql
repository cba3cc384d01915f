CREATE TABLE "stored_file_check" (
	"sha256" "bytea" PRIMARY KEY NOT NULL,
	"at" timestamp(3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE INDEX "stored_file_check_at" ON "stored_file_check" USING btree ("at");