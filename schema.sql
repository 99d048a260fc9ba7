-- The whole database of chatwoot-lite, from top to bottom. A new file is made from this text in one transaction; an older
-- file is brought to the same state by src/store/migrations. Whoever changes this file adds a migration (tests/schema.rs).
--
-- Conventions: times are milliseconds since 1970 (UTC), booleans 0 or 1, `json` columns hold valid JSON text. Names are
-- Chatwoot's. Every table whose ids leave the process is `autoincrement`, so that an id is never used twice. Rows of an
-- account carry its `account_id`. A row with `deleted_at` is hidden from everybody and being removed by a job.

pragma application_id = 1131900020; -- 'Cwlt'

------------------------------------------------------------------------------------------------------------------------
-- The installation
------------------------------------------------------------------------------------------------------------------------

-- Facts about this installation, by name: its secret, whether it is a demo, and the logins of that demo.
create table installation (
  name  text primary key,
  value text not null
) strict, without rowid;

-- Long work that survives a restart: each job is done in short steps and removed by its last.
create table jobs (
  id         integer primary key autoincrement,
  name       text not null,
  payload    text not null default '{}' check (json_valid(payload)),
  run_at     integer not null,
  attempts   integer not null default 0,
  last_error text,
  created_at integer not null
) strict;
create index jobs_due on jobs(run_at, id);

-- One row for each change of the domain, written in the transaction of its cause; `seq` grows by one per account.
-- `changes` maps attribute to [before, after]; `snapshot` is the last object of a deleted thing. Kept for seven days.
create table outbox (
  id              integer primary key autoincrement,
  account_id      integer not null,
  seq             integer not null,
  name            text not null,
  subject_id      integer not null,
  conversation_id integer,
  actor_type      text not null,
  actor_id        integer,
  changes         text not null default '{}',
  echo_id         text,
  snapshot        text,
  created_at      integer not null
) strict;
create unique index outbox_seq on outbox(account_id, seq);

-- Who makes something of the rows of `outbox`, each row once, and the last that is done. No row is trimmed before.
create table followers (
  name text primary key,
  last integer not null
) strict, without rowid;

------------------------------------------------------------------------------------------------------------------------
-- Files
------------------------------------------------------------------------------------------------------------------------

-- Uploads. `key` makes the unguessable address. `is_linked` counts what uses the file; one that nothing does is swept after a day.
create table blobs (
  id           integer primary key autoincrement,
  key          text not null unique,
  account_id   integer,
  filename     text not null,
  content_type text not null,
  byte_size    integer not null,
  width        integer,
  height       integer,
  is_linked    integer not null default 0,
  created_at   integer not null
) strict;
create index blobs_unlinked on blobs(created_at) where is_linked = 0;

-- The bytes of a file in pieces of 256 KiB, numbered from 0.
create table blob_chunks (
  blob_id integer not null references blobs(id) on delete cascade,
  n       integer not null,
  data    blob not null,
  primary key (blob_id, n)
) strict;

------------------------------------------------------------------------------------------------------------------------
-- Accounts, people, access
------------------------------------------------------------------------------------------------------------------------

-- Tenants. status: 0 active, 1 suspended. `settings`: what the account wants done by itself, by Chatwoot's names.
create table accounts (
  id                integer primary key autoincrement,
  name              text not null,
  locale            text not null default 'en',
  domain            text,
  support_email     text,
  status            integer not null default 0 check (status in (0, 1)),
  features          text not null default '{}' check (json_valid(features)),
  limits            text not null default '{}' check (json_valid(limits)),
  custom_attributes text not null default '{}' check (json_valid(custom_attributes)),
  settings          text not null default '{}' check (json_valid(settings)),
  deleted_at        integer,
  created_at        integer not null,
  updated_at        integer not null
) strict;
create index accounts_by_name on accounts(name) where deleted_at is null;
create index accounts_resolving on accounts(id) where settings ->> 'auto_resolve_after' is not null;

-- Numbers kept instead of counted, apart from `accounts` because every message writes them.
create table account_counters (
  account_id        integer primary key references accounts(id) on delete cascade,
  last_display_id   integer not null default 0,
  last_event_seq    integer not null default 0,
  last_campaign_id  integer not null default 0,
  resolved_contacts integer not null default 0,
  audits            integer not null default 0
) strict;
create trigger accounts_counted after insert on accounts begin
  insert into account_counters(account_id) values (new.id);
end;

-- When a list that clients keep a copy of changed last, in seconds; each change makes its stamp larger. 0 for never.
create table account_cache_keys (
  account_id integer primary key references accounts(id) on delete cascade,
  label      integer not null default 0,
  inbox      integer not null default 0,
  team       integer not null default 0
) strict;

-- People who log in. `email` is lower-case. A deleted user's row goes at once; what they wrote stays without a sender.
create table users (
  id                integer primary key autoincrement,
  name              text not null,
  display_name      text,
  email             text not null unique,
  password_hash     text,
  confirmed_at      integer,
  pubsub_token      text not null unique,
  message_signature text,
  ui_settings       text not null default '{}' check (json_valid(ui_settings)),
  custom_attributes text not null default '{}' check (json_valid(custom_attributes)),
  avatar_blob_id    integer references blobs(id) on delete set null,
  created_at        integer not null,
  updated_at        integer not null
) strict;
create index users_avatar on users(avatar_blob_id) where avatar_blob_id is not null;

-- Who belongs to which account. role: 0 agent, 1 administrator. availability: 0 online, 1 offline, 2 busy.
create table account_users (
  id           integer primary key autoincrement,
  account_id   integer not null references accounts(id) on delete cascade,
  user_id      integer not null references users(id) on delete cascade,
  role         integer not null default 0 check (role in (0, 1)),
  inviter_id   integer,
  availability integer not null default 0 check (availability in (0, 1, 2)),
  auto_offline integer not null default 1,
  active_at    integer,
  created_at   integer not null,
  updated_at   integer not null,
  unique (account_id, user_id)
) strict;
create index account_users_user on account_users(user_id);

-- What a member wants to be told about: bit sets over the notification types, in the order of the contract.
create table notification_settings (
  id          integer primary key autoincrement,
  account_id  integer not null references accounts(id) on delete cascade,
  user_id     integer not null references users(id) on delete cascade,
  email_flags integer not null default 2,
  push_flags  integer not null default 2,
  unique (account_id, user_id)
) strict;
create index notification_settings_user on notification_settings(user_id);

-- Devices that can be told of things: browsers and mobile apps, by what their systems gave us. Nothing is sent to them yet.
create table notification_subscriptions (
  id                      integer primary key autoincrement,
  user_id                 integer not null references users(id) on delete cascade,
  subscription_type       text not null check (subscription_type in ('browser_push', 'fcm')),
  identifier              text not null unique,
  push_token              text,
  subscription_attributes text not null check (json_valid(subscription_attributes)),
  created_at              integer not null,
  updated_at              integer not null
) strict;
create index notification_subscriptions_user on notification_subscriptions(user_id, push_token);

