// Runs on whatever Node the machine has, before anything is installed: plain JavaScript, nothing imported but Node.
import { spawnSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'

const installed = 'node_modules/.package-lock.json'
const current = existsSync(installed) && statSync(installed).mtimeMs >= statSync('package-lock.json').mtimeMs

if (!current) {
  console.log('Installing dependencies (once) …')
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  })
  if (status !== 0) {
    console.error('npm ci failed; see above. With a network and Node 20 or newer it works from a fresh clone.')
    process.exit(status ?? 1)
  }
}
