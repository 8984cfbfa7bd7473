-- A ledger as the release that brought database roles leaves it. Never edited: it proves that later releases can open it.
pragma foreign_keys = off;
pragma application_id = 1936094073;
pragma user_version = 6;

CREATE TABLE "kysely_migration" ("name" varchar(255) not null primary key, "timestamp" varchar(255) not null);
CREATE TABLE "kysely_migration_lock" ("id" varchar(255) not null primary key, "is_locked" integer default 0 not null);
CREATE TABLE "team" ("team_id" text not null primary key, "name" text not null check (name <> ''), "name_key" text not null unique, "key" text unique) strict, without rowid;
CREATE TABLE "screen_user" ("user_id" text not null primary key, "email" text not null unique, "first_name" text not null, "last_name" text not null, "nickname" text, "state" text not null check (state in ('active', 'pending', 'deactivated', 'spectating', 'supporter')), "team_id" text, "name_key" text not null, "nickname_key" text, constraint "screen_user_team" foreign key ("team_id") references "team" ("team_id") deferrable initially deferred, constraint "spectators_have_no_team" check (state <> 'spectating' or team_id is null)) strict, without rowid;
CREATE TABLE "mapping" ("user_id" text not null primary key, "salesforce_user_id" text not null unique check (length(salesforce_user_id) = 18), "organization_id" text, "seen_name" text, "seen_email" text, constraint "mapping_user" foreign key ("user_id") references "screen_user" ("user_id") deferrable initially deferred) strict, without rowid;
CREATE TABLE "company_fact" ("name" text not null primary key, "value" text not null, "attested_by" text not null, "attested_at" text not null) strict, without rowid;
CREATE TABLE "change_set" ("number" integer primary key, "at" text not null, "actor" text not null, "command" text not null, "reason" text, "evidence" text not null check (json_valid(evidence)), "role" text) strict;
CREATE TABLE "change" ("change_set" integer not null references "change_set" ("number"), "position" integer not null, "entity" text not null, "key" text not null, "before" text, "after" text, "origin" text, "evidence" text, constraint "change_key" primary key ("change_set", "position"), constraint "something_changed" check (before is not null or after is not null)) strict, without rowid;
CREATE INDEX "change_by_row" on "change" ("entity", "key", "change_set");
CREATE TABLE "directory_read" ("read_id" integer primary key, "source" text not null check (source in ('live', 'report', 'demo')), "origin" text not null, "identity" text, "organization_id" text, "at" text not null, "people" integer not null, "scope" text check (scope in ('people', 'external', 'everyone')), "news_from" text, "continues" integer references "directory_read" ("read_id"), "added" integer, "changed" integer, "dropped" integer) strict;
CREATE TABLE "salesforce_user" ("salesforce_user_id" text not null primary key, "name" text not null, "name_key" text not null, "first_name" text, "last_name" text, "username" text, "email" text, "alias" text, "active" integer check (active in (0, 1)), "type" text, "profile" text, "role" text, "department" text, "title" text, "manager" text, "employee_number" text, "federation_id" text, "last_login_at" text, "read_id" integer not null references "directory_read" ("read_id"), "frozen" integer check (frozen in (0, 1))) strict, without rowid;
CREATE INDEX "salesforce_user_by_name" on "salesforce_user" ("name_key");
CREATE INDEX "salesforce_user_by_username" on "salesforce_user" ("username");
CREATE INDEX "salesforce_user_by_email" on "salesforce_user" ("email");
CREATE TABLE "directory_change" ("read_id" integer not null references "directory_read" ("read_id"), "salesforce_user_id" text not null, "before" text, "after" text, constraint "directory_change_key" primary key ("read_id", "salesforce_user_id"), constraint "somebody_changed" check (before is not null or after is not null)) strict, without rowid;
CREATE INDEX "directory_change_by_person" on "directory_change" ("salesforce_user_id", "read_id");
CREATE TABLE "decision" ("decision_key" text not null primary key, "kind" text not null check (kind in ('never', 'not-a-person', 'later')), "user_id" text, "salesforce_user_id" text check (length(salesforce_user_id) = 18), "until" text, "reason" text, "decided_by" text not null, "decided_at" text not null, constraint "decision_user" foreign key ("user_id") references "screen_user" ("user_id") deferrable initially deferred, constraint "about_somebody" check (decision_key = coalesce(user_id, '-') || '/' || coalesce(salesforce_user_id, '-') and decision_key <> '-/-')) strict, without rowid;
CREATE INDEX "decision_by_user" on "decision" ("user_id");
CREATE INDEX "screen_user_by_team" on "screen_user" ("team_id");
CREATE INDEX "screen_user_by_name" on "screen_user" ("name_key");
CREATE INDEX "screen_user_by_nickname" on "screen_user" ("nickname_key");
CREATE INDEX "mapping_as_seen" on "mapping" ("salesforce_user_id", "seen_name", "seen_email", "organization_id");
CREATE TABLE "entered_team" ("team_id" text not null primary key, "name" text not null check (name <> ''), "source" text not null check (source in ('workbook', 'confirmed', 'api')), "by" text not null, "at" text not null) strict, without rowid;
CREATE TABLE "entered_user" ("user_id" text not null primary key, "email" text not null, "first_name" text not null, "last_name" text not null, "nickname" text, "state" text not null check (state in ('active', 'pending', 'deactivated', 'spectating', 'supporter')), "team_id" text, "salesforce_user_id" text check (length(salesforce_user_id) = 18), "user_source" text check ("user_source" in ('workbook', 'confirmed', 'api')), "user_by" text, "user_at" text, "state_source" text check ("state_source" in ('workbook', 'confirmed', 'api')), "state_by" text, "state_at" text, "team_source" text check ("team_source" in ('workbook', 'confirmed', 'api')), "team_by" text, "team_at" text, "mapping_source" text check ("mapping_source" in ('workbook', 'confirmed', 'api')), "mapping_by" text, "mapping_at" text, constraint "entered_user_team" foreign key ("team_id") references "entered_team" ("team_id") deferrable initially deferred) strict, without rowid;
CREATE INDEX "entered_user_by_team" on "entered_user" ("team_id");

