-- Counts the changes of each monitor's transitions, whoever makes them. The monitor's row is held until the transaction ends,
-- so a count that a reader knows stands for all that it has read.
CREATE FUNCTION count_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE monitor SET changes = changes + 1
    WHERE id IN (SELECT id FROM monitor WHERE id IN (SELECT monitor_id FROM changed) ORDER BY id FOR NO KEY UPDATE);
  RETURN NULL;
END $$;--> statement-breakpoint
CREATE TRIGGER transition_inserted AFTER INSERT ON "transition"
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION count_changes();--> statement-breakpoint
CREATE TRIGGER transition_updated AFTER UPDATE ON "transition"
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION count_changes();
