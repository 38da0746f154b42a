CREATE TABLE `waitlist_entries` (
	`id` text PRIMARY KEY NOT NULL,
	`organisation_id` text NOT NULL,
	`event_id` text NOT NULL,
	`owner` text NOT NULL,
	`status` text NOT NULL,
	`turn` integer NOT NULL,
	`rank` integer NOT NULL,
	`joined_at` integer NOT NULL,
	`version` integer NOT NULL,
	`entry` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `waitlist_entries_event` ON `waitlist_entries` (`event_id`,`turn`,`rank`,`id`);--> statement-breakpoint
CREATE INDEX `waitlist_entries_owner` ON `waitlist_entries` (`owner`,`joined_at`,`id`);