insert into "kysely_migration" ("name", "timestamp")
  values ('0001-ledger', '2026-11-23T06:00:00.000Z');
insert into "kysely_migration" ("name", "timestamp")
  values ('0002-refresh', '2026-11-23T06:00:00.001Z');
insert into "kysely_migration" ("name", "timestamp")
  values ('0003-batches', '2026-11-23T06:00:00.002Z');
insert into "kysely_migration" ("name", "timestamp")
  values ('0004-american-names', '2026-11-23T06:00:00.003Z');
insert into "kysely_migration" ("name", "timestamp")
  values ('0005-entered', '2026-11-23T06:00:00.004Z');
insert into "kysely_migration" ("name", "timestamp")
  values ('0006-roles', '2026-11-23T06:00:00.005Z');
insert into "kysely_migration_lock" ("id", "is_locked")
  values ('migration_lock', 0);
insert into "team" ("team_id", "name", "name_key", "key")
  values ('t-36f91b7a', 'Øst', 'øst', NULL);
insert into "team" ("team_id", "name", "name_key", "key")
  values ('t-43f853bb', 'North', 'north', '17');
insert into "screen_user" ("user_id", "email", "first_name", "last_name", "nickname", "state", "team_id", "name_key", "nickname_key")
  values ('u-232554ca', 'hal@example.com', 'Hal', 'Example', NULL, 'active', NULL, 'hal example', NULL);
insert into "screen_user" ("user_id", "email", "first_name", "last_name", "nickname", "state", "team_id", "name_key", "nickname_key")
  values ('u-2b9c15eb', 'åse@example.com', 'Åse', 'O''Ørland', NULL, 'pending', 't-36f91b7a', 'ase o''ørland', NULL);
insert into "screen_user" ("user_id", "email", "first_name", "last_name", "nickname", "state", "team_id", "name_key", "nickname_key")
  values ('u-81b637d8', 'bob@example.com', 'Bob', 'Example', NULL, 'deactivated', NULL, 'bob example', NULL);
insert into "screen_user" ("user_id", "email", "first_name", "last_name", "nickname", "state", "team_id", "name_key", "nickname_key")
  values ('u-cbdd10d7', 'cleo@example.com', 'Cleo', 'Example', NULL, 'spectating', NULL, 'cleo example', NULL);
