import type { Attachment, Issue, Occurrence } from '../../../contract/issues.ts'
import type { StoredOccurrence } from '../../../contract/occurrences.ts'
import type { AttachmentRow, OccurrenceRow } from '../../../platform/db/occurrences-read.ts'

/** @returns an occurrence as the API shows it; one whose segment is gone keeps its row and has an empty payload. */
export const asOccurrence = (
  issue: Pick<Issue, 'id' | 'title'>,
  row: OccurrenceRow,
  stored: StoredOccurrence | null,
): Occurrence => {
  const receivedAt = new Date(row.receivedAt).toISOString()
  return {
    id: row.eventId,
    issueId: issue.id,
    receivedAt,
    timestamp: stored?.payload.timestamp ?? receivedAt,
    title: stored?.title ?? issue.title,
    payload: { ...stored?.payload },
  }
}

/** @returns a file as the API shows it; its key in the bucket stays ours, `index` is its place among the files. */
export const asAttachment = (
  { issueId, eventId, index }: { issueId: string; eventId: string; index: number },
  file: AttachmentRow,
): Attachment => ({
  name: file.name,
  contentType: file.contentType,
  type: file.type,
  bytes: file.bytes,
  url: `/api/v1/issues/${issueId}/occurrences/${eventId}/attachments/${index}`,
})
