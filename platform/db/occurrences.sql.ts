import { LOGGED_AT, LOGGED_COLUMNS, nextSequence } from './domain-events.sql.ts'

/**
 * The statements of one digest batch, in their order. What they write travels as JSON texts, one bound parameter each,
 * because D1 takes at most 100 parameters. `rows` holds an array for each occurrence, in the order of {@link ROW};
 * `groups` an object for each group; `facets` the tags of each row. Short rows matter: the text travels once for each
 * statement.
 *
 * `inserted` names the rows of this segment: found by primary key, so no index on the segment is needed. The offset
 * tells an occurrence from its copy in the same batch.
 */
export const ROW = ['group', 'project', 'id', 'receivedAt', 'timestamp', 'user', 'offset', 'length', 'hash'] as const

const of = (column: (typeof ROW)[number]): string => `e.value ->> ${ROW.indexOf(column)}`

const ISSUE_SEQUENCE = nextSequence('p.organisation_id', 'i.id', "'issue'")

const inserted = (rows: string, segment: string): string => `
  inserted AS MATERIALIZED (
    SELECT o.issue_id AS issue, e.key AS position, ${of('group')} AS grp, ${of('receivedAt')} AS received,
      ${of('timestamp')} AS timestamp, ${of('user')} AS user
    FROM json_each(${rows}) AS e
    CROSS JOIN occurrences AS o ON o.project_id = ${of('project')} AND o.event_id = ${of('id')}
    WHERE o.segment = ${segment} AND o.offset = ${of('offset')}
  )`

/** The first known hash decides; an unknown group gets its candidate id; the other hashes are attached to it. */
export const CREATE_HASHES = `
  WITH fresh AS MATERIALIZED (
    SELECT DISTINCT ${of('group')} AS position
    FROM json_each(?2) AS e
    WHERE NOT EXISTS (
      SELECT 1 FROM occurrences AS o WHERE o.project_id = ${of('project')} AND o.event_id = ${of('id')})
  )
  INSERT INTO issue_hashes (project_id, hash, issue_id, algorithm)
  SELECT
    g.value ->> 'project',
    h.value,
    coalesce(
      (SELECT known.issue_id
       FROM json_each(g.value, '$.hashes') AS tried
       CROSS JOIN issue_hashes AS known ON known.project_id = g.value ->> 'project' AND known.hash = tried.value
       ORDER BY tried.key LIMIT 1),
      g.value ->> 'id'),
    g.value ->> 'algorithm'
  FROM json_each(?1) AS g
  JOIN json_each(g.value, '$.hashes') AS h
  WHERE g.key IN (SELECT position FROM fresh)
  ON CONFLICT DO NOTHING`

/** A candidate that won its hash is a new issue. Its counters start at nothing and are filled below. */
export const CREATE_ISSUES = `
  INSERT INTO issues (id, project_id, number, title, culprit, level, platform, status, count, users, first_seen,
    last_seen, first_release, last_release, environment, regressions, version)
  SELECT
    g.value ->> 'id',
    g.value ->> 'project',
    coalesce((SELECT max(number) FROM issues WHERE project_id = g.value ->> 'project'), 0)
      + row_number() OVER (PARTITION BY g.value ->> 'project' ORDER BY g.key),
    g.value ->> 'title', g.value ->> 'culprit', g.value ->> 'level', g.value ->> 'platform', 'unresolved', 0, 0,
    g.value ->> 'timestamp', g.value ->> 'timestamp', g.value ->> 'release', g.value ->> 'release',
    g.value ->> 'environment', 0, 1
  FROM json_each(?1) AS g
  WHERE (SELECT issue_id FROM issue_hashes
         WHERE project_id = g.value ->> 'project' AND hash = g.value ->> '$.hashes[0]') = g.value ->> 'id'`

export const EXPLAIN_ISSUES = `
  INSERT OR IGNORE INTO issue_groupings (issue_id, grouping)
  SELECT i.id, g.value ->> 'grouping'
  FROM json_each(?1) AS g CROSS JOIN issues AS i ON i.id = g.value ->> 'id'
  WHERE g.value ->> 'grouping' <> ''`

/** After the hashes are in, the first hash of a group always names its issue; each row carries that one. */
export const OCCURRENCES = `
  INSERT OR IGNORE INTO occurrences (project_id, event_id, issue_id, received_at, segment, offset, length)
  SELECT ${of('project')}, ${of('id')}, h.issue_id, ${of('receivedAt')}, ?2, ${of('offset')}, ${of('length')}
  FROM json_each(?1) AS e
  CROSS JOIN issue_hashes AS h ON h.project_id = ${of('project')} AND h.hash = ${of('hash')}`

export const COUNT_USERS = `
  WITH ${inserted('?1', '?2')}
  INSERT OR IGNORE INTO issue_users (issue_id, user, segment)
  SELECT issue, user, ?2 FROM inserted WHERE user IS NOT NULL`

/** A resolved issue that is met again after it was resolved has come back. Read before the status changes. */
export const LOG_REGRESSED = `
  WITH ${inserted('?1', '?2')},
  latest AS (SELECT issue, max(received) AS received FROM inserted GROUP BY issue)
  INSERT INTO domain_events (id, organisation_id, type, aggregate, partition_key, sequence, subject, time, logged_at, data)
  SELECT ?2 || ':regressed:' || i.id, p.organisation_id, 'issue.regressed', 'issue', i.id, ${ISSUE_SEQUENCE}, i.id, ?3, ${LOGGED_AT},
    json_object('issueId', i.id, 'projectId', cast(i.project_id AS TEXT), 'shortId', upper(p.slug) || '-' || i.number,
      'title', i.title, 'culprit', i.culprit, 'level', i.level, 'platform', i.platform)
  FROM latest
  JOIN issues AS i ON i.id = latest.issue
  JOIN projects AS p ON p.id = i.project_id
  WHERE i.status = 'resolved' AND latest.received > coalesce(i.status_changed_at, 0)
  RETURNING ${LOGGED_COLUMNS}`