insert into "screen_user" ("user_id", "email", "first_name", "last_name", "nickname", "state", "team_id", "name_key", "nickname_key")
  values ('u-ec4f2dbb', 'dan@example.com', 'Dan', 'Example', NULL, 'supporter', NULL, 'dan example', NULL);
insert into "screen_user" ("user_id", "email", "first_name", "last_name", "nickname", "state", "team_id", "name_key", "nickname_key")
  values ('u-fdee430d', 'ada@example.com', 'Ada', 'Example', 'Countess', 'active', 't-43f853bb', 'ada example', 'countess');
insert into "mapping" ("user_id", "salesforce_user_id", "organization_id", "seen_name", "seen_email")
  values ('u-232554ca', '005IyVUys4B0TcBIDV', NULL, 'Hal Example', 'hal@example.com');
insert into "mapping" ("user_id", "salesforce_user_id", "organization_id", "seen_name", "seen_email")
  values ('u-2b9c15eb', '005K5wV64nv4OCtICM', '00DD0000000CpKpMAK', NULL, NULL);
insert into "mapping" ("user_id", "salesforce_user_id", "organization_id", "seen_name", "seen_email")
  values ('u-fdee430d', '005e5DDUC9V97qwAPB', NULL, NULL, NULL);
insert into "company_fact" ("name", "value", "attested_by", "attested_at")
  values ('auto-sync', 'off', 'ada', '2026-11-23T12:00:00.000Z');
insert into "company_fact" ("name", "value", "attested_by", "attested_at")
  values ('integration-initialized', 'yes', 'ada', '2026-11-23T12:00:00.000Z');
insert into "change_set" ("number", "at", "actor", "command", "reason", "evidence")
  values (1, '2026-11-23T12:00:00.000Z', 'ada', 'sfsync settings set', NULL, '[]');
insert into "change_set" ("number", "at", "actor", "command", "reason", "evidence")
  values (2, '2026-11-23T12:00:00.000Z', 'ada', 'sfsync apply people.json', 'the first five', '["people.json, line 1 to 5"]');
insert into "change_set" ("number", "at", "actor", "command", "reason", "evidence")
  values (3, '2026-11-25T12:00:00.000Z', 'bob', 'sfsync map', NULL, '["\"Åse\" was seen","O''Brien"]');
insert into "change_set" ("number", "at", "actor", "command", "reason", "evidence")
  values (4, '2026-11-23T12:00:00.000Z', 'ada', 'sfsync test', NULL, '[]');
insert into "change_set" ("number", "at", "actor", "command", "reason", "evidence")
  values (5, '2026-11-28T12:00:00.000Z', 'ada', 'sfsync import people.csv', 'new year', '["people.csv"]');
insert into "change_set" ("number", "at", "actor", "command", "reason", "evidence")
  values (6, '2026-11-28T12:00:00.000Z', 'ada', 'sfsync decisions remove hal', NULL, '[]');
insert into "change_set" ("number", "at", "actor", "command", "reason", "evidence", "role")
  values (7, '2026-11-29T12:00:00.000Z', 'ada', 'sfsync todo done --all', NULL, '[]', 'sfsync_ada');
insert into "change" ("change_set", "position", "entity", "key", "before", "after", "origin", "evidence")
  values (1, 0, 'fact', 'auto-sync', NULL, '{"name":"auto-sync","value":"off","attestedBy":"ada","attestedAt":"2026-11-23T12:00:00.000Z"}', NULL, NULL);
insert into "change" ("change_set", "position", "entity", "key", "before", "after", "origin", "evidence")
  values (1, 1, 'fact', 'licenses', NULL, '{"name":"licenses","value":"50","attestedBy":"ada","attestedAt":"2026-11-23T12:00:00.000Z"}', NULL, NULL);
insert into "change" ("change_set", "position", "entity", "key", "before", "after", "origin", "evidence")
  values (1, 2, 'fact', 'integration-initialized', NULL, '{"name":"integration-initialized","value":"yes","attestedBy":"ada","attestedAt":"2026-11-23T12:00:00.000Z"}', NULL, NULL);
insert into "change" ("change_set", "position", "entity", "key", "before", "after", "origin", "evidence")
  values (2, 0, 'team', 't-43f853bb', NULL, '{"teamId":"t-43f853bb","name":"North","key":"17"}', NULL, NULL);
