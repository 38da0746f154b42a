const [name, ...args] = process.argv.slice(2)

switch (name) {
  case 'ingest': {
    const { benchIngest } = await import('./ingest.ts')
    process.exitCode = await benchIngest(args)
    break
  }
  case 'cost': {
    const { benchCost } = await import('./cost.ts')
    await benchCost(args)
    break
  }
  case 'sign-in': {
    const { benchSignIn } = await import('./sign-in.ts')
    await benchSignIn(args)
    break
  }
  case 'spine': {
    const { benchSpine } = await import('./spine.ts')
    process.exitCode = await benchSpine(args)
    break
  }
  case 'booking': {
    const { benchBooking } = await import('./booking.ts')
    process.exitCode = await benchBooking(args)
    break
  }
  // Its crowd, started by `booking` itself.
  case 'crowd': {
    const { serveCrowds } = await import('./booking-client.ts')
    serveCrowds()
    break
  }
  case 'booking-live': {
    const { benchBookingLive } = await import('./booking-live.ts')
    process.exitCode = await benchBookingLive(args)
    break
  }
  // The load generator, started by `ingest` itself.
  case 'client': {
    const { serveJobs } = await import('./client.ts')
    serveJobs()
    break
  }
  default:
    console.error(
      'npm run bench -- ingest [--events N] [--sizes 8,50] [--connections N] [--json]\nnpm run bench -- cost [--json]\nnpm run bench -- sign-in [--rounds N] [--json]\nnpm run bench -- spine [--events N] [--connections N] [--json]\nnpm run bench -- booking [--seconds N] [--clients N] [--sockets 1000,5000 | none] [--json]\nnpm run bench -- booking-live [--sockets 1000,5000] [--json]',
    )
    process.exitCode = 2
}
