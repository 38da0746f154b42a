/**
 * Sizes and caps of the SDK side, in bytes unless the name says otherwise. They follow what Relay enforces
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