-- Outside systems that provision accounts.
create table platform_apps (
  id         integer primary key autoincrement,
  name       text not null,
  created_at integer not null
) strict;

-- What a platform app may touch: what it created or was granted.
create table platform_app_permissibles (
  platform_app_id  integer not null references platform_apps(id) on delete cascade,
  permissible_type text not null check (permissible_type in ('Account', 'User', 'AgentBot')),
  permissible_id   integer not null,
  primary key (platform_app_id, permissible_type, permissible_id)
) strict, without rowid;
create index platform_app_permissibles_thing on platform_app_permissibles(permissible_type, permissible_id);

-- The one `api_access_token` of a user, bot or platform app.
create table access_tokens (
  token      text primary key,
  owner_type text not null check (owner_type in ('User', 'AgentBot', 'PlatformApp')),
  owner_id   integer not null,
  created_at integer not null,
  unique (owner_type, owner_id)
) strict, without rowid;

-- Logged-in devices: the session headers of devise_token_auth. Only the token's SHA-256 is kept. `last_activity_at` is moved
-- now and then, not with each request.
create table sessions (
  id               integer primary key autoincrement,
  user_id          integer not null references users(id) on delete cascade,
  client           text not null,
  token_digest     text not null,
  user_agent       text,
  ip_address       text,
  expires_at       integer not null,
  last_activity_at integer not null,
  created_at       integer not null,
  unique (user_id, client)
) strict;
create index sessions_expired on sessions(expires_at);

-- Tokens that are good for one thing, once, for a while: a sign-on link, a link to choose a new password, to confirm an
-- address, the time between password and second factor. Only the token's SHA-256 is kept.
create table one_time_tokens (
  token_digest text primary key,
  user_id      integer not null references users(id) on delete cascade,
  purpose      text not null check (purpose in ('sso', 'reset_password', 'confirmation', 'mfa')),
  expires_at   integer not null
) strict, without rowid;
create index one_time_tokens_user on one_time_tokens(user_id, purpose);
create index one_time_tokens_expired on one_time_tokens(expires_at);

-- Second factors: the secret that an authenticator app shares, in base 32. It counts once it is enabled. `last_step` is the
-- thirty seconds of the last code that was used: none is good twice.
create table mfa_secrets (
  user_id    integer primary key references users(id) on delete cascade,
  secret     text not null,
  enabled_at integer,
  last_step  integer not null default 0
) strict;

-- What lets a person in who lost the app, each once. Only a keyed digest is kept.
create table mfa_backup_codes (
  user_id     integer not null references users(id) on delete cascade,
  code_digest text not null,
  primary key (user_id, code_digest)
) strict, without rowid;

-- Files that agents put inside the text of an editor: nothing else says that they are used.
create table editor_uploads (
  blob_id    integer primary key references blobs(id) on delete cascade,
  account_id integer not null references accounts(id) on delete cascade,
  user_id    integer not null,
  created_at integer not null
) strict;
create index editor_uploads_account on editor_uploads(account_id);

-- Requests that named themselves by an Idempotency-Key, each caller by itself. The row is written in the transaction of the
-- request's effect, by the run that its random `run` names; what was answered follows. A row without `status` is of a request
-- that is going on, or that was cut off. Kept for a day. `account_id` is null for what is outside of any account.
create table idempotency_keys (
  id           integer primary key autoincrement,
  account_id   integer,
  principal    text not null,
  key          text not null,
  run          text not null,
  fingerprint  text,
  status       integer,
  content_type text,
  body         blob,
  created_at   integer not null,
  unique (principal, key)
) strict;
create index idempotency_keys_account on idempotency_keys(account_id) where account_id is not null;

------------------------------------------------------------------------------------------------------------------------
-- Bots, teams, labels, attributes, filters, ready answers
------------------------------------------------------------------------------------------------------------------------

-- Programs that answer. Without an account it is a system bot, visible everywhere.
create table agent_bots (
  id             integer primary key autoincrement,
  account_id     integer references accounts(id) on delete cascade,
  name           text,
  description    text,
  outgoing_url   text,
  bot_type       integer not null default 0,
  bot_config     text not null default '{}' check (json_valid(bot_config)),
  avatar_blob_id integer references blobs(id) on delete set null,
  created_at     integer not null,
  updated_at     integer not null
) strict;
create index agent_bots_account on agent_bots(account_id);
create index agent_bots_avatar on agent_bots(avatar_blob_id) where avatar_blob_id is not null;

-- Groups of agents. `name` is lower-case. A deleted team is hidden until its conversations have lost it.
create table teams (
  id                integer primary key autoincrement,
  account_id        integer not null references accounts(id) on delete cascade,
  name              text not null,
  description       text,
  allow_auto_assign integer not null default 1,
  deleted_at        integer,
  created_at        integer not null,
  updated_at        integer not null
) strict;
create index teams_account on teams(account_id);
create unique index teams_name on teams(account_id, name) where deleted_at is null;

create table team_members (
  team_id    integer not null references teams(id) on delete cascade,
  user_id    integer not null references users(id) on delete cascade,
  account_id integer not null,
  created_at integer not null,
  primary key (team_id, user_id)
) strict, without rowid;
create index team_members_user on team_members(user_id, account_id);

-- The account's list of labels. Conversations carry plain texts that need not be in it.
create table labels (
  id              integer primary key autoincrement,
  account_id      integer not null references accounts(id) on delete cascade,
  title           text not null,
  description     text,
  color           text not null default '#1f93ff',
  show_on_sidebar integer not null default 1,
  created_at      integer not null,
  updated_at      integer not null,
  unique (account_id, title)
) strict;

-- What an account notes about conversations (model 0) and contacts (model 1) beyond what everybody has: keys of their
-- custom_attributes. The types are numbered as in the contract; `attribute_values` is a list of texts.
create table custom_attribute_definitions (
  id                     integer primary key autoincrement,
  account_id             integer not null references accounts(id) on delete cascade,
  attribute_display_name text not null,
  attribute_display_type integer not null default 0 check (attribute_display_type between 0 and 7),
  attribute_description  text,
  attribute_key          text not null,
  attribute_model        integer not null default 0 check (attribute_model in (0, 1)),
  attribute_values       text not null default '[]' check (json_valid(attribute_values)),
  default_value          integer,
  regex_pattern          text,
  regex_cue              text,
  created_at             integer not null,
  updated_at             integer not null,
  unique (account_id, attribute_key, attribute_model)
) strict;

