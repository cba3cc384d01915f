import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** The help widget: one file without imports, for pages that are not ours. */
export default defineConfig({
  root: here('.'),
  build: {
    outDir: process.env.WEB_OUT ?? here('../dist'),
    emptyOutDir: false,
    target: 'es2023',
    reportCompressedSize: false,
    lib: { entry: here('main.ts'), formats: ['iife'], name: 'tractopsHelp', fileName: () => 'widget.js' },
  },
})
