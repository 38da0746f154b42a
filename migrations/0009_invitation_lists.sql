DROP INDEX `invitations_email`;--> statement-breakpoint
CREATE INDEX `invitations_organisation` ON `invitations` (`organisation_id`,`created_at`,`id`);