-- Filters that people keep for themselves. filter_type: 0 conversation, 1 contact, 2 report. `query` is as the client sent it.
create table custom_filters (
  id          integer primary key autoincrement,
  account_id  integer not null references accounts(id) on delete cascade,
  user_id     integer not null references users(id) on delete cascade,
  name        text not null,
  filter_type integer not null default 0 check (filter_type in (0, 1, 2)),
  query       text not null default '{}' check (json_valid(query)),
  created_at  integer not null,
  updated_at  integer not null
) strict;
create index custom_filters_list on custom_filters(account_id, user_id, filter_type);
create index custom_filters_user on custom_filters(user_id);

-- Texts that agents write by a short code.
create table canned_responses (
  id         integer primary key autoincrement,
  account_id integer not null references accounts(id) on delete cascade,
  short_code text not null,
  content    text not null,
  created_at integer not null,
  updated_at integer not null,
  unique (account_id, short_code)
) strict;

-- Pages of other programs that a dashboard shows beside a conversation. `content` is a list of frames.
create table dashboard_apps (
  id         integer primary key autoincrement,
  account_id integer not null references accounts(id) on delete cascade,
  title      text not null,
  content    text not null default '[]' check (json_valid(content)),
  user_id    integer,
  created_at integer not null,
  updated_at integer not null
) strict;
create index dashboard_apps_account on dashboard_apps(account_id);

------------------------------------------------------------------------------------------------------------------------
-- Inboxes
------------------------------------------------------------------------------------------------------------------------

-- Channels of website inboxes.
create table channel_web_widgets (
  id                    integer primary key autoincrement,
  account_id            integer not null references accounts(id) on delete cascade,
  website_url           text not null,
  website_token         text not null unique,
  hmac_token            text not null,
  hmac_mandatory        integer not null default 0,
  widget_color          text not null default '#1f93ff',
  welcome_title         text,
  welcome_tagline       text,
  reply_time            integer not null default 0,
  pre_chat_form_enabled integer not null default 0,
  pre_chat_form_options text not null default '{}' check (json_valid(pre_chat_form_options)),
  continuity_via_email  integer not null default 1,
  allowed_domains       text,
  feature_flags         text not null default '["attachments","emoji_picker","end_conversation"]' check (json_valid(feature_flags))
) strict;
create index channel_web_widgets_account on channel_web_widgets(account_id);

-- Channels of API inboxes.
create table channel_api (
  id                    integer primary key autoincrement,
  account_id            integer not null references accounts(id) on delete cascade,
  identifier            text not null unique,
  hmac_token            text not null,
  hmac_mandatory        integer not null default 0,
  webhook_url           text,
  additional_attributes text not null default '{}' check (json_valid(additional_attributes))
) strict;
create index channel_api_account on channel_api(account_id);

-- Channels of e-mail inboxes: stored for their readers. `settings` holds the imap_* and smtp_* values.
create table channel_email (
  id               integer primary key autoincrement,
  account_id       integer not null references accounts(id) on delete cascade,
  email            text not null unique,
  forward_to_email text not null unique,
  settings         text not null default '{}' check (json_valid(settings))
) strict;
create index channel_email_account on channel_email(account_id);

-- Entry points of an account. `channel_id` is the id in the table of its channel_type. sender_name_type: 0 friendly, 1 professional.
create table inboxes (
  id                             integer primary key autoincrement,
  account_id                     integer not null references accounts(id) on delete cascade,
  channel_type                   text not null check (channel_type in ('Channel::WebWidget', 'Channel::Api', 'Channel::Email')),
  channel_id                     integer not null,
  name                           text not null,
  avatar_blob_id                 integer references blobs(id) on delete set null,
  greeting_enabled               integer not null default 0,
  greeting_message               text,
  enable_email_collect           integer not null default 1,
  csat_survey_enabled            integer not null default 0,
  csat_config                    text not null default '{}' check (json_valid(csat_config)),
  enable_auto_assignment         integer not null default 1,
  auto_assignment_config         text not null default '{}' check (json_valid(auto_assignment_config)),
  working_hours_enabled          integer not null default 0,
  out_of_office_message          text,
  timezone                       text not null default 'UTC',
  allow_messages_after_resolved  integer not null default 1,
  lock_to_single_conversation    integer not null default 0,
  sender_name_type               integer not null default 0,
  business_name                  text,
  portal_id                      integer,
  deleted_at                     integer,
  created_at                     integer not null,
  updated_at                     integer not null,
  unique (channel_type, channel_id)
) strict;
create index inboxes_account on inboxes(account_id);
create index inboxes_avatar on inboxes(avatar_blob_id) where avatar_blob_id is not null;

-- Opening hours, seven rows for each inbox. Day 0 is Sunday.
create table working_hours (
  inbox_id       integer not null references inboxes(id) on delete cascade,
  day_of_week    integer not null check (day_of_week between 0 and 6),
  closed_all_day integer not null default 0,
  open_all_day   integer not null default 0,
  open_hour      integer,
  open_minutes   integer,
  close_hour     integer,
  close_minutes  integer,
  primary key (inbox_id, day_of_week)
) strict, without rowid;

-- Agents who may see an inbox. `turn` is the round-robin queue: the smallest is next, whoever is chosen or joins goes to the end.
create table inbox_members (
  inbox_id   integer not null references inboxes(id) on delete cascade,
  user_id    integer not null references users(id) on delete cascade,
  account_id integer not null,
  turn       integer not null,
  created_at integer not null,
  primary key (inbox_id, user_id)
) strict, without rowid;
create index inbox_members_user on inbox_members(user_id, account_id);

-- The bot of an inbox: at most one.
create table agent_bot_inboxes (
  inbox_id     integer primary key references inboxes(id) on delete cascade,
  agent_bot_id integer not null references agent_bots(id) on delete cascade,
  account_id   integer not null,
  created_at   integer not null
) strict;
create index agent_bot_inboxes_bot on agent_bot_inboxes(agent_bot_id, account_id);

-- Settings of an integration, for the account or for one inbox. status: 0 disabled, 1 enabled.
create table integrations_hooks (
  id           integer primary key autoincrement,
  account_id   integer not null references accounts(id) on delete cascade,
  app_id       text not null,
  inbox_id     integer references inboxes(id) on delete cascade,
  status       integer not null default 1 check (status in (0, 1)),
  hook_type    text not null default 'account' check (hook_type in ('account', 'inbox')),
  settings     text not null default '{}' check (json_valid(settings)),
  reference_id text,
  created_at   integer not null,
  updated_at   integer not null
) strict;
create index integrations_hooks_app on integrations_hooks(account_id, app_id);
create index integrations_hooks_inbox on integrations_hooks(inbox_id) where inbox_id is not null;

------------------------------------------------------------------------------------------------------------------------
-- Contacts
------------------------------------------------------------------------------------------------------------------------

