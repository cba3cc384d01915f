import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** One build for the pages of people: an entry each, assets named by their content below /console/assets. */
export default defineConfig({
  root: here('.'),
  base: '/',
  plugins: [react()],
  build: {
    outDir: process.env.WEB_OUT ?? here('dist'),
    emptyOutDir: true,
    assetsDir: 'console/assets',
    target: 'es2024',
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: { input: { console: here('console/index.html'), portal: here('portal/index.html') } },
  },
})