insert into "change" ("change_set", "position", "entity", "key", "before", "after", "origin", "evidence")
  values (2, 1, 'team', 't-36f91b7a', NULL, '{"teamId":"t-36f91b7a","name":"Øst","key":null}', NULL, NULL);
insert into "change" ("change_set", "position", "entity", "key", "before", "after", "origin", "evidence")
  values (2, 2, 'user', 'u-fdee430d', NULL, '{"userId":"u-fdee430d","email":"ada@example.com","firstName":"Ada","lastName":"Example","nickname":"Countess","state":"active","teamId":"t-43f853bb"}', NULL, NULL);
insert into "change" ("change_set", "position", "entity", "key", "before", "after", "origin", "evidence")
  values (2, 3, 'user', 'u-2b9c15eb', NULL, '{"userId":"u-2b9c15eb","email":"åse@example.com","firstName":"Åse","lastName":"O''Ørland","nickname":null,"state":"pending","teamId":"t-36f91b7a"}', NULL, NULL);
insert into "change" ("change_set", "position", "entity", "key", "before", "after", "origin", "evidence")
  values (2, 4, 'user', 'u-81b637d8', NULL, '{"userId":"u-81b637d8","email":"bob@example.com","firstName":"Bob","lastName":"Example","nickname":null,"state":"deactivated","teamId":null}', NULL, NULL);
insert into "change" ("change_set", "position", "entity", "key", "before", "after", "origin", "evidence")
  values (2, 5, 'user', 'u-cbdd10d7', NULL, '{"userId":"u-cbdd10d7","email":"cleo@example.com","firstName":"Cleo","lastName":"Example","nickname":null,"state":"spectating","teamId":null}', NULL, NULL);
insert into "change" ("change_set", "position", "entity", "key", "before", "after", "origin", "evidence")
  values (2, 6, 'user', 'u-ec4f2dbb', NULL, '{"userId":"u-ec4f2dbb","email":"dan@example.com","firstName":"Dan","lastName":"Example","nickname":null,"state":"supporter","teamId":null}', NULL, NULL);
insert into "change" ("change_set", "position", "entity", "key", "before", "after", "origin", "evidence")
  values (3, 0, 'mapping', 'u-fdee430d', NULL, '{"userId":"u-fdee430d","salesforceUserId":"005e5DDUC9V97qwAPB","organizationId":null}', NULL, NULL);
insert into "change" ("change_set", "position", "entity", "key", "before", "after", "origin", "evidence")
  values (3, 1, 'mapping', 'u-2b9c15eb', NULL, '{"userId":"u-2b9c15eb","salesforceUserId":"005K5wV64nv4OCtICM","organizationId":"00DD0000000CpKpMAK"}', NULL, NULL);
insert into "change" ("change_set", "position", "entity", "key", "before", "after", "origin", "evidence")
  values (4, 0, 'fact', 'licenses', '{"name":"licenses","value":"50","attestedBy":"ada","attestedAt":"2026-11-23T12:00:00.000Z"}', NULL, NULL, NULL);
insert into "change" ("change_set", "position", "entity", "key", "before", "after", "origin", "evidence")
  values (5, 0, 'user', 'u-232554ca', NULL, '{"userId":"u-232554ca","email":"hal@example.com","firstName":"Hal","lastName":"Example","nickname":null,"state":"active","teamId":null}', 'people.csv:2', NULL);
insert into "change" ("change_set", "position", "entity", "key", "before", "after", "origin", "evidence")
  values (5, 1, 'mapping', 'u-232554ca', NULL, '{"userId":"u-232554ca","salesforceUserId":"005IyVUys4B0TcBIDV","organizationId":null,"seenName":"Hal Example","seenEmail":"hal@example.com"}', 'people.csv:2', 'seen in the report');
insert into "change" ("change_set", "position", "entity", "key", "before", "after", "origin", "evidence")
  values (5, 2, 'decision', 'u-232554ca/-', NULL, '{"kind":"later","userId":"u-232554ca","salesforceUserId":null,"until":"2027-01-01","reason":"on leave","decidedBy":"ada","decidedAt":"2026-11-28T12:00:00.000Z"}', NULL, NULL);
