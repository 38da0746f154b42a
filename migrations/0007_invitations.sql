CREATE TABLE `invitations` (
	`id` text PRIMARY KEY NOT NULL,
	`organisation_id` text NOT NULL,
	`event_id` text NOT NULL,
	`email` text NOT NULL,
	`status` text NOT NULL,
	`coming` integer NOT NULL,
	`expires_at` integer,
	`created_at` integer NOT NULL,
	`version` integer NOT NULL,
	`invitation` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `invitations_event` ON `invitations` (`event_id`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `invitations_event_status` ON `invitations` (`event_id`,`status`,`created_at`,`id`,`expires_at`,`coming`);--> statement-breakpoint
CREATE INDEX `invitations_email` ON `invitations` (`organisation_id`,`email`,`created_at`,`id`);