/** What is wrong with an `Idempotency-Key` that is none. */
export const INVALID_KEY = {
  errors: [
    {
      pointer: '/Idempotency-Key',
      code: 'invalid_key',
      detail: 'Send 1 to 255 printable characters, bare or "quoted"',
    },
  ],
}
