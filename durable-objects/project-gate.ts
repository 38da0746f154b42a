import { DurableObject } from 'cloudflare:workers'

export class ProjectGate extends DurableObject<Env> {}
