/** One request to the SDK side, with what every step of handling it asks for. */
export interface Arrival {
  request: Request
  url: URL
  env: IngestEnv
  context: ExecutionContext
  /** Milliseconds since 1970 when it came in. */
  now: number
  /** The project in the path; absent where the path has none. */
  project?: string
}
