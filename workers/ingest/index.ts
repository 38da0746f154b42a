import { ingest } from './ingest.ts'

export default { fetch: ingest } satisfies ExportedHandler<IngestEnv>
