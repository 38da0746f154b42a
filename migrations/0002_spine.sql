CREATE TABLE `aggregate_heads` (
	`organisation_id` text NOT NULL,
	`partition_key` text NOT NULL,
	`aggregate` text NOT NULL,
	`sequence` integer NOT NULL,
	PRIMARY KEY(`organisation_id`, `partition_key`, `aggregate`)
);
--> statement-breakpoint
CREATE TABLE `log_erasures` (
	`id` text PRIMARY KEY NOT NULL,
	`organisation_id` text NOT NULL,
	`person` text,
	`stage` text NOT NULL,
	`cursor` integer NOT NULL,
	`last_position` integer NOT NULL,
	`reason` text,
	`entries` integer NOT NULL,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	`finished_at` integer
);
--> statement-breakpoint
CREATE INDEX `log_erasures_organisation` ON `log_erasures` (`organisation_id`,`created_at`);--> statement-breakpoint
CREATE TABLE `event_hours` (
	`organisation_id` text NOT NULL,
	`type` text NOT NULL,
	`hour` integer NOT NULL,
	`count` integer NOT NULL,
	`last_time` integer NOT NULL,
	PRIMARY KEY(`organisation_id`, `type`, `hour`)
);
--> statement-breakpoint
CREATE TABLE `readers` (
	`name` text PRIMARY KEY NOT NULL,
	`cursor` integer NOT NULL,
	`epoch` integer DEFAULT 0 NOT NULL,
	`state` text NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`reason` text,
	`failing_since` integer,
	`retry_at` integer,
	`moved_at` integer,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `replays` (
	`id` text PRIMARY KEY NOT NULL,
	`organisation_id` text NOT NULL,
	`reader` text NOT NULL,
	`from_position` integer NOT NULL,
	`to_position` integer NOT NULL,
	`type` text,
	`rate` integer NOT NULL,
	`status` text NOT NULL,
	`reason` text,
	`total` integer NOT NULL,
	`done` integer DEFAULT 0 NOT NULL,
	`cursor` integer NOT NULL,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	`finished_at` integer
);
--> statement-breakpoint
CREATE INDEX `replays_organisation` ON `replays` (`organisation_id`,`created_at`);--> statement-breakpoint
CREATE UNIQUE INDEX `replays_running` ON `replays` (`organisation_id`,`reader`) WHERE "replays"."status" = 'running';--> statement-breakpoint
CREATE TABLE `sealed_hours` (
	`organisation_id` text NOT NULL,
	`first_position` integer NOT NULL,
	`last_position` integer NOT NULL,
	`hour` integer NOT NULL,
	`key` text NOT NULL,
	`entries` integer NOT NULL,
	`bytes` integer NOT NULL,
	`first_time` integer NOT NULL,
	`last_time` integer NOT NULL,
	`previous` text NOT NULL,
	`digest` text NOT NULL,
	`sealed_at` integer NOT NULL,
	PRIMARY KEY(`organisation_id`, `first_position`)
);
--> statement-breakpoint
DROP INDEX `domain_events_id`;--> statement-breakpoint
DROP INDEX `domain_events_organisation`;--> statement-breakpoint
CREATE TABLE `__new_domain_events` (
	`position` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`organisation_id` text NOT NULL,
	`type` text NOT NULL,
	`aggregate` text NOT NULL,
	`partition_key` text NOT NULL,
	`sequence` integer,
	`source` text,
	`subject` text NOT NULL,
	`actor` text,
	`time` integer NOT NULL,
	`logged_at` integer NOT NULL,
	`correlation_id` text,
	`causation_id` text,
	`traceparent` text,
	`extensions` text,
	`data` text NOT NULL
);
--> statement-breakpoint
INSERT INTO `__new_domain_events`("position", "id", "organisation_id", "type", "aggregate", "partition_key", "sequence", "subject", "actor", "time", "logged_at", "data") SELECT "position", "id", "organisation_id", "type", substr("type", 1, instr("type", '.') - 1), "subject", row_number() OVER (PARTITION BY "organisation_id", "subject", substr("type", 1, instr("type", '.') - 1) ORDER BY "position"), "subject", "actor", "time", "time", "data" FROM `domain_events`;--> statement-breakpoint
DROP TABLE `domain_events`;--> statement-breakpoint
ALTER TABLE `__new_domain_events` RENAME TO `domain_events`;--> statement-breakpoint
CREATE INDEX `domain_events_organisation` ON `domain_events` (`organisation_id`,`position`);--> statement-breakpoint
CREATE UNIQUE INDEX `domain_events_sequence` ON `domain_events` (`organisation_id`,`partition_key`,`aggregate`,`sequence`);--> statement-breakpoint
CREATE INDEX `domain_events_subject` ON `domain_events` (`organisation_id`,`subject`,`position`);--> statement-breakpoint
CREATE INDEX `domain_events_correlation` ON `domain_events` (`organisation_id`,`correlation_id`,`position`);--> statement-breakpoint
CREATE UNIQUE INDEX `domain_events_id` ON `domain_events` (`organisation_id`,`id`);--> statement-breakpoint
ALTER TABLE `dead_letters` ADD `organisation_id` text;--> statement-breakpoint
ALTER TABLE `dead_letters` ADD `position` integer;--> statement-breakpoint
CREATE INDEX `dead_letters_redriven` ON `dead_letters` (`source`,`redriven_at`);--> statement-breakpoint
CREATE INDEX `deliveries_notification` ON `deliveries` (`notification_id`);