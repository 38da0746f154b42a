CREATE TABLE `octo_bookings` (
	`organisation_id` text NOT NULL,
	`uuid` text NOT NULL,
	`booking_id` text NOT NULL,
	`reseller_reference` text,
	`said` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`organisation_id`, `uuid`)
);
--> statement-breakpoint
CREATE INDEX `octo_bookings_reference` ON `octo_bookings` (`organisation_id`,`reseller_reference`);--> statement-breakpoint
CREATE INDEX `octo_bookings_booking` ON `octo_bookings` (`organisation_id`,`booking_id`);