-- Customers. `email` is lower-case, `name_key` is the name lower-cased for sorting. A contact is resolved (and so listed)
-- when it has an e-mail, a phone number or an identifier. `conversations_count` is kept by triggers on conversations.
create table contacts (
  id                    integer primary key autoincrement,
  account_id            integer not null references accounts(id) on delete cascade,
  name                  text default '',
  name_key              text not null default '',
  email                 text,
  phone_number          text,
  identifier            text,
  blocked               integer not null default 0,
  additional_attributes text not null default '{}' check (json_valid(additional_attributes)),
  custom_attributes     text not null default '{}' check (json_valid(custom_attributes)),
  avatar_blob_id        integer references blobs(id) on delete set null,
  avatar_source_url     text,
  last_activity_at      integer,
  conversations_count   integer not null default 0,
  deleted_at            integer,
  created_at            integer not null,
  updated_at            integer not null,
  company_name          text generated always as (cast(json_extract(additional_attributes, '$.company_name') as text)) stored,
  city                  text generated always as (cast(json_extract(additional_attributes, '$.city') as text)) stored,
  country               text generated always as (cast(json_extract(additional_attributes, '$.country') as text)) stored,
  name_is_phone         integer generated always as (name_key glob '+[0-9]*') stored,
  is_resolved           integer generated always as
    (deleted_at is null and (email is not null or phone_number is not null or identifier is not null)) stored
) strict;
create unique index contacts_email on contacts(account_id, email) where email is not null and deleted_at is null;
create unique index contacts_phone_number on contacts(account_id, phone_number) where phone_number is not null and deleted_at is null;
create unique index contacts_identifier on contacts(account_id, identifier) where identifier is not null and deleted_at is null;
create index contacts_account on contacts(account_id, id);
create index contacts_avatar on contacts(avatar_blob_id) where avatar_blob_id is not null;
-- the orders of the contact list, over resolved contacts only
create index contacts_list on contacts(account_id, id) where is_resolved = 1;
create index contacts_by_name on contacts(account_id, name_is_phone, name_key, id) where is_resolved = 1;
create index contacts_by_email on contacts(account_id, email, id) where is_resolved = 1 and email is not null;
create index contacts_by_phone_number on contacts(account_id, phone_number, id) where is_resolved = 1 and phone_number is not null;
create index contacts_by_last_activity on contacts(account_id, last_activity_at, id) where is_resolved = 1 and last_activity_at is not null;
create index contacts_by_company on contacts(account_id, company_name, id) where is_resolved = 1 and company_name is not null;
create index contacts_by_city on contacts(account_id, city, id) where is_resolved = 1 and city is not null;
create index contacts_by_country on contacts(account_id, country, id) where is_resolved = 1 and country is not null;

-- whoever filters by custom attributes looks at those that have some
create index contacts_custom on contacts(account_id, id) where is_resolved = 1 and custom_attributes <> '{}';

create trigger contacts_counted after insert on contacts when new.is_resolved = 1 begin
  update account_counters set resolved_contacts = resolved_contacts + 1 where account_id = new.account_id;
end;
create trigger contacts_recounted after update of email, phone_number, identifier, deleted_at on contacts
when old.is_resolved <> new.is_resolved begin
  update account_counters set resolved_contacts = resolved_contacts + new.is_resolved - old.is_resolved where account_id = new.account_id;
end;
create trigger contacts_uncounted after delete on contacts when old.is_resolved = 1 begin
  update account_counters set resolved_contacts = resolved_contacts - 1 where account_id = old.account_id;
end;

-- Contact search: parts of words of at least three characters, of resolved contacts only. The place of a contact in the index
-- holds its account in the upper bits, so that a search walks its own account's part.
create view contacts_searched as
  select (account_id << 40) | id as place, name, email, phone_number, identifier, company_name from contacts where is_resolved = 1;
create virtual table contacts_fts using fts5(
  name, email, phone_number, identifier, company_name, content = 'contacts_searched', content_rowid = 'place', tokenize = 'trigram');
create trigger contacts_indexed after insert on contacts when new.is_resolved = 1 begin
  insert into contacts_fts(rowid, name, email, phone_number, identifier, company_name)
  values ((new.account_id << 40) | new.id, new.name, new.email, new.phone_number, new.identifier, new.company_name);
end;
create trigger contacts_reindexed after update of name, email, phone_number, identifier, additional_attributes, deleted_at on contacts begin
  insert into contacts_fts(contacts_fts, rowid, name, email, phone_number, identifier, company_name)
  select 'delete', (old.account_id << 40) | old.id, old.name, old.email, old.phone_number, old.identifier, old.company_name
   where old.is_resolved = 1;
  insert into contacts_fts(rowid, name, email, phone_number, identifier, company_name)
  select (new.account_id << 40) | new.id, new.name, new.email, new.phone_number, new.identifier, new.company_name
   where new.is_resolved = 1;
end;
create trigger contacts_unindexed after delete on contacts when old.is_resolved = 1 begin
  insert into contacts_fts(contacts_fts, rowid, name, email, phone_number, identifier, company_name)
  values ('delete', (old.account_id << 40) | old.id, old.name, old.email, old.phone_number, old.identifier, old.company_name);
end;

-- A contact's address in an inbox.
create table contact_inboxes (
  id            integer primary key autoincrement,
  account_id    integer not null,
  contact_id    integer not null references contacts(id) on delete cascade,
  inbox_id      integer not null references inboxes(id) on delete cascade,
  source_id     text not null,
  hmac_verified integer not null default 0,
  pubsub_token  text not null unique,
  created_at    integer not null,
  updated_at    integer not null,
  unique (inbox_id, source_id)
) strict;
create index contact_inboxes_contact on contact_inboxes(contact_id, inbox_id);
create index contact_inboxes_source on contact_inboxes(account_id, source_id);

create table contact_labels (
  contact_id integer not null references contacts(id) on delete cascade,
  label      text not null,
  account_id integer not null,
  primary key (contact_id, label)
) strict, without rowid;
create index contact_labels_label on contact_labels(account_id, label, contact_id);

-- What agents noted about a contact. Whoever wrote a note may be gone.
create table notes (
  id         integer primary key autoincrement,
  account_id integer not null,
  contact_id integer not null references contacts(id) on delete cascade,
  user_id    integer,
  content    text not null,
  created_at integer not null,
  updated_at integer not null
) strict;
create index notes_account on notes(account_id);
create index notes_contact on notes(contact_id, id);

-- Contacts that became one, kept for thirty days so that they can be parted again: until then the merged contact's row stays,
-- hidden. `before` and `after` are the survivor's values, `labels` those it was given. `rest` is what is still to be moved,
-- after `undone_at` back again; null when all is where it belongs.
create table contact_merges (
  id                integer primary key autoincrement,
  account_id        integer not null,
  contact_id        integer not null references contacts(id) on delete cascade,
  merged_contact_id integer not null unique references contacts(id) on delete cascade,
  user_id           integer,
  before            text not null check (json_valid(before)),
  after             text not null check (json_valid(after)),
  labels            text not null default '[]' check (json_valid(labels)),
  rest              text default '{}' check (json_valid(rest)),
  undone_at         integer,
  created_at        integer not null
) strict;
create index contact_merges_account on contact_merges(account_id, id);
create index contact_merges_contact on contact_merges(contact_id, id);

