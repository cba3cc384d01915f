-- Names and addresses are found although they are mistyped.
create extension if not exists pg_trgm;
--> statement-breakpoint
-- The words of a message and of its author, and the stretches of 1 024, 16 384 and 262 144 numbers that it lies in: so the
-- newest that match a word are found without reading all that do. No word of a text begins with '~'.
create function desk_message_document(search tsvector, author_name text, seq bigint) returns tsvector
language sql immutable parallel safe
return search || to_tsvector('english', author_name)
  || array_to_tsvector(array['~a' || (seq >> 10)::text, '~b' || (seq >> 14)::text, '~c' || (seq >> 18)::text]);
--> statement-breakpoint
create function desk_ticket_document(subject text, name text, email text, number bigint) returns tsvector
language sql immutable parallel safe
return to_tsvector('english', subject || ' ' || name || ' ' || coalesce(email, ''))
  || array_to_tsvector(array['~a' || (number >> 10)::text, '~b' || (number >> 14)::text, '~c' || (number >> 18)::text]);
--> statement-breakpoint
create index ticket_message_search on ticket_message
using gin (desk_message_document(search, author_name, seq)) with (fastupdate = off);
--> statement-breakpoint
create index ticket_search on ticket
using gin (desk_ticket_document(subject, requester_name, requester_email, number)) with (fastupdate = off);
--> statement-breakpoint
create index desk_person_like on desk_person using gin (lower(name || ' ' || email) gin_trgm_ops);
--> statement-breakpoint
create index customer_name_like on customer using gin (lower(name) gin_trgm_ops);
--> statement-breakpoint
create function desk_note_person() returns trigger language plpgsql as $$
begin
  if new.requester_email is not null then
    insert into desk_person (email, name) values (new.requester_email, new.requester_name) on conflict do nothing;
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger ticket_person after insert or update of requester_name, requester_email on ticket
for each row execute function desk_note_person();
