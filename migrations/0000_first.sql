CREATE TABLE `dead_letters` (
	`id` text PRIMARY KEY NOT NULL,
	`source` text NOT NULL,
	`project_id` integer,
	`reason` text NOT NULL,
	`detail` text NOT NULL,
	`body_key` text,
	`meta` text NOT NULL,
	`created_at` integer NOT NULL,
	`redriven_at` integer
);
--> statement-breakpoint
CREATE INDEX `dead_letters_created` ON `dead_letters` (`created_at`);--> statement-breakpoint
CREATE TABLE `domain_events` (
	`position` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`organisation_id` text NOT NULL,
	`type` text NOT NULL,
	`subject` text NOT NULL,
	`actor` text,
	`time` integer NOT NULL,
	`data` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `domain_events_id` ON `domain_events` (`id`);--> statement-breakpoint
CREATE INDEX `domain_events_organisation` ON `domain_events` (`organisation_id`,`position`);--> statement-breakpoint
CREATE TABLE `members` (
	`organisation_id` text NOT NULL,
	`user_id` text NOT NULL,
	`role` text NOT NULL,
	`joined_at` integer NOT NULL,
	PRIMARY KEY(`organisation_id`, `user_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `members_user` ON `members` (`user_id`);--> statement-breakpoint
CREATE TABLE `organisations` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `refresh_tokens` (
	`hash` text PRIMARY KEY NOT NULL,
	`family` text NOT NULL,
	`user_id` text NOT NULL,
	`organisation_id` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`used_at` integer,
	`revoked_at` integer
);
--> statement-breakpoint
CREATE INDEX `refresh_tokens_family` ON `refresh_tokens` (`family`);--> statement-breakpoint
CREATE TABLE `users` (
	`id` text PRIMARY KEY NOT NULL,
	`email` text NOT NULL,
	`username` text,
	`first_name` text,
	`last_name` text,
	`password` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `users_email` ON `users` (`email`);--> statement-breakpoint
CREATE UNIQUE INDEX `users_username` ON `users` (`username`);--> statement-breakpoint
CREATE TABLE `attachments` (
	`project_id` integer NOT NULL,
	`event_id` text NOT NULL,
	`key` text NOT NULL,
	`name` text NOT NULL,
	`content_type` text NOT NULL,
	`type` text NOT NULL,
	`bytes` integer NOT NULL,
	`received_at` integer NOT NULL,
	PRIMARY KEY(`project_id`, `event_id`, `key`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `issue_groupings` (
	`issue_id` text PRIMARY KEY NOT NULL,
	`grouping` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `issue_hashes` (
	`project_id` integer NOT NULL,
	`hash` text NOT NULL,
	`issue_id` text NOT NULL,
	`algorithm` text NOT NULL,
	PRIMARY KEY(`project_id`, `hash`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `issue_hours` (
	`issue_id` text NOT NULL,
	`hour` integer NOT NULL,
	`count` integer NOT NULL,
	PRIMARY KEY(`issue_id`, `hour`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `issue_tags` (
	`issue_id` text PRIMARY KEY NOT NULL,
	`tags` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `issue_users` (
	`issue_id` text NOT NULL,
	`user` text NOT NULL,
	`segment` text NOT NULL,
	PRIMARY KEY(`issue_id`, `user`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `issues` (
	`id` text PRIMARY KEY NOT NULL,
	`project_id` integer NOT NULL,
	`number` integer NOT NULL,
	`title` text NOT NULL,
	`culprit` text NOT NULL,
	`level` text NOT NULL,
	`platform` text NOT NULL,
	`status` text NOT NULL,
	`count` integer NOT NULL,
	`users` integer NOT NULL,
	`first_seen` integer NOT NULL,
	`last_seen` integer NOT NULL,
	`first_release` text,
	`last_release` text,
	`environment` text,
	`status_changed_at` integer,
	`status_changed_by` text,
	`regressions` integer NOT NULL,
	`version` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `issues_number` ON `issues` (`project_id`,`number`);--> statement-breakpoint
CREATE INDEX `issues_last_seen` ON `issues` (`project_id`,`last_seen`);--> statement-breakpoint
CREATE TABLE `occurrences` (
	`project_id` integer NOT NULL,
	`event_id` text NOT NULL,
	`issue_id` text NOT NULL,
	`received_at` integer NOT NULL,
	`segment` text NOT NULL,
	`offset` integer NOT NULL,
	`length` integer NOT NULL,
	PRIMARY KEY(`project_id`, `event_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `occurrences_issue` ON `occurrences` (`issue_id`,`received_at`);--> statement-breakpoint
CREATE TABLE `outcomes` (
	`project_id` integer NOT NULL,
	`hour` integer NOT NULL,
	`category` text NOT NULL,
	`reason` text NOT NULL,
	`quantity` integer NOT NULL,
	PRIMARY KEY(`project_id`, `hour`, `category`, `reason`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `project_keys` (
	`project_id` integer NOT NULL,
	`number` integer NOT NULL,
	`name` text NOT NULL,
	`public_key` text NOT NULL,
	`active` integer NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`project_id`, `number`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `project_keys_public_key` ON `project_keys` (`public_key`);--> statement-breakpoint
CREATE TABLE `projects` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`organisation_id` text NOT NULL,
	`slug` text NOT NULL,
	`name` text NOT NULL,
	`platform` text,
	`created_at` integer NOT NULL,
	`deleted_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `projects_slug` ON `projects` (`organisation_id`,`slug`);