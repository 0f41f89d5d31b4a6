-- What a creditor agreed beside its window: the least amount, of which kinds its arrears may be (null: of its own kind), and the day on
-- which it declared the four preconditions of the Besluit gemeentelijke schuldhulpverlening, art. 2: it sought personal contact, pointed
-- out debt help, sent a reminder, and offered to pass on without being refused.
alter table agreements
  add column minimum_amount_cents integer check (minimum_amount_cents >= 0),
  add column allowed_kinds text[],
  add column preconditions_declared_on date;
