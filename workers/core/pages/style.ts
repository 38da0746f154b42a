/** What pages for readers look like. */
export const STYLE = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 56rem; margin: 0 auto; padding: 1rem; }
h3 { margin: 2rem 0 0; font-size: 1rem; }
section > h2 { margin: 2.5rem 0 0; font-size: 1.125rem; }
code, pre { font: 0.875rem/1.5 ui-monospace, monospace; }
pre { overflow-x: auto; }
td, th { text-align: left; padding: 0.25rem 1rem 0.25rem 0; vertical-align: top; }
:target { outline: 2px solid; }
`
