CREATE TABLE `events` (
	`id` text PRIMARY KEY NOT NULL,
	`organisation_id` text NOT NULL,
	`name` text NOT NULL,
	`status` text NOT NULL,
	`unlisted` integer DEFAULT false NOT NULL,
	`starts_at` integer NOT NULL,
	`ends_at` integer NOT NULL,
	`time_zone` text NOT NULL,
	`place` text,
	`city` text,
	`country` text,
	`lowest_price` integer,
	`highest_price` integer,
	`currency` text NOT NULL,
	`tour_id` text,
	`option_id` text,
	`departure` text,
	`venue_id` text,
	`plan_id` text,
	`plan_version` integer,
	`capacity` integer,
	`free` integer,
	`free_seq` integer DEFAULT 0 NOT NULL,
	`searched` text NOT NULL,
	`settings` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`cancelled_at` integer,
	`deleted_at` integer,
	`version` integer DEFAULT 1 NOT NULL,
	`configured_version` integer DEFAULT 0 NOT NULL,
	`configure_refusal` text
);
--> statement-breakpoint
CREATE INDEX `events_organisation` ON `events` (`organisation_id`,`starts_at`,`id`);--> statement-breakpoint
CREATE INDEX `events_start` ON `events` (`starts_at`,`id`);--> statement-breakpoint
CREATE INDEX `events_plan` ON `events` (`plan_id`);--> statement-breakpoint
CREATE INDEX `events_venue` ON `events` (`venue_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `events_departure` ON `events` (`tour_id`,`departure`);--> statement-breakpoint
CREATE INDEX `events_unconfigured` ON `events` (`updated_at`) WHERE configured_version < version;--> statement-breakpoint
CREATE TABLE `tours` (
	`id` text PRIMARY KEY NOT NULL,
	`organisation_id` text NOT NULL,
	`name` text NOT NULL,
	`status` text NOT NULL,
	`time_zone` text NOT NULL,
	`settings` text NOT NULL,
	`generated_until` integer DEFAULT 0 NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`deleted_at` integer,
	`version` integer DEFAULT 1 NOT NULL
);
--> statement-breakpoint
CREATE INDEX `tours_organisation` ON `tours` (`organisation_id`,`name`,`id`);--> statement-breakpoint
CREATE INDEX `tours_due` ON `tours` (`status`,`generated_until`);--> statement-breakpoint
CREATE TABLE `plan_versions` (
	`plan_id` text NOT NULL,
	`version` integer NOT NULL,
	`document_key` text NOT NULL,
	`layout_key` text NOT NULL,
	`seats` integer NOT NULL,
	`places` integer NOT NULL,
	`categories` text NOT NULL,
	`bytes` integer NOT NULL,
	`created_at` integer NOT NULL,
	`created_by` text NOT NULL,
	`published_at` integer,
	`published_by` text,
	PRIMARY KEY(`plan_id`, `version`)
);
--> statement-breakpoint
CREATE TABLE `plans` (
	`id` text PRIMARY KEY NOT NULL,
	`organisation_id` text NOT NULL,
	`venue_id` text,
	`name` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`deleted_at` integer,
	`version` integer DEFAULT 1 NOT NULL,
	`draft_version` integer,
	`published_version` integer
);
--> statement-breakpoint
CREATE INDEX `plans_organisation` ON `plans` (`organisation_id`,`name`,`id`);--> statement-breakpoint
CREATE INDEX `plans_venue` ON `plans` (`venue_id`);--> statement-breakpoint
CREATE TABLE `venues` (
	`id` text PRIMARY KEY NOT NULL,
	`organisation_id` text NOT NULL,
	`name` text NOT NULL,
	`address` text,
	`city` text,
	`country` text,
	`latitude` real,
	`longitude` real,
	`time_zone` text NOT NULL,
	`accessibility` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`deleted_at` integer,
	`version` integer DEFAULT 1 NOT NULL
);
--> statement-breakpoint
CREATE INDEX `venues_organisation` ON `venues` (`organisation_id`,`name`,`id`);