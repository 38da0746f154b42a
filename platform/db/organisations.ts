import { and, asc, eq, isNull } from 'drizzle-orm'
import type { Membership } from '../../contract/auth.ts'
import type { Database } from './commit.ts'
import { members, organisations } from './schema/identity.ts'

const shown = { id: organisations.id, name: organisations.name, role: members.role }

/** @returns the organisations of a person, the one joined first in front. */
export const membershipsOf = (db: Database, userId: string): Promise<Membership[]> =>
  db
    .select(shown)
    .from(members)
    .innerJoin(organisations, eq(organisations.id, members.organisationId))
    .where(and(eq(members.userId, userId), isNull(organisations.deletedAt)))
    .orderBy(asc(members.joinedAt), asc(organisations.id))
    .all()