/** Title, culprit and level follow what came last, as the newest of the group tells them. */
export const UPDATE_ISSUES = `
  WITH ${inserted('?1', '?2')},
  counted AS MATERIALIZED (
    SELECT issue, count(*) AS n, max(timestamp) AS last, min(timestamp) AS first, max(received) AS received,
      count(DISTINCT CASE WHEN u.segment = ?2 THEN u.user END) AS people, max(grp) AS grp
    FROM inserted
    LEFT JOIN issue_users AS u ON u.issue_id = issue AND u.user = inserted.user
    GROUP BY issue
  ),
  told AS MATERIALIZED (
    SELECT counted.*, g.value AS newest
    FROM json_each(?4) AS g CROSS JOIN counted ON counted.grp = g.key
  )
  UPDATE issues SET
    count = count + told.n,
    users = users + told.people,
    first_seen = min(first_seen, told.first),
    last_seen = max(last_seen, told.last),
    title = told.newest ->> 'title',
    culprit = told.newest ->> 'culprit',
    level = told.newest ->> 'level',
    last_release = coalesce(told.newest ->> 'release', last_release),
    regressions = regressions + (status = 'resolved' AND told.received > coalesce(status_changed_at, 0)),
    version = version + (status = 'resolved' AND told.received > coalesce(status_changed_at, 0)),
    status_changed_at = iif(status = 'resolved' AND told.received > coalesce(status_changed_at, 0), ?3, status_changed_at),
    status = iif(status = 'resolved' AND told.received > coalesce(status_changed_at, 0), 'unresolved', status)
  FROM told
  WHERE issues.id = told.issue
  RETURNING id, project_id AS projectId, count, users, last_seen AS lastSeen,
    (SELECT organisation_id FROM projects WHERE projects.id = issues.project_id) AS organisationId`

export const COUNT_HOURS = `
  WITH ${inserted('?1', '?2')}
  INSERT INTO issue_hours (issue_id, hour, count)
  SELECT issue, timestamp / 3600000, count(*) FROM inserted GROUP BY 1, 2
  ON CONFLICT DO UPDATE SET count = count + excluded.count`

/** Values of a tag that are counted by name; later ones are counted together under the bare key. */
const VALUES_KEPT = 30
/** Tags of an issue longer than this take no new names at all; a row holds 2 MB. */
const TAGS_TEXT = 100_000
const keyOf = (facet: string): string => `substr(${facet}, 1, instr(${facet}, '=') - 1)`

export const COUNT_TAGS = `
  WITH ${inserted('?1', '?2')},
  old AS MATERIALIZED (
    SELECT t.issue_id AS issue, f.key AS facet, f.value AS n, length(t.tags) AS text
    FROM issue_tags AS t CROSS JOIN json_each(t.tags) AS f
    WHERE t.issue_id IN (SELECT issue FROM inserted)
  ),
  crowded AS MATERIALIZED (
    SELECT issue, ${keyOf('facet')} AS tag FROM old WHERE instr(facet, '=') > 0
    GROUP BY 1, 2 HAVING count(*) >= ${VALUES_KEPT} OR max(text) > ${TAGS_TEXT}
  ),
  counted AS (
    SELECT issue, f.value AS facet, 1 AS n, 0 AS known
    FROM json_each(?3) AS e CROSS JOIN inserted ON inserted.position = e.key CROSS JOIN json_each(e.value) AS f
    UNION ALL
    SELECT issue, facet, n, 1 FROM old
  ),
  summed AS (SELECT issue, facet, sum(n) AS n, max(known) AS known FROM counted GROUP BY issue, facet),
  named AS (
    SELECT issue, n,
      iif(known OR (issue, ${keyOf('facet')}) NOT IN (SELECT issue, tag FROM crowded), facet, ${keyOf('facet')}) AS facet
    FROM summed
  ),
  final AS (SELECT issue, facet, sum(n) AS n FROM named GROUP BY issue, facet)
  INSERT INTO issue_tags (issue_id, tags)
  SELECT issue, json_group_object(facet, n) FROM final GROUP BY issue
  ON CONFLICT DO UPDATE SET tags = excluded.tags`

export const LOG_CREATED = `
  INSERT INTO domain_events (id, organisation_id, type, aggregate, partition_key, sequence, subject, time, logged_at, data)
  SELECT ?2 || ':created:' || i.id, p.organisation_id, 'issue.created', 'issue', i.id, ${ISSUE_SEQUENCE}, i.id, ?3, ${LOGGED_AT},
    json_object('issueId', i.id, 'projectId', cast(i.project_id AS TEXT), 'shortId', upper(p.slug) || '-' || i.number,
      'title', i.title, 'culprit', i.culprit, 'level', i.level, 'platform', i.platform)
  FROM json_each(?1) AS g
  JOIN issues AS i ON i.id = g.value ->> 'id'
  JOIN projects AS p ON p.id = i.project_id
  RETURNING ${LOGGED_COLUMNS}`

export const ATTACHMENTS = `
  INSERT OR IGNORE INTO attachments (project_id, event_id, key, name, content_type, type, bytes, received_at)
  SELECT f.value ->> 'project', f.value ->> 'id', f.value ->> 'key', f.value ->> 'name', f.value ->> 'contentType',
    f.value ->> 'type', f.value ->> 'bytes', f.value ->> 'receivedAt'
  FROM json_each(?1) AS f`
