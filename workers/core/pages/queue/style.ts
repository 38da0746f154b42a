/** What the page of a queue looks like: one card, by day and by night, at any width. */
export const QUEUE_STYLE = `
:root {
  color-scheme: light dark;
  --page: light-dark(#f3f4f8, #101218);
  --card: light-dark(#ffffff, #1a1d26);
  --ink: light-dark(#191c24, #eef0f6);
  --quiet: light-dark(#525a6b, #a9b1c3);
  --line: light-dark(#d9dde7, #333948);
  --accent: light-dark(#3b3fbf, #a5a9ff);
  --on-accent: light-dark(#ffffff, #14163a);
  font: 100%/1.5 system-ui, sans-serif;
}
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; grid-template-rows: auto 1fr; background: var(--page); color: var(--ink); }
.skip { position: absolute; left: -100vw; }
.heard { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip:focus { left: 1rem; top: 1rem; background: var(--card); padding: 0.5rem 1rem; }
header { display: flex; justify-content: space-between; gap: 1rem; padding: 1rem 1.5rem; }
a { color: var(--accent); }
a:focus-visible, button:focus-visible { outline: 3px solid var(--accent); outline-offset: 3px; }
main { align-self: center; justify-self: center; width: min(34rem, 100% - 2rem); margin: 1rem 0 4rem; padding: clamp(1.5rem, 5vw, 3rem);
  background: var(--card); border: 1px solid var(--line); border-radius: 1rem; }
.event { margin: 0; color: var(--quiet); overflow-wrap: anywhere; }
h1 { margin: 0.25rem 0 1.5rem; font-size: clamp(1.5rem, 5vw, 2rem); line-height: 1.2; }
.ahead { margin: 0; }
.ahead strong { display: block; font-size: clamp(3rem, 14vw, 5rem); line-height: 1; font-variant-numeric: tabular-nums; }
progress { appearance: none; width: 100%; height: 0.75rem; margin: 1.5rem 0 0.5rem; border: 1px solid var(--line); border-radius: 1rem; background: var(--page); overflow: hidden; }
progress::-webkit-progress-bar { background: var(--page); }
progress::-webkit-progress-value { background: var(--accent); }
progress::-moz-progress-bar { background: var(--accent); }
dl { display: grid; grid-template-columns: auto 1fr; gap: 0.25rem 1rem; margin: 1.5rem 0; }
dt { color: var(--quiet); }
dd { margin: 0; font-weight: 600; }
.quiet { color: var(--quiet); }
form { margin: 1.5rem 0 0; }
.button, button { display: inline-block; font: inherit; font-weight: 600; min-height: 3rem; padding: 0.7rem 1.5rem; border-radius: 0.6rem;
  border: 1px solid var(--accent); background: var(--accent); color: var(--on-accent); text-decoration: none; cursor: pointer; }
button.plain { background: none; color: var(--accent); }
@media (prefers-reduced-motion: no-preference) { progress::-webkit-progress-value { transition: width 0.6s; } }
`