-- What moved with a merger. kind: an address, a note, or home for an address that is back before its conversations are.
create table contact_merge_rows (
  merge_id integer not null references contact_merges(id) on delete cascade,
  kind     text not null check (kind in ('address', 'note', 'home')),
  row_id   integer not null,
  primary key (merge_id, kind, row_id)
) strict, without rowid;

-- Files of contacts that are taken in, and how far that is: `next_byte` is written together with the contacts of the rows
-- before it. status: 0 waiting, 1 running, 2 completed, 3 failed. `refused_blob_id` is the file of rows that were not taken.
create table contact_imports (
  id              integer primary key autoincrement,
  account_id      integer not null references accounts(id) on delete cascade,
  user_id         integer,
  filename        text not null,
  status          integer not null default 0 check (status between 0 and 3),
  error           text,
  blob_id         integer references blobs(id) on delete set null,
  refused_blob_id integer references blobs(id) on delete set null,
  byte_size       integer not null,
  next_byte       integer not null default 0,
  encoding        integer not null default 0 check (encoding between 0 and 2),
  delimiter       text not null default ',',
  columns         text not null default '[]' check (json_valid(columns)),
  processed       integer not null default 0,
  created         integer not null default 0,
  updated         integer not null default 0,
  refused         integer not null default 0,
  finished_at     integer,
  created_at      integer not null
) strict;
create index contact_imports_account on contact_imports(account_id, id);
create index contact_imports_blob on contact_imports(blob_id) where blob_id is not null;
create index contact_imports_refused on contact_imports(refused_blob_id) where refused_blob_id is not null;

-- Contacts written to a file, and how far that is: up to the contact `last_id`. status: as above. `conditions` is a filter.
create table contact_exports (
  id          integer primary key autoincrement,
  account_id  integer not null references accounts(id) on delete cascade,
  user_id     integer,
  status      integer not null default 0 check (status between 0 and 3),
  columns     text not null check (json_valid(columns)),
  label       text,
  conditions  text check (json_valid(conditions)),
  blob_id     integer references blobs(id) on delete set null,
  last_id     integer not null default 0,
  row_count   integer not null default 0,
  finished_at integer,
  created_at  integer not null
) strict;
create index contact_exports_account on contact_exports(account_id, id);
create index contact_exports_blob on contact_exports(blob_id) where blob_id is not null;

------------------------------------------------------------------------------------------------------------------------
-- Conversations and messages
------------------------------------------------------------------------------------------------------------------------

-- status: 0 open, 1 resolved, 2 pending, 3 snoozed, 9 hidden (it, or its contact, is being deleted or
-- merged into another). priority: 0 low to 3 urgent.
-- `unread_count` counts incoming messages since `agent_last_seen_at` (the wire caps it at 10). The last ids and the counts
-- are written by the one function that posts a message. Assignees have no foreign key: a leaving user's conversations are
-- unassigned by a job.
create table conversations (
  id                           integer primary key autoincrement,
  account_id                   integer not null,
  display_id                   integer not null,
  inbox_id                     integer not null references inboxes(id) on delete cascade,
  contact_id                   integer not null references contacts(id) on delete cascade,
  contact_inbox_id             integer not null references contact_inboxes(id) on delete cascade,
  status                       integer not null default 0 check (status between 0 and 3 or status = 9),
  priority                     integer check (priority between 0 and 3),
  assignee_id                  integer,
  assignee_agent_bot_id        integer,
  team_id                      integer references teams(id) on delete set null,
  uuid                         text not null,
  additional_attributes        text not null default '{}' check (json_valid(additional_attributes)),
  custom_attributes            text not null default '{}' check (json_valid(custom_attributes)),
  snoozed_until                integer,
  waiting_since                integer,
  first_reply_created_at       integer,
  agent_last_seen_at           integer,
  assignee_last_seen_at        integer,
  contact_last_seen_at         integer,
  last_activity_at             integer not null,
  last_incoming_at             integer,
  last_message_id              integer,
  last_non_activity_message_id integer,
  unread_count                 integer not null default 0,
  messages_count               integer not null default 0,
  created_at                   integer not null,
  updated_at                   integer not null
) strict;
create unique index conversations_number on conversations(account_id, display_id);
-- with what filters ask for most behind it, so that a filter reads the index alone
create index conversations_list on conversations(account_id, status, last_activity_at desc, inbox_id, assignee_id, team_id,
  priority, created_at);
create index conversations_assignee on conversations(account_id, assignee_id, status, last_activity_at desc, inbox_id);
-- without the activity, which every message moves: the few conversations of a contact are sorted when they are read
create index conversations_contact on conversations(contact_id);
create index conversations_contact_inbox on conversations(contact_inbox_id, id);
create index conversations_inbox on conversations(inbox_id, id);
create index conversations_created on conversations(account_id, status, created_at, inbox_id, assignee_id);
create index conversations_uuid on conversations(uuid);
-- rarer orders and filters, partial so that most conversations do not pay for them
create index conversations_team on conversations(team_id, account_id, status, last_activity_at desc, inbox_id, assignee_id)
  where team_id is not null;
create index conversations_bot on conversations(assignee_agent_bot_id, account_id) where assignee_agent_bot_id is not null;
create index conversations_waiting on conversations(account_id, status, waiting_since, inbox_id, assignee_id)
  where waiting_since is not null;
create index conversations_priority on conversations(account_id, status, priority, last_activity_at desc, inbox_id, assignee_id)
  where priority is not null;
create index conversations_unattended on conversations(account_id, status, inbox_id, assignee_id, team_id)
  where first_reply_created_at is null or waiting_since is not null;

-- How many conversations there are, for each status, inbox and assignee (0 stands for nobody). Kept by the triggers below.
create table conversation_counters (
  account_id  integer not null,
  status      integer not null,
  inbox_id    integer not null,
  assignee_id integer not null default 0,
  n           integer not null default 0,
  primary key (account_id, status, inbox_id, assignee_id)
) strict, without rowid;

create trigger conversations_counted after insert on conversations begin
  insert into conversation_counters values (new.account_id, new.status, new.inbox_id, coalesce(new.assignee_id, 0), 1)
    on conflict do update set n = n + 1;
  update contacts set conversations_count = conversations_count + 1 where id = new.contact_id;
