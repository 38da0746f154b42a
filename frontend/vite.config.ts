import { fileURLToPath } from 'node:url'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const core = 'http://localhost:8787'
const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

// The worker that writes the public pages names these two files, so their names stay the same; they are asked for anew.
const PUBLIC = /(^|\/)booking(\.css)?$/

export default defineConfig({
  root: here('.'),
  base: '/',
  plugins: [react(), tailwindcss()],
  // A data: URL would need a hole in the content security policy.
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2023',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: {
      input: { index: here('index.html'), booking: here('src/public/booking.ts') },
      output: {
        entryFileNames: ({ name }) => (PUBLIC.test(name) ? 'public/[name].js' : 'assets/[name]-[hash].js'),
        assetFileNames: ({ names }) =>
          names.some((name) => PUBLIC.test(name)) ? 'public/[name][extname]' : 'assets/[name]-[hash][extname]',
      },
    },
  },
  server: { proxy: { '/api': { target: core, ws: true, changeOrigin: true } } },
})