insert into "change" ("change_set", "position", "entity", "key", "before", "after", "origin", "evidence")
  values (5, 3, 'decision', 'u-232554ca/005hSYq33RRi7twQRB', NULL, '{"kind":"never","userId":"u-232554ca","salesforceUserId":"005hSYq33RRi7twQRB","until":null,"reason":null,"decidedBy":"ada","decidedAt":"2026-11-28T12:00:00.000Z"}', NULL, NULL);
insert into "change" ("change_set", "position", "entity", "key", "before", "after", "origin", "evidence")
  values (5, 4, 'decision', '-/005kr6qOTjcAviHAMS', NULL, '{"kind":"not-a-person","userId":null,"salesforceUserId":"005kr6qOTjcAviHAMS","until":null,"reason":null,"decidedBy":"ada","decidedAt":"2026-11-28T12:00:00.000Z"}', NULL, NULL);
insert into "change" ("change_set", "position", "entity", "key", "before", "after", "origin", "evidence")
  values (6, 0, 'decision', 'u-232554ca/-', '{"kind":"later","userId":"u-232554ca","salesforceUserId":null,"until":"2027-01-01","reason":"on leave","decidedBy":"ada","decidedAt":"2026-11-28T12:00:00.000Z"}', NULL, NULL, NULL);
insert into "change" ("change_set", "position", "entity", "key", "before", "after", "origin", "evidence")
  values (7, 0, 'enteredTeam', 't-43f853bb', NULL, '{"teamId":"t-43f853bb","name":"North","source":"confirmed","by":"ada","at":"2026-11-29T12:00:00.000Z"}', NULL, NULL);
insert into "change" ("change_set", "position", "entity", "key", "before", "after", "origin", "evidence")
  values (7, 1, 'enteredTeam', 't-41a6741e', NULL, '{"teamId":"t-41a6741e","name":"West","source":"workbook","by":"ada","at":"2026-11-29T12:00:00.000Z"}', NULL, NULL);
insert into "change" ("change_set", "position", "entity", "key", "before", "after", "origin", "evidence")
  values (7, 2, 'enteredUser', 'u-fdee430d', NULL, '{"userId":"u-fdee430d","email":"Ada@Example.com","firstName":"Ada","lastName":"Example","nickname":"Countess","state":"active","teamId":"t-43f853bb","salesforceUserId":"005e5DDUC9V97qwAPB","userSource":"confirmed","userBy":"ada","userAt":"2026-11-29T12:00:00.000Z","stateSource":"confirmed","stateBy":"ada","stateAt":"2026-11-29T12:00:00.000Z","teamSource":"confirmed","teamBy":"ada","teamAt":"2026-11-29T12:00:00.000Z","mappingSource":"confirmed","mappingBy":"ada","mappingAt":"2026-11-29T12:00:00.000Z"}', NULL, NULL);
insert into "change" ("change_set", "position", "entity", "key", "before", "after", "origin", "evidence")
  values (7, 3, 'enteredUser', 'u-cbdd10d7', NULL, '{"userId":"u-cbdd10d7","email":"cleo@example.com","firstName":"Cleo","lastName":"Example","nickname":null,"state":"spectating","teamId":null,"salesforceUserId":null,"userSource":"workbook","userBy":"ada","userAt":"2026-11-29T12:00:00.000Z","stateSource":"workbook","stateBy":"ada","stateAt":"2026-11-29T12:00:00.000Z","teamSource":null,"teamBy":null,"teamAt":null,"mappingSource":null,"mappingBy":null,"mappingAt":null}', NULL, NULL);
insert into "change" ("change_set", "position", "entity", "key", "before", "after", "origin", "evidence")
  values (7, 4, 'enteredUser', 'u-254ac452', NULL, '{"userId":"u-254ac452","email":"ivy@example.com","firstName":"Ivy","lastName":"O''Øre","nickname":null,"state":"active","teamId":"t-41a6741e","salesforceUserId":null,"userSource":"workbook","userBy":"ada","userAt":"2026-11-29T12:00:00.000Z","stateSource":null,"stateBy":null,"stateAt":null,"teamSource":"workbook","teamBy":"ada","teamAt":"2026-11-29T12:00:00.000Z","mappingSource":null,"mappingBy":null,"mappingAt":null}', NULL, NULL);