end;
create trigger conversations_recounted after update of status, assignee_id, inbox_id on conversations
when old.status <> new.status or old.assignee_id is not new.assignee_id or old.inbox_id <> new.inbox_id begin
  update conversation_counters set n = n - 1 where account_id = old.account_id and status = old.status
     and inbox_id = old.inbox_id and assignee_id = coalesce(old.assignee_id, 0);
  insert into conversation_counters values (new.account_id, new.status, new.inbox_id, coalesce(new.assignee_id, 0), 1)
    on conflict do update set n = n + 1;
end;
create trigger conversations_uncounted after delete on conversations begin
  update conversation_counters set n = n - 1 where account_id = old.account_id and status = old.status
     and inbox_id = old.inbox_id and assignee_id = coalesce(old.assignee_id, 0);
  update contacts set conversations_count = conversations_count - 1 where id = old.contact_id;
end;

-- whoever filters by custom attributes looks at those that have some
create index conversations_custom on conversations(account_id, id) where custom_attributes <> '{}';

-- The short texts and numbers among the custom attributes of conversations, in lower case (of ASCII), for filters by a value.
-- Kept by the triggers below.
create table conversation_values (
  account_id      integer not null,
  key             text not null,
  value           text not null,
  conversation_id integer not null,
  primary key (account_id, key, value, conversation_id)
) strict, without rowid;

create trigger conversations_valued after insert on conversations when new.custom_attributes <> '{}' begin
  insert or ignore into conversation_values
    select new.account_id, key, lower(atom), new.id from json_each(new.custom_attributes) where length(atom) <= 255;
end;
create trigger conversations_revalued after update of custom_attributes on conversations
when old.custom_attributes <> new.custom_attributes begin
  delete from conversation_values where (account_id, key, value, conversation_id) in
    (select old.account_id, key, lower(atom), old.id from json_each(old.custom_attributes) where length(atom) <= 255);
  insert or ignore into conversation_values
    select new.account_id, key, lower(atom), new.id from json_each(new.custom_attributes) where length(atom) <= 255;
end;
create trigger conversations_unvalued after delete on conversations when old.custom_attributes <> '{}' begin
  delete from conversation_values where (account_id, key, value, conversation_id) in
    (select old.account_id, key, lower(atom), old.id from json_each(old.custom_attributes) where length(atom) <= 255);
end;

create table conversation_labels (
  conversation_id integer not null references conversations(id) on delete cascade,
  label           text not null,
  account_id      integer not null,
  primary key (conversation_id, label)
) strict, without rowid;
create index conversation_labels_label on conversation_labels(account_id, label, conversation_id);

-- People who follow a conversation without being its assignee.
create table conversation_participants (
  conversation_id integer not null references conversations(id) on delete cascade,
  user_id         integer not null references users(id) on delete cascade,
  account_id      integer not null,
  created_at      integer not null,
  primary key (conversation_id, user_id)
) strict, without rowid;
create index conversation_participants_user on conversation_participants(user_id, account_id, conversation_id);

-- Who was mentioned in a private note of a conversation, and when last.
create table mentions (
  conversation_id integer not null references conversations(id) on delete cascade,
  user_id         integer not null references users(id) on delete cascade,
  account_id      integer not null,
  mentioned_at    integer not null,
  primary key (conversation_id, user_id)
) strict, without rowid;
create index mentions_user on mentions(user_id, account_id, conversation_id);

-- What an agent has begun to write in a conversation, for each agent.
create table draft_messages (
  conversation_id integer not null references conversations(id) on delete cascade,
  user_id         integer not null references users(id) on delete cascade,
  account_id      integer not null,
  message         text not null,
  updated_at      integer not null,
  primary key (conversation_id, user_id)
) strict, without rowid;
create index draft_messages_user on draft_messages(user_id);

-- Numbers and long ids of conversations that were merged into others, and where what they had is now.
create table conversation_redirects (
  account_id      integer not null,
  display_id      integer not null,
  uuid            text not null unique,
  conversation_id integer not null references conversations(id) on delete cascade,
  primary key (account_id, display_id)
) strict, without rowid;
create index conversation_redirects_conversation on conversation_redirects(conversation_id);

-- message_type: 0 incoming, 1 outgoing, 2 activity, 3 template. content_type and status: the numbers of the contract.
-- `echo_id` is the sender's own id of the message: sent twice, it is stored once. Account and inbox follow the conversation
-- and have no key of their own: this is the table that grows. `spaced` is the content as the search index takes it, where that
-- differs: scripts written without spaces, broken up between their characters. Whoever writes one writes the other.
create table messages (
  id                    integer primary key autoincrement,
  account_id            integer not null,
  inbox_id              integer not null,
  conversation_id       integer not null references conversations(id) on delete cascade,
  message_type          integer not null check (message_type between 0 and 3),
  content_type          integer not null default 0 check (content_type between 0 and 12),
  content               text,
  spaced                text,
  private               integer not null default 0,
  status                integer not null default 0 check (status between 0 and 3),
  sender_type           text check (sender_type = 'User' or sender_type = 'Contact' or sender_type = 'AgentBot'), -- no temporary list
  sender_id             integer,
  source_id             text,
  echo_id               text,
  content_attributes    text not null default '{}',
  additional_attributes text not null default '{}',
  external_source_ids   text not null default '{}',
  has_attachments       integer not null default 0,
  created_at            integer not null,
  updated_at            integer not null
) strict;
create index messages_page on messages(conversation_id, id);
create index messages_source on messages(conversation_id, source_id) where source_id is not null;
create unique index messages_echo on messages(conversation_id, echo_id, sender_type, sender_id) where echo_id is not null;
-- the few that ask how satisfied somebody was
create index messages_csat on messages(account_id, created_at) where content_type = 9;
create index messages_templates on messages(conversation_id, created_at, content_type) where message_type = 3;

-- file_type: the numbers of the contract. The bytes are a blob, or lie at `external_url`. The conversation is the message's.
create table attachments (
  id               integer primary key autoincrement,
  account_id       integer not null,
  conversation_id  integer not null,
  message_id       integer not null references messages(id) on delete cascade,
  file_type        integer not null default 3,
  blob_id          integer references blobs(id) on delete set null,
  external_url     text,
  extension        text,
  fallback_title   text,
  coordinates_lat  real not null default 0,
  coordinates_long real not null default 0,
  meta             text not null default '{}',
  created_at       integer not null
) strict;
create index attachments_message on attachments(message_id);
create index attachments_conversation on attachments(conversation_id, account_id, id);
create index attachments_blob on attachments(blob_id) where blob_id is not null;

