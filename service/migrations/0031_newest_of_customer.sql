DROP INDEX "ticket_customer";--> statement-breakpoint
CREATE INDEX "ticket_customer" ON "ticket" USING btree ("customer_id","received_at","id");