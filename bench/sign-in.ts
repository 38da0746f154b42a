import { DEMO } from '../local/seed.ts'
import { startServer } from './server.ts'
import { figure, percentile, printTable } from './table.ts'

const WARM_UP = 5

/**
 * Times sign-ins that fail, one after another, against the process that `npm start` runs. An unknown account and a wrong
 * password take turns, so that whatever else the machine does meets both alike; their ratio says whether time tells who
 * has an account.
 */
export async function benchSignIn(args: string[]): Promise<void> {
  const rounds = Number(args[args.indexOf('--rounds') + 1] || 0) || 60
  const server = await startServer()
  try {
    const times = { unknown: [] as number[], wrong: [] as number[] }
    for (let round = 0; round < rounds + WARM_UP; round += 1) {
      const order = round % 2 === 0 ? (['unknown', 'wrong'] as const) : (['wrong', 'unknown'] as const)
      for (const kind of order) {
        const email = kind === 'wrong' ? DEMO.email : `nobody${round}@example.com`
        const milliseconds = await refusedIn(server.origin, email)
        if (round >= WARM_UP) times[kind].push(milliseconds)
      }
    }
    report(times, args.includes('--json'))
  } finally {
    await server.stop()
    server.forget()
  }
}

async function refusedIn(origin: string, email: string): Promise<number> {
  const started = performance.now()
  const answer = await fetch(`${origin}/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password: 'not the password' }),
  })
  await answer.text()
  if (answer.status !== 401) throw new Error(`signing in answered ${answer.status}`)
  return performance.now() - started
}

function report({ unknown, wrong }: { unknown: number[]; wrong: number[] }, json: boolean): void {
  const ratio = percentile(unknown, 0.5) / percentile(wrong, 0.5)
  if (json) {
    console.log(JSON.stringify({ unknown: percentile(unknown, 0.5), wrong: percentile(wrong, 0.5), ratio }))
    return
  }
  const row = (name: string, times: number[]) => [
    name,
    String(times.length),
    ...[0.1, 0.5, 0.9].map((share) => figure(percentile(times, share))),
  ]
  printTable(
    ['sign-in that fails, ms', 'times', 'p10', 'median', 'p90'],
    [row('unknown account', unknown), row('wrong password', wrong)],
  )
  console.log(`\nunknown / wrong: ${figure(ratio)}`)
}
