import { SCRYPT_COST } from '../../domain/identity/password.ts'

// A password costs a fifth of a second by intent, and these tests make hundreds: what it costs is measured in the bench.
Object.assign(SCRYPT_COST, { ln: 4, p: 1 })
