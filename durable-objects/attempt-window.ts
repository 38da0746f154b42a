import { DurableObject } from 'cloudflare:workers'

export class AttemptWindow extends DurableObject<Env> {}
