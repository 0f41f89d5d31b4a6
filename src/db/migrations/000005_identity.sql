-- Who signs in is a subject at an issuer; which accounts that is stands here. Somebody with several roles has several.
create table identities (
  issuer text not null,
  subject text not null,
  account_id text not null references accounts,
  primary key (issuer, subject, account_id)
);
create index identities_by_account on identities (account_id);

-- Started and not yet finished: each state, nonce and verifier is good for one callback in the same browser.
create table sign_ins (
  -- hashes are SHA-256: what is read here opens nothing
  state_hash text primary key,
  browser_hash text not null,
  nonce text not null,
  code_verifier text not null,
  -- a path of ours
  return_to text not null,
  expires_at timestamptz not null
);
create index sign_ins_by_expiry on sign_ins (expires_at);

create table sessions (
  id_hash text primary key,
  issuer text not null,
  subject text not null,
  -- the issuer's own id of the session, by which it ends it
  issuer_session text,
  -- as whom, for a subject with several accounts
  account_id text references accounts,
  started_at timestamptz not null,
  -- when it ends by being left alone, moved on by use, and when it ends in any case
  idle_until timestamptz not null,
  ends_at timestamptz not null
);
create index sessions_by_subject on sessions (issuer, subject);
create index sessions_by_end on sessions (least(idle_until, ends_at));
