CREATE TABLE `booking_owners` (
	`owner` text NOT NULL,
	`created_at` integer NOT NULL,
	`booking_id` text NOT NULL,
	PRIMARY KEY(`owner`, `created_at`, `booking_id`)
);
--> statement-breakpoint
CREATE TABLE `bookings` (
	`id` text PRIMARY KEY NOT NULL,
	`organisation_id` text NOT NULL,
	`event_id` text NOT NULL,
	`status` text NOT NULL,
	`created_at` integer NOT NULL,
	`version` integer NOT NULL,
	`searched` text NOT NULL,
	`booking` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `bookings_event` ON `bookings` (`organisation_id`,`event_id`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `bookings_organisation` ON `bookings` (`organisation_id`,`created_at`,`id`);