// Runs on whatever Node the machine has, before anything is installed: plain JavaScript, nothing imported but Node.
import { spawnSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'

const installed = 'node_modules/.package-lock.json'
const current = existsSync(installed) && statSync(installed).mtimeMs >= statSync('package-lock.json').mtimeMs

if (!current) {
  console.log('Installing dependencies (once) …')
  // Not `npm ci`: it refuses a lock file that does not name the native binaries of every other platform.
  const { status } = spawnSync('npm', ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  })
  if (status !== 0) {
    console.error('npm install failed; see above. With a network and Node 20 or newer it works from a fresh clone.')
    process.exit(status ?? 1)
  }
}