insert into "change" ("change_set", "position", "entity", "key", "before", "after", "origin", "evidence")
  values (7, 5, 'enteredUser', 'u-232554ca', NULL, '{"userId":"u-232554ca","email":"hal@example.com","firstName":"Hal","lastName":"Example","nickname":null,"state":"active","teamId":null,"salesforceUserId":null,"userSource":"api","userBy":"ada","userAt":"2026-11-29T12:00:00.000Z","stateSource":null,"stateBy":null,"stateAt":null,"teamSource":null,"teamBy":null,"teamAt":null,"mappingSource":null,"mappingBy":null,"mappingAt":null}', NULL, NULL);
insert into "directory_read" ("read_id", "source", "origin", "identity", "organization_id", "at", "people", "scope", "news_from", "continues", "added", "changed", "dropped")
  values (1, 'report', 'users.csv', NULL, NULL, '2026-11-23T12:00:00.000Z', 2, NULL, NULL, NULL, NULL, NULL, NULL);
insert into "directory_read" ("read_id", "source", "origin", "identity", "organization_id", "at", "people", "scope", "news_from", "continues", "added", "changed", "dropped")
  values (2, 'live', 'acme.my.salesforce.com', 'admin@example.com', '00DD0000000CpKpMAK', '2026-11-24T12:00:00.000Z', 1, NULL, NULL, NULL, NULL, NULL, NULL);
insert into "directory_read" ("read_id", "source", "origin", "identity", "organization_id", "at", "people", "scope", "news_from", "continues", "added", "changed", "dropped")
  values (3, 'live', 'acme.my.salesforce.com', 'admin@example.com', '00DD0000000CpKpMAK', '2026-11-26T12:01:00.000Z', 3, 'people', '2026-11-26T12:00:30.000Z', NULL, 1, 2, 1);
insert into "directory_read" ("read_id", "source", "origin", "identity", "organization_id", "at", "people", "scope", "news_from", "continues", "added", "changed", "dropped")
  values (4, 'live', 'acme.my.salesforce.com', 'admin@example.com', '00DD0000000CpKpMAK', '2026-11-27T12:00:10.000Z', 3, 'people', '2026-11-27T12:00:05.000Z', 3, 1, 2, 0);
insert into "salesforce_user" ("salesforce_user_id", "name", "name_key", "first_name", "last_name", "username", "email", "alias", "active", "type", "profile", "role", "department", "title", "manager", "employee_number", "federation_id", "last_login_at", "read_id", "frozen")
  values ('005K5wV64nv4OCtICM', 'Åse Ørland', 'ase ørland', 'Ase', 'Example', 'ase@example.com.sales', 'ase@example.com', 'ase', 1, 'Standard', 'Sales User', NULL, NULL, NULL, NULL, NULL, NULL, NULL, 3, 0);
insert into "salesforce_user" ("salesforce_user_id", "name", "name_key", "first_name", "last_name", "username", "email", "alias", "active", "type", "profile", "role", "department", "title", "manager", "employee_number", "federation_id", "last_login_at", "read_id", "frozen")
  values ('005e5DDUC9V97qwAPB', 'Ada Example', 'ada example', 'Ada', 'Example', 'ada@example.com.sales', 'ada@example.com', 'ada', 1, 'Standard', 'Sales User', NULL, NULL, 'Queen', NULL, NULL, NULL, NULL, 4, 0);
insert into "salesforce_user" ("salesforce_user_id", "name", "name_key", "first_name", "last_name", "username", "email", "alias", "active", "type", "profile", "role", "department", "title", "manager", "employee_number", "federation_id", "last_login_at", "read_id", "frozen")
  values ('005hSYq33RRi7twQRB', 'Eve Example', 'eve example', 'Eve', 'Example', 'eve@example.com.sales', 'eve@example.com', 'eve', 1, 'Standard', 'Sales User', NULL, NULL, NULL, NULL, NULL, NULL, NULL, 4, 0);
insert into "salesforce_user" ("salesforce_user_id", "name", "name_key", "first_name", "last_name", "username", "email", "alias", "active", "type", "profile", "role", "department", "title", "manager", "employee_number", "federation_id", "last_login_at", "read_id", "frozen")
  values ('005kr6qOTjcAviHAMS', 'Fay Example', 'fay example', 'Fay', 'Example', 'fay@example.com.sales', 'fay@example.com', 'fay', 1, 'Standard', 'Sales User', NULL, NULL, NULL, NULL, NULL, NULL, NULL, 4, 0);
