/**
 * Sizes and caps, in bytes unless the name says otherwise. Those of the SDK side follow what Relay enforces
 * (relay-config `limits`) where an isolate of 128 MB allows it, and are smaller where it does not.
 */
export const LIMITS = {
  /** A request body as it came over the wire. */
  requestBytes: 20 * 1024 * 1024,
  /** The same body after decompression; reading stops here, so a bomb costs no more than this. */
  decompressedBytes: 40 * 1024 * 1024,
  /** How much of a body that is refused is still read, so that its sender gets to read the answer. */
  discardedBytes: 64 * 1024 * 1024,
  /** One envelope header or item header line. */
  headerLineBytes: 8 * 1024,
  /** Items in one envelope. */
  items: 100,
  eventBytes: 1024 * 1024,
  /** A body of the API that is no event. */
  apiBytes: 1024 * 1024,
  /** A body sent by someone who is not known yet. */
  authBytes: 16 * 1024,
  /** A body that brings a seating plan: fifty thousand seats with every field take ten to fifteen million bytes. */
  planBytes: 16 * 1024 * 1024,
  planSeats: 60_000,
  planRows: 10_000,
  planZones: 500,
  planAreas: 2000,
  planCategories: 100,
  /** Places of one area without numbers. */
  planAreaPlaces: 200_000,
  /** Corners of one polygon. */
  planPoints: 2000,
  /** Faults of a plan that are named; whoever repairs these learns of the next. */
  planFaults: 100,
  /** Objects and lists in one JSON body, counted before it is parsed: each takes far more memory than its two bytes. */
  jsonContainers: 500_000,
  /** Who are invited in one request; a longer list is sent in several. */
  invitees: 500,
  /** People that one who is invited may bring along. */
  plusOnes: 50,
  attachmentBytes: 20 * 1024 * 1024,
  clientReportBytes: 100 * 1024,
  /** A queue message holds 128,000 bytes with its metadata; a body larger than this goes to R2 and a pointer is queued. */
  queuedBodyBytes: 96_000,
  /** One digest: as many events as a queue batch holds, and as many bytes as leave room in an isolate. */
  digestEvents: 100,
  digestBytes: 8 * 1024 * 1024,
  tags: 50,
  tagKeyChars: 200,
  tagValueChars: 200,
  frames: 250,
  breadcrumbs: 100,
  exceptions: 50,
  threads: 256,
  /** Levels of nesting kept in free-form data (`extra`, `contexts`, `vars`, breadcrumb `data`). */
  depth: 10,
  stringChars: 8192,
  messageChars: 8192,
} as const
