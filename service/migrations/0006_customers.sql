CREATE TABLE "customer" (
	"id" text PRIMARY KEY NOT NULL,
	"external_id" text,
	"name" text NOT NULL,
	"plan" text NOT NULL,
	"billing" text NOT NULL,
	"units" integer NOT NULL,
	"starts_on" date NOT NULL,
	"ends_on" date,
	"discount_basis_points" integer NOT NULL,
	"created_at" timestamp(3) with time zone NOT NULL,
	"created_by" jsonb NOT NULL,
	"changed_at" timestamp(3) with time zone NOT NULL,
	"removed_at" timestamp(3) with time zone,
	"removed_by" jsonb
);
--> statement-breakpoint
CREATE TABLE "customer_contact" (
	"id" text PRIMARY KEY NOT NULL,
	"seq" bigint GENERATED ALWAYS AS IDENTITY (sequence name "customer_contact_seq_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"customer_id" text NOT NULL,
	"name" text NOT NULL,
	"email" text NOT NULL,
	"role" text NOT NULL,
	"receives_notices" boolean NOT NULL,
	"created_at" timestamp(3) with time zone NOT NULL,
	"created_by" jsonb NOT NULL,
	"removed_at" timestamp(3) with time zone,
	"removed_by" jsonb
);
--> statement-breakpoint
ALTER TABLE "customer_contact" ADD CONSTRAINT "customer_contact_customer_id_customer_id_fk" FOREIGN KEY ("customer_id") REFERENCES "public"."customer"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "customer_external_id" ON "customer" USING btree ("external_id") WHERE "customer"."removed_at" is null;--> statement-breakpoint
CREATE INDEX "customer_name" ON "customer" USING btree (lower("name"),"id");--> statement-breakpoint
CREATE UNIQUE INDEX "customer_contact_email" ON "customer_contact" USING btree ("customer_id",lower("email")) WHERE "customer_contact"."removed_at" is null;