insert into "directory_change" ("read_id", "salesforce_user_id", "before", "after")
  values (3, '005K5wV64nv4OCtICM', '{"name":"Åse Ørland","first_name":"Ase","last_name":"Example","username":"ase@example.com.sales","email":"åse@example.com","alias":"ase","active":null,"frozen":null,"type":"Standard","profile":"Sales User","role":null,"department":null,"title":null,"manager":null,"employee_number":null,"federation_id":null,"last_login_at":null}', '{"name":"Åse Ørland","first_name":"Ase","last_name":"Example","username":"ase@example.com.sales","email":"ase@example.com","alias":"ase","active":1,"frozen":0,"type":"Standard","profile":"Sales User","role":null,"department":null,"title":null,"manager":null,"employee_number":null,"federation_id":null,"last_login_at":null}');
insert into "directory_change" ("read_id", "salesforce_user_id", "before", "after")
  values (3, '005e5DDUC9V97qwAPB', '{"name":"Ada Example","first_name":"Ada","last_name":"Example","username":"ada@example.com.sales","email":"ada@example.com","alias":"ada","active":1,"frozen":null,"type":"Standard","profile":"Sales User","role":"Seller","department":"Sales","title":"Count","manager":"Bob Example","employee_number":"7","federation_id":"ada","last_login_at":"2026-11-01T08:00:00.000Z"}', '{"name":"Ada Example","first_name":"Ada","last_name":"Example","username":"ada@example.com.sales","email":"ada@example.com","alias":"ada","active":1,"frozen":0,"type":"Standard","profile":"Sales User","role":null,"department":null,"title":"Duchess","manager":null,"employee_number":null,"federation_id":null,"last_login_at":null}');
insert into "directory_change" ("read_id", "salesforce_user_id", "before", "after")
  values (3, '005gbY32PzSxtpjAJB', '{"name":"Bob Example","first_name":"Bob","last_name":"Example","username":null,"email":null,"alias":null,"active":0,"frozen":null,"type":null,"profile":null,"role":null,"department":null,"title":null,"manager":null,"employee_number":null,"federation_id":null,"last_login_at":null}', NULL);
insert into "directory_change" ("read_id", "salesforce_user_id", "before", "after")
  values (3, '005hSYq33RRi7twQRB', NULL, '{"name":"Eve Example","first_name":"Eve","last_name":"Example","username":"eve@example.com.sales","email":"eve@example.com","alias":"eve","active":1,"frozen":1,"type":"Standard","profile":"Sales User","role":null,"department":null,"title":null,"manager":null,"employee_number":null,"federation_id":null,"last_login_at":null}');
insert into "directory_change" ("read_id", "salesforce_user_id", "before", "after")
  values (4, '005e5DDUC9V97qwAPB', '{"name":"Ada Example","first_name":"Ada","last_name":"Example","username":"ada@example.com.sales","email":"ada@example.com","alias":"ada","active":1,"frozen":0,"type":"Standard","profile":"Sales User","role":null,"department":null,"title":"Duchess","manager":null,"employee_number":null,"federation_id":null,"last_login_at":null}', '{"name":"Ada Example","first_name":"Ada","last_name":"Example","username":"ada@example.com.sales","email":"ada@example.com","alias":"ada","active":1,"frozen":0,"type":"Standard","profile":"Sales User","role":null,"department":null,"title":"Queen","manager":null,"employee_number":null,"federation_id":null,"last_login_at":null}');
insert into "directory_change" ("read_id", "salesforce_user_id", "before", "after")
  values (4, '005hSYq33RRi7twQRB', '{"name":"Eve Example","first_name":"Eve","last_name":"Example","username":"eve@example.com.sales","email":"eve@example.com","alias":"eve","active":1,"frozen":1,"type":"Standard","profile":"Sales User","role":null,"department":null,"title":null,"manager":null,"employee_number":null,"federation_id":null,"last_login_at":null}', '{"name":"Eve Example","first_name":"Eve","last_name":"Example","username":"eve@example.com.sales","email":"eve@example.com","alias":"eve","active":1,"frozen":0,"type":"Standard","profile":"Sales User","role":null,"department":null,"title":null,"manager":null,"employee_number":null,"federation_id":null,"last_login_at":null}');