-- What contacts said of conversations when asked by a survey message: one answer for each such message.
create table csat_survey_responses (
  id                integer primary key autoincrement,
  account_id        integer not null,
  conversation_id   integer not null references conversations(id) on delete cascade,
  message_id        integer not null unique references messages(id) on delete cascade,
  contact_id        integer not null,
  assigned_agent_id integer,
  rating            integer not null check (rating between 1 and 5),
  feedback_message  text,
  created_at        integer not null,
  updated_at        integer not null
) strict;
create index csat_survey_responses_account on csat_survey_responses(account_id, created_at);
create index csat_survey_responses_conversation on csat_survey_responses(conversation_id);

-- Message search: words and prefixes. New rows are indexed once per group of writes, up to `search_cursor.last`; only what
-- is indexed already may be taken out again.
create view messages_searched as select id, coalesce(spaced, content) as content from messages;
create virtual table messages_fts using fts5(
  content, content = 'messages_searched', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2');
insert into messages_fts(messages_fts, rank) values ('automerge', 8); -- pieces merged at once: fewer and larger merges
create table search_cursor (last integer not null) strict;
insert into search_cursor values (0);
create trigger messages_unindexed after delete on messages when old.id <= (select last from search_cursor) begin
  insert into messages_fts(messages_fts, rowid, content) values ('delete', old.id, coalesce(old.spaced, old.content));
end;
create trigger messages_reindexed after update of content, spaced on messages when old.id <= (select last from search_cursor) begin
  insert into messages_fts(messages_fts, rowid, content) values ('delete', old.id, coalesce(old.spaced, old.content));
  insert into messages_fts(rowid, content) values (new.id, coalesce(new.spaced, new.content));
end;

------------------------------------------------------------------------------------------------------------------------
-- Campaigns
------------------------------------------------------------------------------------------------------------------------

-- Messages that widgets show by themselves, and that begin a conversation when a visitor answers: its `additional_attributes`
-- then name the `display_id`, which is the number within the account.
create table campaigns (
  id                                 integer primary key autoincrement,
  account_id                         integer not null references accounts(id) on delete cascade,
  display_id                         integer not null,
  inbox_id                           integer not null references inboxes(id) on delete cascade,
  sender_id                          integer references users(id) on delete set null,
  title                              text not null,
  description                        text,
  message                            text not null,
  enabled                            integer not null default 1,
  trigger_rules                      text not null default '{}' check (json_valid(trigger_rules)),
  trigger_only_during_business_hours integer not null default 0,
  created_at                         integer not null,
  updated_at                         integer not null,
  unique (account_id, display_id)
) strict;
create index campaigns_inbox on campaigns(inbox_id);
create index campaigns_sender on campaigns(sender_id) where sender_id is not null;

------------------------------------------------------------------------------------------------------------------------
-- Macros and automation rules
------------------------------------------------------------------------------------------------------------------------

-- Actions that an agent does to conversations by one word. visibility: 0 personal, 1 global. What was a deleted user's own
-- goes with them; what they made for everybody stays.
create table macros (
  id            integer primary key autoincrement,
  account_id    integer not null references accounts(id) on delete cascade,
  name          text not null,
  visibility    integer not null default 0 check (visibility in (0, 1)),
  created_by_id integer references users(id) on delete set null,
  updated_by_id integer references users(id) on delete set null,
  actions       text not null default '[]' check (json_valid(actions)),
  created_at    integer not null,
  updated_at    integer not null
) strict;
create index macros_account on macros(account_id);
create index macros_author on macros(created_by_id) where created_by_id is not null;
create index macros_editor on macros(updated_by_id) where updated_by_id is not null;
create trigger macros_left before delete on users begin
  delete from macros where created_by_id = old.id and visibility = 0;
end;

-- What is done to a conversation when something happened to it, and conditions hold.
create table automation_rules (
  id          integer primary key autoincrement,
  account_id  integer not null references accounts(id) on delete cascade,
  name        text not null,
  description text,
  event_name  text not null,
  conditions  text not null default '[]' check (json_valid(conditions)),
  actions     text not null default '[]' check (json_valid(actions)),
  active      integer not null default 1,
  created_at  integer not null,
  updated_at  integer not null
) strict;
create index automation_rules_account on automation_rules(account_id);
create index automation_rules_event on automation_rules(account_id, event_name) where active = 1;

-- Files that a rule or a macro sends.
create table automation_files (
  id         integer primary key autoincrement,
  account_id integer not null,
  rule_id    integer references automation_rules(id) on delete cascade,
  macro_id   integer references macros(id) on delete cascade,
  blob_id    integer not null references blobs(id) on delete cascade,
  created_at integer not null,
  check ((rule_id is null) <> (macro_id is null))
) strict;
create index automation_files_rule on automation_files(rule_id) where rule_id is not null;
create index automation_files_macro on automation_files(macro_id) where macro_id is not null;
create index automation_files_blob on automation_files(blob_id);
-- whatever takes the row lets go of the file, as deleting it does
create trigger automation_files_released after delete on automation_files begin
  update blobs set created_at = iif(is_linked > 1, created_at, 0), is_linked = max(is_linked - 1, 0) where id = old.blob_id;
end;

-- What rules did: the newest for each rule, 30 days at most. `display_id` is the conversation's, which may be gone; `actions`
-- says what became of each.
create table automation_runs (
  id         integer primary key autoincrement,
  rule_id    integer not null references automation_rules(id) on delete cascade,
  event_name text not null,
  display_id integer not null,
  matched    integer not null,
  actions    text not null default '[]' check (json_valid(actions)),
  created_at integer not null
) strict;
create index automation_runs_rule on automation_runs(rule_id, matched, id);
create index automation_runs_page on automation_runs(rule_id, id);

------------------------------------------------------------------------------------------------------------------------
-- Notifications
------------------------------------------------------------------------------------------------------------------------

-- What people are told of: one for each person and conversation, the newest. notification_type: the bit of
-- `notification_settings`. `message_id` is what was said, where they are told of that. Kept for 30 days.
create table notifications (
  id                integer primary key autoincrement,
  account_id        integer not null,
  user_id           integer not null references users(id) on delete cascade,
  conversation_id   integer not null references conversations(id) on delete cascade,
  notification_type integer not null check (notification_type between 0 and 4),
  message_id        integer,
  meta              text not null default '{}' check (json_valid(meta)),
  read_at           integer,
  snoozed_until     integer,
  last_activity_at  integer not null,
  created_at        integer not null,
  updated_at        integer not null,
  unique (conversation_id, user_id)
) strict;
create index notifications_list on notifications(user_id, account_id, last_activity_at, id);
create index notifications_unread on notifications(user_id, account_id, last_activity_at, id)
  where read_at is null and snoozed_until is null;
create index notifications_old on notifications(created_at) where snoozed_until is null;

-- How many notifications each person has, read or not, asleep or not. Kept by the triggers below.
create table notification_counters (
  account_id integer not null,
  user_id    integer not null references users(id) on delete cascade,
  is_read    integer not null,
  is_snoozed integer not null,
  n          integer not null default 0,
  primary key (account_id, user_id, is_read, is_snoozed)
) strict, without rowid;
create index notification_counters_user on notification_counters(user_id);

create trigger notifications_counted after insert on notifications begin
  insert into notification_counters
    values (new.account_id, new.user_id, new.read_at is not null, new.snoozed_until is not null, 1)
    on conflict do update set n = n + 1;
end;
create trigger notifications_recounted after update of read_at, snoozed_until on notifications
when (old.read_at is null) <> (new.read_at is null) or (old.snoozed_until is null) <> (new.snoozed_until is null) begin
  update notification_counters set n = n - 1 where account_id = old.account_id and user_id = old.user_id
     and is_read = (old.read_at is not null) and is_snoozed = (old.snoozed_until is not null);
  insert into notification_counters
    values (new.account_id, new.user_id, new.read_at is not null, new.snoozed_until is not null, 1)
    on conflict do update set n = n + 1;
end;
create trigger notifications_uncounted after delete on notifications begin
  update notification_counters set n = n - 1 where account_id = old.account_id and user_id = old.user_id
     and is_read = (old.read_at is not null) and is_snoozed = (old.snoozed_until is not null);
end;

------------------------------------------------------------------------------------------------------------------------
-- Webhooks
------------------------------------------------------------------------------------------------------------------------

-- Addresses of other programs that want to hear what happens; of one inbox, or of all. `subscriptions`: names of events.
create table webhooks (
  id            integer primary key autoincrement,
  account_id    integer not null references accounts(id) on delete cascade,
  inbox_id      integer references inboxes(id) on delete cascade,
  name          text,
  url           text not null,
  subscriptions text not null check (json_valid(subscriptions)),
  secret        text not null,
  created_at    integer not null,
  updated_at    integer not null,
  unique (account_id, url)
) strict;
create index webhooks_account on webhooks(account_id, id);
create index webhooks_inbox on webhooks(inbox_id) where inbox_id is not null;

------------------------------------------------------------------------------------------------------------------------
-- The audit log
------------------------------------------------------------------------------------------------------------------------

-- Who changed how the account is set up, and who signed in and out. `username` is the person's e-mail address at that time;
-- a line outlives whom and what it tells of. Kept as long as the account.
create table audits (
  id              integer primary key autoincrement,
  account_id      integer not null references accounts(id) on delete cascade,
  auditable_type  text not null,
  auditable_id    integer not null,
  action          text not null check (action in ('create', 'update', 'destroy', 'sign_in', 'sign_out')),
  user_type       text,
  user_id         integer,
  username        text,
  audited_changes text not null check (json_valid(audited_changes)),
  version         integer not null,
  request_uuid    text,
  remote_address  text,
  created_at      integer not null
) strict;
create index audits_account on audits(account_id, id);
create index audits_by_thing on audits(account_id, auditable_type, auditable_id, version);
create trigger audits_counted after insert on audits begin
  update account_counters set audits = audits + 1 where account_id = new.account_id;
end;
create trigger audits_uncounted after delete on audits begin
  update account_counters set audits = audits - 1 where account_id = old.account_id;
end;

------------------------------------------------------------------------------------------------------------------------
-- Retention
------------------------------------------------------------------------------------------------------------------------

-- Contacts of whom nothing is left, or soon: numbers only. `contact_ids` are the contact and those that were merged into it.
-- status: 0 what the account has of them is being removed, 1 what is left in the bytes of the file is being overwritten, 2 done.
-- `phase` and `cursor` say how far the removal is.
create table contact_erasures (
  id                  integer primary key autoincrement,
  account_id          integer not null references accounts(id) on delete cascade,
  contact_id          integer not null,
  contact_ids         text not null check (json_valid(contact_ids)),
  user_id             integer,
  status              integer not null default 0 check (status between 0 and 2),
  phase               integer not null default 0,
  cursor              integer not null default 0,
  conversations_count integer not null,
  messages_count      integer not null,
  attachments_count   integer not null,
  notes_count         integer not null,
  finished_at         integer,
  created_at          integer not null
) strict;
create index contact_erasures_account on contact_erasures(account_id, id);
create index contact_erasures_removed on contact_erasures(id) where status = 1;

-- For how many days inboxes keep things; null for ever. `swept_at` is when a rule was last carried out to its end, the other
-- columns how far it is this time.
create table retention_rules (
  inbox_id          integer primary key references inboxes(id) on delete cascade,
  account_id        integer not null references accounts(id) on delete cascade,
  conversation_days integer check (conversation_days > 0),
  attachment_days   integer check (attachment_days > 0),
  erase_contacts    integer not null default 0,
  conversation_id   integer not null default 0,
  contact_id        integer not null default 0,
  swept_at          integer not null default 0
) strict;
create index retention_rules_account on retention_rules(account_id);
create index retention_rules_due on retention_rules(swept_at);

------------------------------------------------------------------------------------------------------------------------
-- Reports
------------------------------------------------------------------------------------------------------------------------

-- What happened, summed up as it happens. dimension: 0 the account, 1 an inbox, 2 an agent, 3 a team, 4 a label. span: 0 a
-- quarter of an hour, since the days of every time zone begin with one, or 1 a day in UTC; `slot` counts them from 1970. Times
-- are sums of seconds, `business` ones of those in working hours. Inboxes also keep which status their conversations have that
-- were created then.
create table reporting_rollups (
  account_id                   integer not null references accounts(id) on delete cascade,
  dimension                    integer not null check (dimension between 0 and 4),
  dimension_id                 integer not null,
  span                         integer not null check (span in (0, 1)),
  slot                         integer not null,
  conversations_count          integer not null default 0,
  incoming_messages_count      integer not null default 0,
  outgoing_messages_count      integer not null default 0,
  first_response_count         integer not null default 0,
  first_response_time          integer not null default 0,
  first_response_business_time integer not null default 0,
  resolution_count             integer not null default 0,
  resolution_time              integer not null default 0,
  resolution_business_time     integer not null default 0,
  reply_count                  integer not null default 0,
  reply_time                   integer not null default 0,
  reply_business_time          integer not null default 0,
  bot_resolutions_count        integer not null default 0,
  bot_handoffs_count           integer not null default 0,
  open_count                   integer not null default 0,
  resolved_count               integer not null default 0,
  pending_count                integer not null default 0,
  snoozed_count                integer not null default 0,
  primary key (account_id, dimension, dimension_id, span, slot)
) strict, without rowid;

-- When a bot first handed a conversation over to people: it counts once, and people's time to answer begins with it.
create table reporting_handoffs (
  conversation_id integer primary key references conversations(id) on delete cascade,
  account_id      integer not null,
  handed_at       integer not null
) strict;

-- The last row of `outbox` that is counted.
create table reporting_cursor (last integer not null) strict;
insert into reporting_cursor values (0);

pragma user_version = 1;