insert into "directory_change" ("read_id", "salesforce_user_id", "before", "after")
  values (4, '005kr6qOTjcAviHAMS', NULL, '{"name":"Fay Example","first_name":"Fay","last_name":"Example","username":"fay@example.com.sales","email":"fay@example.com","alias":"fay","active":1,"frozen":0,"type":"Standard","profile":"Sales User","role":null,"department":null,"title":null,"manager":null,"employee_number":null,"federation_id":null,"last_login_at":null}');
insert into "decision" ("decision_key", "kind", "user_id", "salesforce_user_id", "until", "reason", "decided_by", "decided_at")
  values ('-/005kr6qOTjcAviHAMS', 'not-a-person', NULL, '005kr6qOTjcAviHAMS', NULL, NULL, 'ada', '2026-11-28T12:00:00.000Z');
insert into "decision" ("decision_key", "kind", "user_id", "salesforce_user_id", "until", "reason", "decided_by", "decided_at")
  values ('u-232554ca/005hSYq33RRi7twQRB', 'never', 'u-232554ca', '005hSYq33RRi7twQRB', NULL, NULL, 'ada', '2026-11-28T12:00:00.000Z');
insert into "entered_team" ("team_id", "name", "source", "by", "at")
  values ('t-41a6741e', 'West', 'workbook', 'ada', '2026-11-29T12:00:00.000Z');
insert into "entered_team" ("team_id", "name", "source", "by", "at")
  values ('t-43f853bb', 'North', 'confirmed', 'ada', '2026-11-29T12:00:00.000Z');
insert into "entered_user" ("user_id", "email", "first_name", "last_name", "nickname", "state", "team_id", "salesforce_user_id", "user_source", "user_by", "user_at", "state_source", "state_by", "state_at", "team_source", "team_by", "team_at", "mapping_source", "mapping_by", "mapping_at")
  values ('u-232554ca', 'hal@example.com', 'Hal', 'Example', NULL, 'active', NULL, NULL, 'api', 'ada', '2026-11-29T12:00:00.000Z', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
insert into "entered_user" ("user_id", "email", "first_name", "last_name", "nickname", "state", "team_id", "salesforce_user_id", "user_source", "user_by", "user_at", "state_source", "state_by", "state_at", "team_source", "team_by", "team_at", "mapping_source", "mapping_by", "mapping_at")
  values ('u-254ac452', 'ivy@example.com', 'Ivy', 'O''Øre', NULL, 'active', 't-41a6741e', NULL, 'workbook', 'ada', '2026-11-29T12:00:00.000Z', NULL, NULL, NULL, 'workbook', 'ada', '2026-11-29T12:00:00.000Z', NULL, NULL, NULL);
insert into "entered_user" ("user_id", "email", "first_name", "last_name", "nickname", "state", "team_id", "salesforce_user_id", "user_source", "user_by", "user_at", "state_source", "state_by", "state_at", "team_source", "team_by", "team_at", "mapping_source", "mapping_by", "mapping_at")
  values ('u-cbdd10d7', 'cleo@example.com', 'Cleo', 'Example', NULL, 'spectating', NULL, NULL, 'workbook', 'ada', '2026-11-29T12:00:00.000Z', 'workbook', 'ada', '2026-11-29T12:00:00.000Z', NULL, NULL, NULL, NULL, NULL, NULL);
insert into "entered_user" ("user_id", "email", "first_name", "last_name", "nickname", "state", "team_id", "salesforce_user_id", "user_source", "user_by", "user_at", "state_source", "state_by", "state_at", "team_source", "team_by", "team_at", "mapping_source", "mapping_by", "mapping_at")
  values ('u-fdee430d', 'Ada@Example.com', 'Ada', 'Example', 'Countess', 'active', 't-43f853bb', '005e5DDUC9V97qwAPB', 'confirmed', 'ada', '2026-11-29T12:00:00.000Z', 'confirmed', 'ada', '2026-11-29T12:00:00.000Z', 'confirmed', 'ada', '2026-11-29T12:00:00.000Z', 'confirmed', 'ada', '2026-11-29T12:00:00.000Z');
